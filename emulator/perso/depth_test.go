package perso_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/emulator/perso"
)

// What would take the YAML library minutes and gigabytes is refused at once;
// what a card file may nest is not.
func TestDepth(t *testing.T) {
	for _, unit := range []string{"[", "{a: ", "- ", "- [", "[\n", "- ? ", "? - "} {
		text := strings.Repeat(unit, (60<<10)/len(unit))
		_, err := perso.Parse("deep.yaml", []byte(text))
		var mistakes perso.Errors
		if !errors.As(err, &mistakes) || mistakes[0].Message != perso.MsgTooDeep || mistakes[0].Line == 0 {
			t.Errorf("%q: %v", unit, err)
		}
	}
	shallow := "holder: { nationality: { text: \"[[[ {{{\" } }\n- - a\n"
	_, err := perso.Parse("shallow.yaml", []byte(shallow))
	var mistakes perso.Errors
	if errors.As(err, &mistakes) && mistakes[0].Message == perso.MsgTooDeep {
		t.Errorf("refused as too deep: %v", err)
	}
}
