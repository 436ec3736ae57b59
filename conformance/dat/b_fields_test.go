package dat

import (
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/conformance/internal/defect"
	"github.com/zairyukit/zairyu/emulator"
)

// address writes another address on the back, bytes as they are.
func address(b []byte) func(*emulator.Image) {
	return func(img *emulator.Image) {
		clear(img.Files["df2/ef01"][22:])
		copy(img.Files["df2/ef01"][22:], b)
	}
}

func shiftJIS(t *testing.T, s string) []byte {
	t.Helper()
	b, err := japanese.ShiftJIS.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFields(t *testing.T) {
	shifted := shiftJIS(t, "東京都千代田区霞が関")
	defect.Prove(t, fields(), nil, []defect.Defect{
		{Name: "no-such-day", Edit: put("df2/ef01", 2, []byte("20240230")...), Noticed: []string{"DAT_B_01"}},
		{Name: "entry-tomorrow", Edit: put("df2/ef01", 2, []byte("20260602")...), Noticed: []string{"DAT_B_01"}},
		{Name: "status-unknown", Edit: put("df2/ef04", 2, '2'), Noticed: []string{"DAT_B_02"}},
		{Name: "text-bom", Edit: address([]byte("\xEF\xBB\xBF住所")), Noticed: []string{"DAT_B_05"}},
		{Name: "text-broken", Edit: address([]byte("住所")[:5]), Noticed: []string{"DAT_B_05"}},
		{Name: "muni-bad", Edit: put("df2/ef01", 12, []byte("131017")...), Noticed: []string{"DAT_B_07"}},
		{Name: "muni-letters", Edit: put("df2/ef01", 12, []byte("13101A")...), Noticed: []string{"DAT_B_07"}},
		{Name: "text-cp932", Edit: address(shifted), Noticed: []string{"DAT_B_05", "DAT_B_08", "DAT_B_09"}},
		{Name: "text-cp932-permission", Edit: fileOf("df2/ef02", []byte{0xD5, 0x78}, shifted), Noticed: []string{"DAT_B_08", "DAT_B_09"}},
		{Name: "text-cp932-type-2", Card: "2", Edit: address(shifted), Noticed: []string{"DAT_B_08"}},
		{Name: "address-of-81-characters", Edit: address([]byte(strings.Repeat("x", 81))), Noticed: []string{"DAT_B_10"}},
		{Name: "outside-jis-x-0213", Edit: address([]byte("東京都ก")), Noticed: []string{"DAT_B_10"}},
		{Name: "half-withdrawn", Edit: put("df2/ef02", 0, 0x00), Noticed: []string{"DAT_B_11"}},
		{Name: "half-withdrawn-individual", Edit: put("df2/ef03", 0, 0x00, 0x00), Noticed: []string{"DAT_B_11"}},
		{Name: "later-no-such-day", Card: "05", Edit: put("df1/ef02", 12, []byte("20010230")...), Noticed: []string{"DAT_B_01"}},
		{Name: "later-born-tomorrow", Card: "08", Edit: put("df1/ef02", 12, []byte("20990101")...), Noticed: []string{"DAT_B_01"}},
		{Name: "later-expired", Card: "06", Edit: put("df1/ef02", 2, []byte("20200101")...), Noticed: []string{"DAT_B_01"}},
		{Name: "sex-unknown", Card: "05", Edit: put("df1/ef02", 22, '4'), Noticed: []string{"DAT_B_02"}},
		{Name: "nationality-in-lower-case", Card: "05", Edit: put("df1/ef02", 25, 'u'), Noticed: []string{"DAT_B_03"}},
		{Name: "status-cut", Card: "07", Edit: put("df1/ef02", 39, 0), Noticed: []string{"DAT_B_03"}},
		{Name: "period-of-letters", Card: "05", Edit: put("df1/ef02", 42, 'X'), Noticed: []string{"DAT_B_04"}},
		{Name: "period-of-13-months", Card: "07", Edit: put("df1/ef02", 42, []byte("0013")...), Noticed: []string{"DAT_B_04"}},
		{Name: "permission-without-end", Card: "05", Edit: func(img *emulator.Image) {
			put("df2/ef01", 2, '1')(img)
			put("df2/ef01", 5, make([]byte, 8)...)(img)
		}, Noticed: []string{"DAT_B_06"}},
		{Name: "end-without-permission", Card: "07", Edit: func(img *emulator.Image) {
			put("df2/ef01", 2, '0')(img)
			put("df2/ef01", 5, []byte("20300101")...)(img)
		}, Noticed: []string{"DAT_B_06"}},
		{Name: "partly-written", Edit: address(nil), Noticed: []string{"DAT_B_12"}},
	})
}

// Which claim broke matters: a Shift_JIS text is a failure on an emulated
// card and a warning on a physical one, a check digit a warning on any.
func TestVerdictsOfFields(t *testing.T) {
	physical := func(s *conformance.Subject) {
		s.Atoms = slices.DeleteFunc(s.Atoms, func(a string) bool { return a == "emu" })
	}
	shifted := address(shiftJIS(t, "東京都千代田区霞が関"))
	wantVerdicts(t, judge(t, fields(), "1", nil, shifted), map[string]conformance.Verdict{
		"DAT_B_08#d4": conformance.Fail, "DAT_B_08#d5": conformance.Pass, "DAT_B_10": conformance.Inconclusive})
	wantVerdicts(t, judge(t, fields(), "1", physical, shifted), map[string]conformance.Verdict{"DAT_B_08#d4": conformance.Warn})
	wantVerdicts(t, judge(t, fields(), "1", nil, put("df2/ef01", 12, []byte("131017")...)), map[string]conformance.Verdict{"DAT_B_07": conformance.Warn})
	wantVerdicts(t, judge(t, fields(), "1", nil, put("df2/ef01", 12, []byte("1310-6")...)), map[string]conformance.Verdict{"DAT_B_07": conformance.Fail})
	wantVerdicts(t, judge(t, fields(), "1", nil, address([]byte("髙"))), map[string]conformance.Verdict{"DAT_B_10": conformance.Warn})
	wantVerdicts(t, judge(t, fields(), "1", nil, address([]byte(strings.Repeat("x", 81)))), map[string]conformance.Verdict{"DAT_B_10": conformance.Fail})
	wantVerdicts(t, judge(t, fields(), "1", nil, address(nil)), map[string]conformance.Verdict{
		"DAT_B_12#d2": conformance.Deviates, "DAT_B_12#d5": conformance.Pass})
	wantVerdicts(t, judge(t, fields(), "1", nil, put("df2/ef01", 2, []byte("20260602")...)), map[string]conformance.Verdict{
		"DAT_B_01#d2.calendar": conformance.Pass, "DAT_B_01#d2.not-future": conformance.Fail})
}

// The forms of a period of stay (2G 3.3.4). On special permanent resident
// certificates everything but 0000 is recorded and nothing held against it.
func TestPeriods(t *testing.T) {
	values := map[string]conformance.Verdict{"0000": conformance.Pass, "0503": conformance.Pass, "0011": conformance.Pass, "090\x00": conformance.Pass,
		"090 ": conformance.Pass, "0013": conformance.Fail, "0199": conformance.Fail, "5Y00": conformance.Fail, "09\x00\x00": conformance.Fail,
		"\x00\x00\x00\x00": conformance.Fail, " 090": conformance.Fail}
	for value, want := range values {
		for _, card := range []string{"05", "06", "08"} {
			if card != "05" {
				want = conformance.Pass
			}
			r := judge(t, conformance.Select(fields(), regexp.MustCompile("DAT_B_04")), card, nil, put("df1/ef02", 42, []byte(value)...))
			i := r.Instances[0]
			if recorded := len(i.Claims) == 1 && i.Claims[0].Basis == ""; i.Verdict != want || recorded != (card != "05" && value != "0000") {
				t.Errorf("%s %q: %s, want %s; %+v", card, value, i.Verdict, want, i.Claims)
			}
		}
	}
}

// Fields that were never written pass in each form that is known, and the
// longest address passes.
func TestEmptyFields(t *testing.T) {
	headers := slices.Concat([]byte{0xD2, 8}, make([]byte, 8), []byte{0xD3, 6}, make([]byte, 6), []byte{0xD4, 0x82, 0x01, 0x40})
	wantAll(t, fields(), "1", nil, fileOf("df2/ef01", headers), fileOf("df2/ef02", []byte{0xD5, 0x78}), fileOf("df2/ef03"))
	wantAll(t, fields(), "2", nil, fileOf("df2/ef01"))
	wantAll(t, fields(), "2", nil, address([]byte(strings.Repeat("𠀋", 80))))
	wantAll(t, fields(), "2", nil, put("df2/ef01", 2, []byte("20260601")...), put("df2/ef04", 0))
}

// The ambiguity is noted where Python reads the UTF-8 bytes as CP932 too.
func TestAmbiguityIsNoted(t *testing.T) {
	texts := []string{"1-1-1", "千代田区", "霞が関", "東京都", "大阪市北区梅田", "許可", "なし"}
	readable := strings.Fields(python(t, `import sys
for b in sys.stdin.buffer.read().split(b"\n"):
    try: print(b.decode("cp932") != b.decode("utf-8"))
    except UnicodeDecodeError: print(False)`, strings.Join(texts, "\n")))
	if !slices.Contains(readable, "True") || !slices.Contains(readable, "False") {
		t.Fatalf("the texts are all alike: %v", readable)
	}
	for n, s := range texts {
		for _, i := range judge(t, conformance.Select(fields(), regexp.MustCompile("DAT_B_09")), "1", nil, address([]byte(s))).Instances {
			if strings.HasSuffix(i.ID, "#d4") && strings.HasSuffix(i.Claims[0].Saw, "true") != (readable[n] == "True") {
				t.Errorf("%q: %s; Python reads it as CP932: %s", s, i.Claims[0].Saw, readable[n])
			}
		}
	}
}

func TestRepertoireAgreesWithPython(t *testing.T) {
	want := map[rune]bool{}
	for field := range strings.FieldsSeq(python(t, `
for c in range(0x20, 0x30000):
    if 0x7F <= c < 0xA0 or 0xD800 <= c < 0xE000 or 0xFF61 <= c <= 0xFF9F: continue
    try:
        chr(c).encode("euc_jis_2004"); chr(c).encode("shift_jis_2004")
    except UnicodeEncodeError: continue
    print(c)`, "")) {
		n, err := strconv.Atoi(field)
		if err != nil {
			t.Fatal(err)
		}
		want[rune(n)] = true
	}
	if len(want) < 11000 { // JIS X 0213:2004 has 11,233 characters, some written with two code points
		t.Fatalf("Python knows %d characters", len(want))
	}
	set := newRepertoire()
	for c := range rune(0x30000) {
		if set.has(c) != want[c] {
			t.Fatalf("%U: inside %t, Python says %t", c, set.has(c), want[c])
		}
	}
}

// python runs a script with the standard library only.
func python(t *testing.T, script, input string) string {
	t.Helper()
	command := exec.Command(tool(t, "python3", "python3"), "-c", script)
	command.Stdin = strings.NewReader(input)
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// tool finds an independent program; without it the test fails.
func tool(t *testing.T, name, debian string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%v: apt-get install %s", err, debian)
	}
	return path
}

// Published codes of the list that 3.3.4.5 names, check digit last.
func TestCheckDigit(t *testing.T) {
	for _, code := range []string{"131016", "011002", "141003", "231002", "261009", "271004", "401307", "472018", "131130", "032018"} {
		if got := checkDigit([]byte(code[:5])); got != code[5] {
			t.Errorf("%s: check digit %c", code, got)
		}
	}
}
