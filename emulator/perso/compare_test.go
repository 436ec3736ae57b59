package perso_test

import (
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/zairyukit/zairyu/emulator/perso"
)

// same compares two descriptions, but not where they stood in a file.
func same(t interface {
	Helper()
	Errorf(string, ...any)
}, got, want perso.Description,
) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(perso.Description{}), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("descriptions differ (-want +got):\n%s", diff)
	}
}
