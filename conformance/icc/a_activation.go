package icc

import (
	"bytes"
	"fmt"

	"github.com/onsi/gomega"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// activation is ICC_A: activation and the files of the MF (P 3.1, 3.3.3,
// 4.2.5).
func activation() []conformance.Case {
	return []conformance.Case{
		{
			ID: "ICC_A_01", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA",
			Title:   text("ATRはリセットごとに同じ", "The ATR is the same after every reset"),
			Purpose: text("3回のリセットでATRが変わらないことを確認し、値を記録する。", "Three resets give one ATR; its bytes are recorded."),
			Refs:    []string{"P 2.1"}, Variants: conformance.Once(a01),
		},
		{
			ID: "ICC_A_02", Rev: 1, Applies: "gen1 || gen2", Basis: "VS-",
			Title:   text("活性化直後に共通データ要素を読める", "Common data can be read right after activation"),
			Purpose: text("活性化直後はMFがカレントであり、MF/EF01は認証なしで読み出せる。", "The MF is current after activation and MF/EF01 is free."),
			Refs:    []string{"P 3.1", "P 3.3.3", "P 3.3.4.1"},
			Variants: conformance.Once(func(t *conformance.T) {
				wantFreeFile(t, []byte{0x00, 0xB0, 0x8B, 0x00, 0x00, 0x00, 0x00}, 6, []byte{0xC0, 0x04}, "mf.ef01")
			}),
		},
		{
			ID: "ICC_A_03", Rev: 1, Applies: "gen1 || gen2", Basis: "VS-",
			Title:   text("活性化直後にカード種別を読める", "The card type can be read right after activation"),
			Purpose: text("MF/EF02は認証なしで読み出せ、切り詰められない。", "MF/EF02 is free and comes whole."),
			Refs:    []string{"P 3.1", "P 3.3.3", "P 3.3.4.2"},
			Variants: conformance.Once(func(t *conformance.T) {
				size, header := 3, []byte{0xC1, 0x01}
				if t.Kind().Generation == 2 {
					size, header = 4, []byte{0xC1, 0x02}
				}
				wantFreeFile(t, []byte{0x00, 0xB0, 0x8A, 0x00, 0x00, 0x00, 0x00}, size, header, "mf.ef02")
			}),
		},
		{
			ID: "ICC_A_04", Rev: 1, Applies: "gen1 || gen2", Basis: "VS-",
			Title:   text("MFのファイルは分割して読んでも同じ", "Files of the MF read in parts are the same"),
			Purpose: text("先頭2バイトと残り、および3バイトの読出しが全体と一致する。", "A 2-byte header and the rest make the whole; a 3-byte read is its prefix."),
			Refs:    []string{"P 4.2.5(3)"}, Variants: a04,
		},
		{
			ID: "ICC_A_05", Rev: 1, Applies: "gen1 || gen2", Basis: "VS-", Safety: conformance.S1,
			Title:    text("MFのファイルはどの状態でも同じ", "Files of the MF are the same in every state"),
			Purpose:  text("認証の前後、認証失敗後も内容が変わらない。", "Equal before, after, and after failed authentication."),
			Refs:     []string{"P 3.3.3"},
			Variants: perFile(func(f witness.File) bool { return f.Free }, a05),
		},
		{
			ID: "ICC_A_06", Rev: 1, Applies: "gen1 || gen2", Basis: "VA-",
			Title:   text("MFを選択できる", "The MF can be selected"),
			Purpose: text("SELECT FILE(3F00)は正常終了しデータを返さない。3F00なしの応答は記録する。", "SELECT FILE 3F00 ends normally without data; without 3F00 the answer is recorded."),
			Refs:    []string{"P 4.2.1(3)"}, Variants: a06,
		},
		{
			ID: "ICC_A_07", Rev: 1, Applies: "gen1 || gen2", Basis: "AS-",
			Title:   text("DFがカレントのときMFのファイルは見えない", "Files of the MF are out of reach while a DF is current"),
			Purpose: text("短縮EF識別子はカレントDF内で解釈される。", "A short EF identifier is looked up in the current DF."),
			Refs:    []string{"P 3.2.2", "P 4.2.5(3)"}, Variants: a07,
		},
		{
			ID: "ICC_A_08", Rev: 1, Applies: "gen1 || gen2", Basis: "VS-",
			Title:   text("MFに他のファイルはない", "The MF has no other files"),
			Purpose: text("MFの直下のEFは2つだけである。", "Two EFs stand under the MF, no more."),
			Refs:    []string{"P 3.3.1"}, Variants: a08,
		},
		{
			ID: "ICC_A_09", Rev: 1, Applies: "gen1 || gen2", Basis: "AV-",
			Title:   text("MFを選択しても認証状態は残る", "Selecting the MF keeps the session"),
			Purpose: text("認証後にMFを選択し、DFのファイルを再び読む。", "After authentication the MF is selected and a DF's file is read again."),
			Refs:    []string{"P 3.5.1", "P 4.2.1"}, Variants: conformance.Once(a09),
		},
		{
			ID: "ICC_A_10", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA",
			Title:   text("存在確認はリセットではない", "A presence poll is no reset"),
			Purpose: text("認証後にATRを問い合わせても認証状態が残る。", "Asking for the ATR in mid session keeps the session."),
			Refs:    []string{"P 4.2.4(2)"}, Variants: conformance.Once(a10),
		},
	}
}

func a01(t *conformance.T) {
	first := t.ATR()
	for range 3 {
		t.Reset()
		atr := t.ATR()
		t.Claim(text("ATRが前回と同じ", "the ATR equals the first one"), "transport.atr").
			Saw("%X", atr).To(atr, gomega.Equal(first))
	}
	t.Claim(text("ATRを記録", "ATR recorded"), "transport.atr").Saw("%X", first).Recorded()
}

// wantFreeFile reads a file of the MF without authentication: the whole size
// and the header of its only object.
func wantFreeFile(t *conformance.T, command []byte, size int, header []byte, cell string) {
	a := t.Send(command)
	t.WantOK(a, size, cell+".size", cell+".access", "entry")
	t.Claim(text("先頭はタグと長さ", "tag and length come first"), cell+".size").
		Saw("%s", conformance.Difference(a.Data[:min(len(a.Data), len(header))], header)).
		Holds(bytes.HasPrefix(a.Data, header))
}

func a04(s *conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for _, f := range files(s, func(f witness.File) bool { return f.Free }) {
		key := dotted(f) + ".size"
		out = append(out,
			conformance.Variant{Name: dotted(f) + ".header-then-rest", Run: func(t *conformance.T) {
				whole := t.Send(witness.ReadPlain(f.P1, 0, 0))
				t.WantOK(whole, f.Size, key, dotted(f)+".access")
				head := t.Send(witness.ReadPlain(f.P1, 0, 2))
				rest := t.Send(witness.ReadPlain(f.P1, 2, 0))
				t.WantBytes(text("先頭2バイトと残りで全体になる", "2 bytes and the rest make the whole"),
					append(head.Data, rest.Data...), whole.Data, key)
			}},
			conformance.Variant{Name: dotted(f) + ".prefix", Run: func(t *conformance.T) {
				whole := t.Send(witness.ReadPlain(f.P1, 0, 0))
				t.WantOK(whole, f.Size, key, dotted(f)+".access")
				part := t.Send(witness.ReadPlain(f.P1, 0, 3))
				t.WantBytes(text("3バイトの読出しは全体の先頭", "a 3-byte read is the start of the whole"),
					part.Data, whole.Data[:min(3, len(whole.Data))], key)
			}})
	}
	return out
}

func a05(t *conformance.T, f witness.File) {
	read := func() []byte {
		t.Send(witness.SelectMF())
		return t.Send(witness.ReadPlain(f.P1, 0, 0)).Data
	}
	before := read()
	t.Claim(text("認証前に読める", "readable before authentication"), dotted(f)+".access").
		Saw("%d bytes", len(before)).Holds(len(before) == f.Size)
	t.Open()
	t.WantBytes(text("認証後も同じ", "the same after authentication"), read(), before, dotted(f)+".access")
	wrong := t.Terminal()
	failed := wrong.Authenticate(t.Context(), otherNumber(t.Subject.Number))
	t.Claim(text("別の番号による鍵交換は失敗する", "key agreement with another number fails"), "ke.check.mac").
		Saw("failed: %t", failed != nil).Holds(failed != nil)
	t.WantBytes(text("認証失敗後も同じ", "the same after failed authentication"), read(), before, dotted(f)+".access")
}

func a06(*conformance.Subject) []conformance.Variant {
	record := func(name string, command []byte) conformance.Variant {
		return conformance.Variant{Name: name, Run: func(t *conformance.T) {
			a := t.Send(command)
			t.Claim(text("3F00なしのSELECT FILEの応答を記録", "answer to SELECT FILE without 3F00 recorded"),
				"guard.select.lc-contradicts").Saw("%s", a).Recorded()
		}}
	}
	return []conformance.Variant{
		{Name: "3f00", Run: func(t *conformance.T) {
			t.WantOK(t.Send([]byte{0x00, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00}), 0, "mf.fid", "sw.select.9000")
		}},
		record("no-data", []byte{0x00, 0xA4, 0x00, 0x00}),
		record("le-only", []byte{0x00, 0xA4, 0x00, 0x00, 0x00}),
	}
}

func a07(s *conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for df := 1; df <= 3; df++ {
		for _, f := range files(s, func(f witness.File) bool { return f.Free }) {
			out = append(out, conformance.Variant{Name: fmt.Sprintf("df%d.%s", df, dotted(f)), Run: func(t *conformance.T) {
				selectDFOf(t, witness.File{DF: df})
				a := t.Send(witness.ReadPlain(f.P1, 0, 0))
				t.WantRefused(a, "guard.read-plain.file-not-found")
				t.WantSW(a, []uint16{0x6A82}, "guard.read-plain.file-not-found")
			}})
		}
	}
	return out
}

func a08(*conformance.Subject) []conformance.Variant {
	var out []conformance.Variant
	for sfi := byte(1); sfi <= 30; sfi++ {
		if sfi == 0x0A || sfi == 0x0B {
			continue
		}
		out = append(out, conformance.Variant{Name: fmt.Sprintf("sfi%02X", sfi), Run: func(t *conformance.T) {
			a := t.Send(witness.ReadPlain(0x80|sfi, 0, 0))
			t.WantRefused(a, "mf.ef01.sfi", "mf.ef02.sfi")
			t.WantSW(a, []uint16{0x6A82}, "guard.read-plain.file-not-found")
		}})
	}
	return out
}

func a09(t *conformance.T) {
	t.Open()
	t.Send(witness.SelectMF())
	wantStillOpen(t, "effect.select.ok")
}

func a10(t *conformance.T) {
	t.Open()
	t.ATR()
	wantStillOpen(t, "transport.atr")
}

// wantStillOpen claims that the verified state has survived: the first file
// of DF2 can be read in plain.
func wantStillOpen(t *conformance.T, keys ...string) {
	f := probe(t.Subject)
	t.Send(witness.SelectDF(2))
	a := t.Send(witness.ReadPlain(f.P1, 0, 0))
	t.Claim(text("認証状態が残っている", "the verified state is still there"), keys...).
		Saw("%s", a).Holds(a.SW == 0x9000 && len(a.Data) == f.Size)
}

// otherNumber is a well-formed number that is not the card's own.
func otherNumber(number string) string {
	other := []byte(number)
	if other[len(other)-1] == 'Z' {
		other[len(other)-1] = 'Y'
	} else {
		other[len(other)-1]++
	}
	return string(other)
}
