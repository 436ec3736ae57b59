package vectors_test

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/vectors"
)

func byID(t *testing.T, id string) vectors.Vector {
	t.Helper()
	all, err := vectors.All()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(v vectors.Vector) bool { return v.ID == id })
	if i < 0 {
		t.Fatalf("no vector %s", id)
	}
	return all[i]
}

func field(t *testing.T, id, name string) []byte {
	t.Helper()
	b, err := byID(t, id).Bytes(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAllIsSortedAndComplete(t *testing.T) {
	all, err := vectors.All()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(all, func(a, b vectors.Vector) int { return cmp.Compare(a.ID, b.ID) }) {
		t.Error("not sorted by ID")
	}
	count, used := 0, map[string]bool{}
	for _, profile := range vectors.Profiles() {
		for _, op := range vectors.Ops() {
			vs, err := vectors.For(profile, op)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range vs {
				used[op], used[profile] = true, true
				if v.Op != op || v.Profile != profile {
					t.Errorf("%s is listed under %s, %s", v.ID, profile, op)
				}
			}
			count += len(vs)
		}
	}
	if count != len(all) {
		t.Errorf("the operations together have %d vectors, All has %d", count, len(all))
	}
	for _, name := range append(vectors.Ops(), vectors.Profiles()...) {
		if !used[name] {
			t.Errorf("no vector for %s", name)
		}
	}
}

// An operation has the vectors of every profile that knows it; a caller who
// wants one profile asks For.
func TestByOpJoinsTheProfiles(t *testing.T) {
	for op, want := range map[string][]string{
		"mac": {"t05", "t1"}, "sm-iv": {"t07"}, "signed-data": {"t1"},
		"signed-data-ecdsa": {"t05", "t06"}, "sm-answer": {"t05", "t06", "t07", "t1"},
	} {
		vs, err := vectors.ByOp(op)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, v := range vs {
			if !slices.Contains(got, v.Profile) {
				got = append(got, v.Profile)
			}
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s has vectors of %v, want %v", op, got, want)
		}
	}
	if vs, err := vectors.For("t1", "mac"); err != nil || len(vs) != 3 {
		t.Errorf("%d vectors for mac, %v; three are of the first generation", len(vs), err)
	}
}

// Values that nobody prints are never called official, and each says how it
// came here.
func TestEveryVectorSaysWhereItComesFrom(t *testing.T) {
	all, err := vectors.All()
	if err != nil {
		t.Fatal(err)
	}
	prefix := map[string]string{"t1": "g1-", "t05": "g2-", "t06": "g2-", "t07": "sc-"}
	for _, v := range all {
		if v.Profile != "t1" && v.Source == "" || !strings.HasPrefix(v.ID, prefix[v.Profile]) {
			t.Errorf("%s of %s: source %q", v.ID, v.Profile, v.Source)
		}
		if official := v.Basis == vectors.Official; official && v.Profile == "t07" || official != strings.Contains(v.ID, "-annex2") &&
			v.Profile == "t1" || v.Profile == "t05" && official != (strings.Contains(v.ID, "-appendix2") || v.ID == "g2-read-command-df1-ef03") {
			t.Errorf("%s is %s", v.ID, v.Basis)
		}
	}
}

// A value that must not be produced stands beside the one that must, differs
// from it, and belongs to a mistake with a name.
func TestNeighbours(t *testing.T) {
	all, err := vectors.All()
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for _, v := range all {
		nots := 0
		for name := range v.Out {
			right, isNot := strings.CutSuffix(name, "-not")
			if !isNot {
				continue
			}
			nots++
			if bytes.Equal(field(t, v.ID, name), field(t, v.ID, right)) || len(field(t, v.ID, name)) == 0 {
				t.Errorf("%s: %s is %s", v.ID, name, right)
			}
		}
		if v.Profile == "t1" {
			continue // the one there is older than the field
		}
		kind, err := v.Text("neighbour")
		if (err == nil) != (nots == 1) || nots > 1 {
			t.Errorf("%s: neighbour %q, %d values that must not be", v.ID, kind, nots)
		}
		if nots == 1 {
			kinds[kind]++
		}
	}
	for _, kind := range []string{"right-half", "padded-input", "counter-iv", "zero-iv", "counter-before", "counter-after", "little-endian", "other-le", "bare-32"} {
		if kinds[kind] == 0 {
			t.Errorf("no neighbour of the kind %s", kind)
		}
	}
}

func TestUnknownOp(t *testing.T) {
	var fe *vectors.FieldError
	if _, err := vectors.ByOp("mack"); !errors.As(err, &fe) || fe.Field != "mack" {
		t.Errorf("got %v", err)
	}
	if _, err := vectors.For("t05", "mack"); !errors.As(err, &fe) || fe.Field != "mack" {
		t.Errorf("got %v", err)
	}
	if _, err := vectors.For("t3", "mac"); !errors.As(err, &fe) || fe.Field != "t3" {
		t.Errorf("got %v", err)
	}
}

func TestAbsentOrWrongFieldIsATypedError(t *testing.T) {
	v := byID(t, "g1-mac-annex2-m-ifd")
	var fe *vectors.FieldError
	if _, err := v.Bytes("mac-not"); !errors.As(err, &fe) || fe.Field != "mac-not" {
		t.Errorf("absent field: %v", err)
	}
	if _, err := v.Steps(); !errors.As(err, &fe) {
		t.Errorf("absent steps: %v", err)
	}
	if _, err := byID(t, "g1-transcript-annex2").Bytes("steps"); !errors.As(err, &fe) {
		t.Errorf("steps as bytes: %v", err)
	}
	if !v.Has("mac") || !v.Has("key") || v.Has("mac-not") {
		t.Error("Has is wrong")
	}
}

// The frames of the second generation's example, typed from there.
func TestTranscriptFollowsAppendix2(t *testing.T) {
	steps, err := byID(t, "g2-transcript-appendix2").Steps()
	if err != nil || len(steps) != 7 {
		t.Fatalf("%d steps, %v", len(steps), err)
	}
	for i, want := range []string{
		"0084000008",
		"00820000284AD3C7B6BB484A52771977DED618B41DF841FA0476A05FBE041DEAD6109E773BAC854617634F539700",
		"0820008613861101EE0B31EF877F68D071C56D58C72E6748",
		"00A4040C10D392F0004F0200000000000000000000",
		"08B08400000004960200000000",
		"00A4040C10D392F0004F0400000000000000000000",
		"00B08200000000",
	} {
		if got := strings.ToUpper(hex.EncodeToString(steps[i].Command)); got != want || steps[i].Number != i+1 {
			t.Errorf("step %d: %s, want %s", steps[i].Number, got, want)
		}
	}
	if s := steps[4]; s.AnswerLength != 5+5520 || len(s.PlainMarks) != 1 || s.PlainMarks[0].At != 4+2500 {
		t.Errorf("name and face: %+v", s)
	}
	if s := steps[6]; s.AnswerLength != 704 || len(s.AnswerMarks) != 1 || s.AnswerMarks[0].At != 2+96 {
		t.Errorf("check code: %+v", s)
	}
}
