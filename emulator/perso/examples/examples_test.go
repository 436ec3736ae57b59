package examples

import (
	"errors"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/emulator/perso"
)

func TestNames(t *testing.T) {
	names, err := Names()
	if err != nil {
		t.Fatal(err)
	}
	if len(names) < 12 || slices.Contains(names, "residence-own-photo") {
		t.Errorf("%q: want at least 12, none of which needs a picture file", names)
	}
	for _, name := range names {
		raw, d, err := Text(name)
		if err != nil || len(raw) == 0 {
			t.Fatalf("%s: %v", name, err)
		}
		if _, err := perso.Build(d, nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"nobody", "", "residence-own-photo", "../examples"} {
		if _, _, err := Text(name); !errors.Is(err, ErrUnknown) {
			t.Errorf("%q: %v", name, err)
		}
	}
}
