package vectors_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/vectors"
)

// The values of the documents' examples, and derived ones that were noted
// before these files were made, typed from there and not from the JSON files:
// whole values, or the ends, lengths and digests.
func TestPublishedValuesArePresent(t *testing.T) {
	for _, c := range []struct{ id, field, want string }{
		{"g1-base-key-annex2", "sha1", "6522B4E171195BB218223A976C040111BDC4AA25"},
		{"g1-base-key-annex2", "kenc", "6522B4E171195BB218223A976C040111"},
		{"g1-base-key-annex2", "kmac", "6522B4E171195BB218223A976C040111"},
		{"g1-mutual-command-annex2", "rnd_icc", "5A6E7E385162B7A3"},
		{"g1-mutual-command-annex2", "rnd_ifd", "1122334455667788"},
		{"g1-mutual-command-annex2", "k_ifd", "404142434445464748494A4B4C4D4E4F"},
		{"g1-mutual-command-annex2", "e_ifd", "937745C20883A1BAD1E04193722A1592378F81A8F1DC589157AEB0F7544FA1BA"},
		{"g1-mutual-command-annex2", "m_ifd", "1AD7FB6A3389E017"},
		{"g1-mutual-answer-annex2", "e_icc", "5860775B4D032CC564BA204B8EA868F694A74E7475A8FEF240588BDA1AF496CE"},
		{"g1-mutual-answer-annex2", "m_icc", "59388FD6CD45248B"},
		{"g1-mutual-answer-annex2", "k_icc", "19D049490FFF52EEDBFCB930BC810ED0"},
		{"g1-mac-annex2-m-ifd", "mac", "1AD7FB6A3389E017"},
		{"g1-mac-annex2-m-icc", "mac", "59388FD6CD45248B"},
		{"g1-mac-not-without-padding", "mac-not", "4CAC73206731BB73"},
		{"g1-session-key-annex2", "xor", "59910B0A4BBA14A993B5F37BF0CC409F"},
		{"g1-session-key-annex2", "sha1", "CE94938E19E3B97DF96EABCEDC1715CC844F7C89"},
		{"g1-session-key-annex2", "ksenc", "CE94938E19E3B97DF96EABCEDC1715CC"},
		{"g1-verify-command-annex2", "command", "08200086138611011AA82973DB959A811F9711D728F0EEF6"},
		{"g1-verify-command-wrong-number", "command", "08200086138611011AA82973DB959A81F201402A7151782A"},
		{"g1-sm-answer-empty", "answer", "8609015DB25051B3AE5F80"},
		{"g1-sm-answer-status", "plain", "D70131"},
		{"g1-sm-answer-status", "answer", "860901BFF596EBB0C3E427"},
		{"g1-sm-answer-8-bytes", "plain", "0102030405060708"},
		{"g1-sm-answer-8-bytes", "answer", "861101F9D590DFD471CE2104E14445C2A31F91"},
		{"g1-sm-answer-22-bytes", "plain", "D01449492A0008000000000000000000000000000000"},
		{"g1-sm-answer-22-bytes", "answer", "861901C8D78499C7BCC4D1F621486F3B3E48ED91DAB2EC0E275E67"},
		{"g1-sm-answer-front-offset-7000", "answer", "8609015223C8226A637349"},
		{"g2-base-key-appendix2", "kenc", "6522B4E171195BB218223A976C040111"},
		{"g2-mutual-command-appendix2", "rnd_icc", "921CE277323DA057"},
		{"g2-mutual-command-appendix2", "e_ifd", "4AD3C7B6BB484A52771977DED618B41DF841FA0476A05FBE041DEAD6109E773B"},
		{"g2-mutual-command-appendix2", "m_ifd", "AC854617634F5397"},
		{"g2-mutual-answer-appendix2", "e_icc", "289A96B1DA6AE3DA87770419BFD14F0BDAD15F36432B5A946C188C7221759A62"},
		{"g2-mutual-answer-appendix2", "m_icc", "FA942EC51E62FF5F"},
		{"g2-mutual-answer-appendix2", "k_icc", "2CC6AF9B8B607C662FDCAD27B401D08B"},
		{"g2-mac-not-right-half", "mac-not", "6FDFFE1B62FE4124"},
		{"g2-session-key-appendix2", "xor", "6C87EDD8CF253A216795E76CF84C9EC4"},
		{"g2-session-key-appendix2", "sha1", "C19CF13D3D7FBEE9EA293D834C88952FAD5337F2"},
		{"g2-verify-command-appendix2", "command", "0820008613861101EE0B31EF877F68D071C56D58C72E6748"},
		{"g2-read-command-df1-ef03", "command", "08B08400000004960200000000"},
		{"g2-sm-answer-df1-ef01", "answer", "861101143D1676C57ED659B4CA6DA06D251591"},
		{"g2-sm-answer-df1-ef02", "answer", "86510121FBA93983F862D39C93C58D2BFFC8F21D33605843075668097CFD36D533DA43059B3AEDB8C82F557781850A5D25F05F019E66E44665019D00F945D0F06680254337404CA2A1C0F4F426DBCA3DD42368"},
		{"g2-signed-data-05", "sha256", "8EBD0E7320652883D86C5DFEB21443113E3DDA2A3BE305B3C64E9376A8BC56E7"},
		{"g2-signed-data-06", "sha256", "C40204B9F324FA7151207D57BE4BB844EFCF5BA68B002595DEFC98E5E4B53504"},
		{"sc-key-message", "message", "A0228020000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F"},
		{"sc-key-message", "ksenc", "000102030405060708090A0B0C0D0E0F"},
		{"sc-sm-iv-1", "iv", "7346139595C0B41E497BBDE365F42D0A"},
		{"sc-sm-iv-2", "iv", "49D68753999BA68CE3897A686081B09D"},
		{"sc-sm-iv-3", "iv", "B9AD2B2E346AC238505D365E9CB7FC56"},
		{"sc-verify-command-1", "command", "0820008613861101564AA15A55132FAEC29D95D38268F7FF"},
		{"sc-sm-answer-df1-ef01", "answer", "8611015EA268036BD0A65290F2C9CC25742258"},
		{"g1-signed-data-synthetic", "sha256", "390CBE318158424110321EC2DDFA05A7749D3859899BDECDF571F06A7B37A604"},
	} {
		if got := strings.ToUpper(hex.EncodeToString(field(t, c.id, c.field))); got != c.want {
			t.Errorf("%s %s is %s, published %s", c.id, c.field, got, c.want)
		}
	}
}

func TestPublishedShapes(t *testing.T) {
	for _, c := range []struct {
		id, field string
		length    int
		begins    string
		ends      string
	}{
		{"g1-mutual-command-annex2", "command", 46, "0082000028937745C2", "3389E01700"},
		{"g1-sm-answer-front", "answer", 7013, "86821B610118D5E96355758B12", "A2067B77E7B5D6A6"},
		{"g1-sm-answer-face", "answer", 3013, "86820BC1014F953A260A8E827B", "5C1AACB6EAD266B5"},
		{"g1-sm-answer-front-offset-0", "answer", 269, "8682010901", "66FA7A8FD0E5717C"},
		{"g1-sm-answer-front-offset-256", "answer", 269, "8682010901", "9D9851E15147A7F8"},
		{"g1-sm-answer-df2-ef01", "answer", 349, "8682015901", ""},
		{"g1-sm-answer-df2-ef01", "plain", 342, "D2083230323430343031D306313331303136D4820140E69DB1E4BAAC", "0000"},
		{"g1-sm-answer-df2-ef02", "answer", 132, "86818101", ""},
		{"g1-sm-answer-df2-ef02", "plain", 122, "D578", "00"},
		{"g1-sm-answer-df2-ef02-withdrawn", "plain", 122, "0000", "0000"},
		{"g1-sm-answer-df3-ef01", "answer", 1477, "868205C101", ""},
		{"g1-sm-answer-df3-ef01", "plain", 1464, "DA820100", "00"},
		{"g2-sm-answer-df1-ef02-t06", "answer", 51, "863101", ""},
		{"g2-sm-answer-df1-ef03", "answer", 5525, "8682159101", ""},
		{"g2-sm-answer-df1-ef03", "plain", 5508, "D08209C4", "0000"},
		{"g2-sm-answer-df1-ef04", "answer", 2517, "868209D101", ""},
		{"g2-sm-answer-df1-ef04", "plain", 2505, "DFD18209C4", "00"},
		{"g2-signed-data-06", "values", 53, "323033313034303132303030303130323155534158", strings.Repeat("00", 19)},
		{"g1-signed-data-synthetic", "standard_block", 256, "0001FF", "FF003031300D060960864801650304020105000420390CBE318158424110321EC2DDFA05A7749D3859899BDECDF571F06A7B37A604"},
		{"g1-signed-data-synthetic", "bare_block", 256, "0001FF", "FF00390CBE318158424110321EC2DDFA05A7749D3859899BDECDF571F06A7B37A604"},
	} {
		b := field(t, c.id, c.field)
		text := strings.ToUpper(hex.EncodeToString(b))
		if len(b) != c.length || !strings.HasPrefix(text, c.begins) || !strings.HasSuffix(text, c.ends) {
			t.Errorf("%s %s: %d bytes, not as published: want %d bytes, %s..%s", c.id, c.field, len(b), c.length, c.begins, c.ends)
		}
	}
}

func TestPublishedDigestsOfTheAddressFile(t *testing.T) {
	for name, want := range map[string]string{
		"plain":  "AF6A35A982B94394BF3DC0FEACD2E94BF8266F54CA17B43CDB9189ED78A091EB",
		"answer": "C0E9F9AF7822B676C9998AAF515FFA439B9F531DCB138DA20350F2D145EC28E5",
	} {
		sum := sha256.Sum256(field(t, "g1-sm-answer-df2-ef01", name))
		if got := strings.ToUpper(hex.EncodeToString(sum[:])); got != want {
			t.Errorf("SHA-256 of %s is %s, published %s", name, got, want)
		}
	}
}

// Pieces and whole must be the same file, or a reader that joins pieces would
// be judged by unrelated data.
func TestPartialReadsAreSlicesOfTheFront(t *testing.T) {
	whole := field(t, "g1-sm-answer-front", "plain")
	for id, want := range map[string][]byte{
		"g1-sm-answer-front-offset-0":    whole[:256],
		"g1-sm-answer-front-offset-256":  whole[256:512],
		"g1-sm-answer-front-offset-7000": whole[7000:],
	} {
		if !bytes.Equal(field(t, id, "plain"), want) {
			t.Errorf("%s is not that slice of the front file", id)
		}
	}
	if !bytes.Equal(whole[4:], field(t, "g1-signed-data-synthetic", "front")) {
		t.Error("signed-data uses another front value")
	}
	if !bytes.Equal(field(t, "g1-sm-answer-face", "plain")[4:], field(t, "g1-signed-data-synthetic", "face")) {
		t.Error("signed-data uses another face value")
	}
}

func TestTranscriptFollowsAnnex2(t *testing.T) {
	v := byID(t, "g1-transcript-annex2")
	steps, err := v.Steps()
	if err != nil {
		t.Fatal(err)
	}
	var numbers []int
	for _, s := range steps {
		numbers = append(numbers, s.Number)
	}
	if !slices.Equal(numbers, []int{1, 6, 13, 14, 15, 17, 19, 20}) {
		t.Fatalf("annex 2 sends commands in steps 1 6 13 14 15 17 19 20, the vector in %v", numbers)
	}
	for i, want := range []struct {
		command, answer, begins string
		length                  int
		plainBegins, plainEnds  string
	}{
		{command: "0084000008", answer: "5A6E7E385162B7A39000"},
		{command: "0082000028937745C20883A1BAD1E04193722A1592378F81A8F1DC589157AEB0F7544FA1BA1AD7FB6A3389E01700",
			answer: "5860775B4D032CC564BA204B8EA868F694A74E7475A8FEF240588BDA1AF496CE59388FD6CD45248B9000"},
		{command: "08200086138611011AA82973DB959A811F9711D728F0EEF6", answer: "9000"},
		{command: "00A4040C10D392F0004F0200000000000000000000", answer: "9000"},
		{command: "08B08500000004960200000000", begins: "86821B6101", length: 5 + 7008, plainBegins: "D0821B58", plainEnds: "80000000"},
		{command: "08B08600000004960200000000", begins: "86820BC101", length: 5 + 3008, plainBegins: "D1820BB8", plainEnds: "80000000"},
		{command: "00A4040C10D392F0004F0400000000000000000000", answer: "9000"},
		{command: "00B08200000000", begins: "DA820100", length: 4 + 256 + 4 + 1200},
	} {
		s := steps[i]
		for _, p := range []struct {
			got  vectors.Hex
			want string
		}{{s.Command, want.command}, {s.Answer, want.answer}, {s.AnswerBegins, want.begins}, {s.PlainBegins, want.plainBegins}, {s.PlainEnds, want.plainEnds}} {
			if got := strings.ToUpper(hex.EncodeToString(p.got)); got != p.want {
				t.Errorf("step %d: %s, annex 2 has %s", s.Number, got, p.want)
			}
		}
		if s.AnswerLength != want.length || (want.length != 0) != bytes.Equal(s.SW, []byte{0x90, 0x00}) {
			t.Errorf("step %d: length %d, SW %X", s.Number, s.AnswerLength, s.SW)
		}
	}
	if m := steps[7].AnswerMarks; len(m) != 1 || m[0].At != 260 || !bytes.Equal(m[0].Bytes, []byte{0xDB, 0x82, 0x04, 0xB0}) {
		t.Errorf("step 20: marks %+v", m)
	}
	if n, err := v.Text("number"); err != nil || n != "AA12345678BB" {
		t.Errorf("number %q, %v", n, err)
	}
}
