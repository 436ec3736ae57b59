package main

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/internal/tlv"
	"github.com/zairyukit/zairyu/reader/present"
)

// shown is what `card show` tells about a card; as JSON it is the whole of
// it. Personal data is in it only when asked for.
type shown struct {
	Schema      string      `json:"schema"`
	Type        string      `json:"type"`
	Number      string      `json:"number,omitempty"`
	Clock       string      `json:"clock"`
	Files       []shownFile `json:"files"`
	Unverified  bool        `json:"unverified_profile,omitempty"`
	Front       int         `json:"front_bytes"`
	Name        int         `json:"name_bytes,omitempty"`
	Address     int         `json:"address_bytes,omitempty"`
	Face        int         `json:"face_bytes"`
	Signed      bool        `json:"signed"`
	Certificate *shownCert  `json:"certificate,omitempty"`
	Root        *shownCert  `json:"root,omitempty"`
	Raw         []string    `json:"raw,omitempty"`
}

type shownFile struct {
	Key     string        `json:"key"`
	Size    int           `json:"size"`
	Objects []shownObject `json:"objects"`
	SHA256  string        `json:"sha256,omitempty"`
	Hex     string        `json:"hex,omitempty"`
}

// shownObject is one data object; Used is its length without NUL fill.
type shownObject struct {
	Field  string `json:"field"`
	Tag    string `json:"tag"`
	Length int    `json:"length"`
	Used   int    `json:"used"`
	Text   string `json:"text,omitempty"`
}

type shownCert struct {
	Subject   string `json:"subject"`
	Issuer    string `json:"issuer"`
	Serial    string `json:"serial"`
	NotBefore string `json:"not_before"`
	NotAfter  string `json:"not_after"`
	Bytes     int    `json:"bytes"`
	SHA256    string `json:"sha256"`
}

func (a *app) cardShowCommand() *cobra.Command {
	var asJSON, personal bool
	var export string
	var now string
	var like source
	c := &cobra.Command{
		Use:   "show [FILE]",
		Short: "personalise a card and show what is on it",
		Long: "Personalises the card that FILE (or --like, --type) describes and shows its\n" +
			"files, pictures, signature and certificate. --export writes each part to a\n" +
			"folder: files, pictures, certificate, root, check code and what it signs.",
		Args: atMostOne("FILE"),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				like.file = args[0]
			}
			return a.cardShow(like, now, asJSON, personal, export)
		},
	}
	f := c.Flags()
	f.StringVar(&like.typ, "type", "", "built-in card of this type: "+typeList()+"; 1 if nothing is named")
	f.StringVar(&like.like, "like", "", "the example card of this name; `zairyu card new --list` lists them")
	f.StringVar(&now, "now", "", "the day the card lives on, as in 2026-06-01 (default: the card's own)")
	f.BoolVar(&asJSON, "json", false, "print JSON")
	f.BoolVar(&personal, "show-personal", false, "show number and file contents")
	f.StringVar(&export, "export", "", "write every part of the card to this new folder")
	return c
}

func (a *app) cardShow(from source, now string, asJSON, personal bool, export string) error {
	if export != "" {
		if err := mustNotExist(export); err != nil {
			return err
		}
	}
	card, err := personalise(from, now)
	if err != nil {
		return err
	}
	s, err := show(card, personal)
	if err != nil {
		return noRun("カードの内容を読めません", "the card's content cannot be read", err)
	}
	if export != "" {
		if err := exportCard(export, card); err != nil {
			return err
		}
	}
	if asJSON {
		return output{"-"}.write(a.out, s)
	}
	a.showText(card, s)
	if export != "" {
		a.say("\n%s に書き出しました。", "\nWritten to %s.", export)
	}
	return nil
}

func show(card *issued, personal bool) (*shown, error) {
	p, err := spec.Lookup(card.Image.Profile)
	if err != nil {
		return nil, err
	}
	s := &shown{Schema: "zairyu-card/1", Type: card.typ, Clock: card.Clock.Format("2006-01-02"), Unverified: p.Unverified(),
		Front: len(card.Front), Name: len(card.Name), Address: len(card.Address), Face: len(card.Face), Signed: card.Signed(), Raw: card.Raw}
	if personal {
		s.Number = card.Image.Number
	}
	for _, f := range p.Files {
		content := card.Image.Files[f.Key]
		file := shownFile{Key: f.Key, Size: len(content), Objects: objectsOf(p, f, content, personal)}
		if personal {
			sum := sha256.Sum256(content)
			file.SHA256, file.Hex = hex.EncodeToString(sum[:]), hex.EncodeToString(content)
		}
		s.Files = append(s.Files, file)
	}
	if s.Certificate, err = showCert(card.Certificate); err != nil {
		return nil, err
	}
	if len(card.Anchors) > 0 {
		s.Root, err = showCert(card.Anchors[0])
	}
	return s, err
}

// objectsOf takes a file's content apart as far as it has the objects of its
// table; a file of NULs, or one that raw replaced, may have none.
func objectsOf(p *spec.Profile, f spec.File, content []byte, personal bool) []shownObject {
	out := []shownObject{}
	for rest := content; len(rest) > 0 && rest[0] != 0; {
		o, after, err := tlv.Next(rest, p.TwoByteTags)
		if err != nil {
			return out
		}
		shown := shownObject{Tag: fmt.Sprintf("%02X", o.Tag), Length: len(o.Value), Used: len(bytes.TrimRight(o.Value, "\x00"))}
		for _, known := range f.Objects {
			if known.Tag == o.Tag {
				shown.Field = known.Field
				if personal && !slices.Contains([]string{"binary", "x509", "tiff-g4", "jpeg2000"}, known.Repertoire) {
					shown.Text = string(o.Value[:shown.Used])
				}
			}
		}
		out, rest = append(out, shown), after
	}
	return out
}

// showCert tells a certificate; one with a quirk that the standard library
// refuses is told by its length and fingerprint only.
func showCert(der []byte) (*shownCert, error) {
	if der == nil {
		return nil, nil
	}
	sum := sha256.Sum256(der)
	c := &shownCert{Bytes: len(der), SHA256: hex.EncodeToString(sum[:])}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return c, nil
	}
	c.Subject, c.Issuer, c.Serial = cert.Subject.String(), cert.Issuer.String(), fmt.Sprintf("%X", cert.SerialNumber)
	c.NotBefore, c.NotAfter = cert.NotBefore.UTC().Format("2006-01-02"), cert.NotAfter.UTC().Format("2006-01-02")
	return c, nil
}

func (a *app) showText(card *issued, s *shown) {
	card.describe(a.out, a.lang)
	if s.Number != "" {
		a.say("在留カード等番号: %s", "card number: %s", s.Number)
	}
	fmt.Fprintln(a.out)
	for _, f := range s.Files {
		fmt.Fprintf(a.out, "  %-9s %5d\n", f.Key, f.Size)
		for _, o := range f.Objects {
			line := conformance.Text{JA: "%4d / %4d バイト使用", EN: "%4d of %4d bytes used"}.In(a.lang)
			fmt.Fprintf(a.out, "      %-4s "+line+"  %s  %s\n", o.Tag, o.Used, o.Length, a.fieldName(o), present.Escape(o.Text))
		}
		if len(f.Objects) == 0 {
			a.say("      オブジェクトなし", "      no data object")
		}
	}
	fmt.Fprintln(a.out)
	if s.Unverified {
		a.say("未確認のプロファイル（unverified profile）：この種別の仕様は実際のカードで確認されていません。", "unverified profile: what is known of this type was never checked against a genuine card.")
	}
	if s.Front > 0 {
		a.say("券面（表）イメージ: TIFF %d バイト", "front image: TIFF, %d bytes", s.Front)
	} else {
		a.say("氏名イメージ: TIFF %d バイト", "name image: TIFF, %d bytes", s.Name)
		a.say("住居地イメージ: TIFF %d バイト", "address image: TIFF, %d bytes", s.Address)
	}
	if s.Face > 0 {
		a.say("顔画像: JPEG 2000 %d バイト", "face image: JPEG 2000, %d bytes", s.Face)
	} else {
		a.say("顔画像: なし", "face image: none")
	}
	a.showCertText("公開鍵証明書", "certificate", s.Certificate)
	a.showCertText("トラストアンカー", "root", s.Root)
	if len(s.Raw) > 0 {
		a.say("raw で置き換えたファイル: %s", "files replaced by raw: %s", slices.Clone(s.Raw))
	}
}

// fieldName is the name of a data object. The address of types 05 to 08 is an
// image; on types 1 and 2 it is what was written on the back.
func (a *app) fieldName(o shownObject) string {
	if o.Tag == "DFD1" {
		return present.Name("address_image", present.Lang(a.lang))
	}
	return present.Name(o.Field, present.Lang(a.lang))
}

func (a *app) showCertText(ja, en string, c *shownCert) {
	switch {
	case c == nil:
		a.say(ja+": なし", en+": none")
	case c.Subject == "":
		a.say(ja+": %d バイト、DERとしては解釈できない形式、SHA-256 %s", en+": %d bytes, in a form that is no DER, SHA-256 %s", c.Bytes, c.SHA256)
	default:
		a.say(ja+": %s、発行者 %s、シリアル番号 %s、%s から %s、%d バイト、SHA-256 %s",
			en+": %s, issued by %s, serial %s, %s to %s, %d bytes, SHA-256 %s",
			c.Subject, c.Issuer, c.Serial, c.NotBefore, c.NotAfter, c.Bytes, c.SHA256)
	}
}
