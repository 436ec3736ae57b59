package main

import "github.com/zairyukit/zairyu/conformance"

// fix is what to do on one system.
type fix struct {
	// System is debian, fedora, macos, windows, or all.
	System   string           `json:"system"`
	Text     conformance.Text `json:"text"`
	Commands []string         `json:"commands,omitempty"`
}

// label names the system where more than one is shown.
func (f fix) label(lang string) string {
	names := map[string]string{"debian": "Debian, Ubuntu: ", "fedora": "Fedora: ", "macos": "macOS: ", "windows": "Windows: "}
	return names[f.System]
}

// fixesFor picks those of this system; on a Linux of another family those of
// both families that are known, and on any other system all.
func fixesFor(fixes []fix, system string) []fix {
	var out []fix
	for _, f := range fixes {
		linux := f.System == "debian" || f.System == "fedora"
		if f.System == "all" || f.System == system || system == "other" || system == "linux" && linux {
			out = append(out, f)
		}
	}
	return out
}

func fixBinary() []fix {
	build := "go build -tags pcsc -o zairyu ./cmd/zairyu"
	text := textOf("PC/SC 付きで作り直します。", "Build it again, with PC/SC.")
	return []fix{
		{"debian", text, []string{"sudo apt-get install -y gcc pkg-config libpcsclite-dev", build}},
		{"fedora", text, []string{"sudo dnf install -y gcc pkgconf-pkg-config pcsc-lite-devel", build}},
		{"macos", textOf("cgo を有効にして作り直します（Xcode のコマンドラインツールが必要）。", "Build it again with cgo (needs Xcode's command line tools)."),
			[]string{"xcode-select --install", "CGO_ENABLED=1 go build -o zairyu ./cmd/zairyu"}},
	}
}

func fixService() []fix {
	return []fix{
		{"debian", textOf("pcscd を入れて起動します。systemd のないコンテナでは最後の行を使います。", "Install and start pcscd; in a container without systemd use the last line."),
			[]string{"sudo apt-get install -y pcscd", "sudo systemctl enable --now pcscd.socket", "sudo pcscd --foreground --error &"}},
		{"fedora", textOf("pcscd を入れて起動します。", "Install and start pcscd."),
			[]string{"sudo dnf install -y pcsc-lite", "sudo systemctl enable --now pcscd.socket"}},
		{"macos", textOf("PC/SC は macOS に含まれ、リーダがあると自動で起動します。リーダ（または vpcd）を接続し直します。", "PC/SC is part of macOS and starts with the first reader: connect a reader, or install vpcd."), nil},
		{"windows", textOf("サービス「Smart Card」を起動します（管理者の PowerShell）。", "Start the service \"Smart Card\" (PowerShell as administrator)."),
			[]string{"Set-Service SCardSvr -StartupType Automatic", "Start-Service SCardSvr"}},
	}
}

func fixDriver() []fix {
	return []fix{
		{"debian", textOf("vpcd ドライバを入れ、pcscd を再起動します。", "Install the vpcd driver and start pcscd again."),
			[]string{"sudo apt-get install -y vsmartcard-vpcd", "sudo systemctl restart pcscd"}},
		{"fedora", textOf("vpcd はパッケージになっていません。ソースから入れ、pcscd を再起動します。", "vpcd is not packaged; install it from source and start pcscd again."),
			[]string{"sudo dnf install -y gcc make autoconf automake libtool help2man pcsc-lite-devel qrencode-devel",
				"git clone https://github.com/frankmorgner/vsmartcard.git && cd vsmartcard/virtualsmartcard",
				"autoreconf -vis && ./configure --sysconfdir=/etc && make && sudo make install", "sudo systemctl restart pcscd"}},
		{"macos", textOf("ソースから入れ、再ログインします。", "Install it from source, then log in again."),
			[]string{"git clone https://github.com/frankmorgner/vsmartcard.git && cd vsmartcard/virtualsmartcard",
				"autoreconf -vis && ./configure --enable-infoplist && make && sudo make install"}},
		{"windows", textOf("vsmartcard の仮想リーダ（BixVReader）をインストールします: https://frankmorgner.github.io/vsmartcard/", "Install the virtual reader of vsmartcard (BixVReader): https://frankmorgner.github.io/vsmartcard/"), nil},
	}
}

func fixRestart() []fix {
	restart := textOf("pcscd を再起動します（ドライバもここで読み込まれます）。", "Start pcscd again; it loads its drivers then.")
	return []fix{
		{"debian", restart, []string{"sudo systemctl restart pcscd"}},
		{"fedora", restart, []string{"sudo systemctl restart pcscd"}},
		{"macos", textOf("再ログインします。", "Log in again."), nil},
		{"windows", textOf("サービス「Smart Card」を再起動します。", "Restart the service \"Smart Card\"."), []string{"Restart-Service SCardSvr"}},
	}
}

func fixSpeed() []fix {
	return []fix{{"all", textOf("zairyu のカードはこれに対処済みです。ほかの仮想カードは、受信のたびに TCP_QUICKACK を設定すると速くなります。",
		"zairyu's own cards make up for it; another virtual card gets faster by setting TCP_QUICKACK before every read."), nil}}
}

func fixTaken() []fix {
	return []fix{{"all", textOf("その仮想カードを止めるか、`zairyu emulate --vpcd --slot 1` でもう一つの仮想リーダを使います。",
		"End that virtual card, or take the other virtual reader with `zairyu emulate --vpcd --slot 1`."), nil}}
}
