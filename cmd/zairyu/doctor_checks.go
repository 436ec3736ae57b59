package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/zairyukit/zairyu/reader/pcsc"
)

// vpcdPort is the port of the driver's first virtual reader.
const vpcdPort = 35963

// machine is what the doctor looks at; a test gives another one.
type machine struct {
	os      string // as runtime.GOOS
	built   bool   // this binary has PC/SC
	read    func(path string) ([]byte, error)
	exists  func(pattern string) bool
	list    func(ctx context.Context) ([]pcsc.Reader, error)
	listens func(port int) bool
	probe   func(ctx context.Context, port int) (split bool, err error)
}

func thisMachine() machine {
	return machine{os: runtime.GOOS, built: pcsc.Built, read: os.ReadFile, exists: matches,
		list: pcsc.List, listens: listens, probe: splitSegments}
}

func matches(pattern string) bool {
	found, err := filepath.Glob(pattern)
	return err == nil && len(found) > 0
}

// listens says whether something listens on the port, without connecting: a
// connection would be a card to the driver. The driver listens on every
// address, beside which some systems let one address be taken.
func listens(port int) bool {
	for _, host := range []string{"127.0.0.1", ""} {
		l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
		if err != nil {
			return true
		}
		l.Close()
	}
	return false
}

// system names the family whose packages this machine has.
func (m machine) system() string {
	switch m.os {
	case "darwin":
		return "macos"
	case "windows":
		return "windows"
	case "linux":
	default:
		return "other"
	}
	raw, err := m.read("/etc/os-release")
	if err != nil {
		return "linux"
	}
	for line := range strings.Lines(string(raw)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if key != "ID" && key != "ID_LIKE" {
			continue
		}
		words := strings.Fields(strings.Trim(value, `"`))
		for family, ids := range map[string][]string{"debian": {"debian", "ubuntu"}, "fedora": {"fedora", "rhel", "centos"}} {
			if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(ids, w) }) {
				return family
			}
		}
	}
	return "linux"
}

// port is where the driver listens: what its configuration says, else the
// usual port.
func (m machine) port() int {
	raw, err := m.read("/etc/reader.conf.d/vpcd")
	if err != nil {
		return vpcdPort
	}
	lines := bufio.NewScanner(bytes.NewReader(raw))
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if len(words) != 2 || words[0] != "CHANNELID" {
			continue
		}
		if n, err := strconv.ParseUint(words[1], 0, 16); err == nil && n > 0 {
			return int(n)
		}
	}
	return vpcdPort
}

// drivers are the places where the driver is installed, by system.
var drivers = map[string][]string{
	"linux":   {"/usr/lib/pcsc/drivers/serial/libifdvpcd.so*", "/usr/lib*/pcsc/drivers/serial/libifdvpcd.so*", "/usr/local/lib/pcsc/drivers/serial/libifdvpcd.so*"},
	"darwin":  {"/usr/local/libexec/SmartCardServices/drivers/ifd-vpcd.bundle", "/Library/*/SmartCardServices/drivers/ifd-vpcd.bundle", "/usr/libexec/SmartCardServices/drivers/ifd-vpcd.bundle"},
	"windows": {`C:\Windows\System32\drivers\UMDF\BixVReader.dll`},
}

func diagnose(ctx context.Context, m machine, passive bool) diagnosis {
	d := diagnosis{Schema: "zairyu-doctor/1", System: m.system(), Ready: true, Readers: []seenReader{}}
	note := func(f finding) {
		d.Findings = append(d.Findings, f)
		d.Ready = d.Ready && f.State != stateProblem && (f.State != stateUnknown || f.ID == "speed")
	}
	note(m.binary())
	var readers []pcsc.Reader
	var listed error = pcsc.ErrNotBuilt
	if m.built {
		limited, cancel := context.WithTimeout(ctx, listTime)
		readers, listed = m.list(limited)
		cancel()
	}
	service := m.service(listed)
	note(service)
	driver := m.driver(readers)
	note(driver)
	port := m.port()
	waits := m.portOf(port, readers)
	if waits.State == stateProblem && (service.State == stateProblem || driver.State == stateProblem) {
		waits = finding{"port", stateUnknown, textOf("上の項目が直ると、ドライバがポートで待ち受けます。", "The driver waits on its port once the above is mended."), nil}
	}
	note(waits)
	note(m.speed(ctx, port, waits.State == stateOK && !passive, readers))
	note(m.readers(readers, listed))
	for _, r := range readers {
		d.Readers = append(d.Readers, seen(r))
	}
	return d
}

func seen(r pcsc.Reader) seenReader {
	out := seenReader{Name: r.Name, Card: "none", ATR: fmt.Sprintf("%X", r.ATR)}
	switch {
	case r.Mute:
		out.Card = "mute"
	case r.Present && r.Exclusive:
		out.Card = "exclusive"
	case r.Present:
		out.Card = "present"
	}
	return out
}

func (m machine) binary() finding {
	if m.built {
		return finding{"binary", stateOK, textOf("この zairyu は PC/SC を使えます。", "This zairyu has PC/SC."), nil}
	}
	return finding{"binary", stateProblem, textOf("この zairyu は PC/SC なしで作られています。", "This zairyu was built without PC/SC."), fixBinary()}
}

// service says whether the PC/SC service can be reached. Without PC/SC in
// this binary the socket of pcscd at least can be looked at.
func (m machine) service(listed error) finding {
	running := finding{"service", stateOK, textOf("PC/SC サービスに接続できます。", "The PC/SC service can be reached."), nil}
	stopped := finding{"service", stateProblem, textOf("PC/SC サービス（pcscd）が動いていないか、接続できません。", "The PC/SC service (pcscd) is not running or cannot be reached."), fixService()}
	switch {
	case listed == nil:
		return running
	case errors.Is(listed, pcsc.ErrNotBuilt) && m.os == "linux":
		if m.exists("/run/pcscd/pcscd.comm") {
			return finding{"service", stateOK, textOf("pcscd のソケットがあります。", "The socket of pcscd is there."), nil}
		}
		return stopped
	case errors.Is(listed, context.DeadlineExceeded):
		return finding{"service", stateProblem, textOf("PC/SC サービス（pcscd）は動いていますが、応答しません。", "The PC/SC service (pcscd) runs and does not answer."), fixRestart()}
	case errors.Is(listed, pcsc.ErrNotBuilt):
		return finding{"service", stateUnknown, textOf("PC/SC サービスは、この zairyu では調べられません。", "This zairyu cannot look for the PC/SC service."), nil}
	}
	return stopped
}

// virtual picks the driver's readers.
func virtual(readers []pcsc.Reader) []pcsc.Reader {
	return slices.DeleteFunc(slices.Clone(readers), func(r pcsc.Reader) bool {
		return !strings.Contains(r.Name, "Virtual PCD") && !strings.Contains(r.Name, "BIX VREADER")
	})
}

func (m machine) driver(readers []pcsc.Reader) finding {
	if len(virtual(readers)) > 0 || slices.ContainsFunc(drivers[m.os], m.exists) {
		return finding{"driver", stateOK, textOf("仮想リーダのドライバ（vpcd）があります。", "The driver of virtual readers (vpcd) is installed."), nil}
	}
	return finding{"driver", stateProblem, textOf("仮想リーダのドライバ（vpcd）がありません。", "The driver of virtual readers (vpcd) is not installed."), fixDriver()}
}

// portOf says whether the driver waits for a card, and whether its first
// virtual reader is free.
func (m machine) portOf(port int, readers []pcsc.Reader) finding {
	switch found := virtual(readers); {
	case !m.listens(port):
		return finding{"port", stateProblem, textOf(fmt.Sprintf("ポート %d で待ち受けているドライバがありません。", port),
			fmt.Sprintf("No driver waits for a card on port %d.", port)), fixRestart()}
	case m.built && len(found) == 0:
		return finding{"port", stateProblem, textOf(fmt.Sprintf("ポート %d は使われていますが、仮想リーダがありません。別のプログラムが使っている可能性があります。", port),
			fmt.Sprintf("Port %d is taken, but there is no virtual reader: another program may have it.", port)), fixRestart()}
	case len(found) > 0 && found[0].Present:
		return finding{"port", stateWarning, textOf(fmt.Sprintf("ポート %d の仮想リーダには既にカードがあります。", port),
			fmt.Sprintf("There is a card in the virtual reader of port %d already.", port)), fixTaken()}
	}
	return finding{"port", stateOK, textOf(fmt.Sprintf("ドライバはポート %d でカードを待っています。", port),
		fmt.Sprintf("The driver waits for a card on port %d.", port)), nil}
}

// speed says whether the driver sends length and bytes apart, which costs a
// card that does not know 44 ms for each command.
func (m machine) speed(ctx context.Context, port int, may bool, readers []pcsc.Reader) finding {
	unknown := finding{"speed", stateUnknown, textOf("ドライバの送り方は調べていません。", "How the driver sends was not looked at."), nil}
	if found := virtual(readers); !may || len(found) > 1 && found[1].Present {
		return unknown
	}
	split, err := m.probe(ctx, port+1)
	switch {
	case err != nil:
		return unknown
	case split:
		return finding{"speed", stateWarning, textOf("ドライバは長さとデータを別々に送ります（遅い方の版）。", "The driver sends length and bytes apart (the slow one)."), fixSpeed()}
	}
	return finding{"speed", stateOK, textOf("ドライバは長さとデータをまとめて送ります。", "The driver sends length and bytes together."), nil}
}

// splitSegments puts a mute card into a virtual reader until the driver asks
// for its ATR, and sees whether that request came in one piece. The card
// hangs up without an answer, so that no program gets to see it.
func splitSegments(ctx context.Context, port int) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return false, fmt.Errorf("connecting to the driver: %w", err)
	}
	defer conn.Close()
	deadline, _ := ctx.Deadline()
	conn.SetDeadline(deadline)
	var request [3]byte // a length of 2 bytes, and 04
	if _, err := io.ReadFull(conn, request[:]); err != nil {
		return false, fmt.Errorf("waiting for the driver: %w", err)
	}
	n, err := dataSegments(conn)
	if err != nil {
		return false, fmt.Errorf("counting segments: %w", err)
	}
	return n > 1, nil
}

func (m machine) readers(readers []pcsc.Reader, listed error) finding {
	switch {
	case listed != nil:
		return finding{"readers", stateUnknown, textOf("リーダの一覧は取得できません。", "The readers cannot be listed."), nil}
	case len(readers) == 0:
		return finding{"readers", stateProblem, textOf("リーダがありません。", "There is no reader."), fixDriver()}
	}
	return finding{"readers", stateOK, textOf(fmt.Sprintf("リーダ: %d 台", len(readers)), fmt.Sprintf("Readers: %d", len(readers))), nil}
}
