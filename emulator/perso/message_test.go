package perso

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/emulator/issuer"
	"github.com/zairyukit/zairyu/emulator/perso/picture"
)

var verb = regexp.MustCompile(`%[a-z]`)

// Every message has both texts, which take the same arguments in the same
// order.
func TestMessagesSpeakBothLanguages(t *testing.T) {
	for m, text := range messages() {
		if text.en == "" || text.ja == "" || text.en == text.ja {
			t.Errorf("%s lacks a language", m)
		}
		if en, ja := verb.FindAllString(text.en, -1), verb.FindAllString(text.ja, -1); !slices.Equal(en, ja) {
			t.Errorf("%s takes %v in English, %v in Japanese", m, en, ja)
		}
	}
	for _, f := range picture.Flaws() {
		if _, known := messages()[MsgFlaw(f)]; !known {
			t.Errorf("no message about the flaw %s", f)
		}
	}
}

// Every constant of the source has a text, and every text a constant.
func TestMessagesAreComplete(t *testing.T) {
	source, err := os.ReadFile("message.go")
	if err != nil {
		t.Fatal(err)
	}
	constants := regexp.MustCompile(`Msg\w+\s+Message = "([a-z-]+)"`).FindAllStringSubmatch(string(source), -1)
	for _, c := range constants {
		if _, known := messages()[Message(c[1])]; !known {
			t.Errorf("%s has no text", c[1])
		}
	}
	if len(messages()) != len(constants)+len(picture.Flaws()) {
		t.Errorf("%d texts for %d constants and %d flaws", len(messages()), len(constants), len(picture.Flaws()))
	}
	if len(constants) < 40 {
		t.Errorf("found %d constants only", len(constants))
	}
}

// A text that is given the wrong arguments shows it with a "%!".
func TestTextsFitTheirArguments(t *testing.T) {
	d := Description{Type: "2", Number: "x", Version: "y", Photo: "z.png", Residence: &Residence{}}
	d.Holder = Holder{Name: "a\x00", Born: Date{2014, 1, 1}, Sex: "s"}
	d.Card = Card{Issued: Date{2013, 1, 1}, Expires: Date{2012, 1, 1}}
	d.Address.Back = &Back{Written: Date{2012, 1, 1}, Municipality: "131017", Text: strings.Repeat("あ", 81)}
	d.OtherActivity.Individual = Activity{State: "odd"}
	d.Certificate.Quirks = append(d.Certificate.Quirks, "odd")
	d.Raw = map[string]string{"df2/ef02": "00", "mf/ef01": "00", "mf/ef02": "0"}
	errs := d.check()
	if len(errs) < 15 {
		t.Errorf("only %d mistakes found", len(errs))
	}
	for _, lang := range []Language{English, Japanese, "xx"} {
		if text := errs.Text(lang); strings.Contains(text, "%!") {
			t.Errorf("%s: %s", lang, text)
		}
	}
	if errs.Text("xx") != errs.Text(English) || fmt.Sprint(errs) != errs.Text(English) {
		t.Error("an unknown language is not English")
	}
}

// Tests that run as root cannot take a permission away, so the reason is given.
func TestPermissionIsToldForEveryKindOfFile(t *testing.T) {
	denied := fmt.Errorf("open: %w", fs.ErrPermission)
	var d Description
	for _, c := range []struct {
		got  *Error
		want Message
	}{
		{unreadable("card.yaml", denied)[0], MsgFilePermission},
		{d.fileError("photo", "a.png", denied), MsgFilePermission},
		{d.issuerError(&issuer.FolderError{Path: "ca/gen1-ca.key.pem", Err: denied}), MsgIssuerPermission},
	} {
		if text := c.got.Text(Japanese); c.got.Message != c.want || strings.Contains(text, "%!") {
			t.Errorf("%s, want %s: %s", c.got.Message, c.want, text)
		}
	}
}

func TestNearest(t *testing.T) {
	items := []item{{key: "name"}, {key: "born"}, {key: "sex"}, {key: "nationality"}}
	for key, want := range map[string]string{
		"nme": "name", "Name": "name", "bron": "born", "nationalty": "nationality", "xyz": "", "": "", "natoinalitty": "nationality",
	} {
		if got := nearest(key, items); got != want {
			t.Errorf("%q: %q, want %q", key, got, want)
		}
	}
}
