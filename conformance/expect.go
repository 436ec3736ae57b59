package conformance

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// WantSW claims that the answer has one of the status words, and rests it on
// the given cells.
func (t *T) WantSW(a Answer, words []uint16, keys ...string) bool {
	var list []string
	for _, w := range words {
		list = append(list, fmt.Sprintf("%04X", w))
	}
	return t.Claim(Text{
		"ステータスワードは" + strings.Join(list, "または"),
		"status word " + strings.Join(list, " or "),
	}, keys...).Saw("%s", a).Holds(slices.Contains(words, a.SW))
}

// WantOK claims that the command ended normally and gave exactly n bytes; n
// below 0 leaves the length open.
func (t *T) WantOK(a Answer, n int, keys ...string) bool {
	text := Text{"正常終了", "normal end"}
	if n >= 0 {
		text = Text{fmt.Sprintf("正常終了、データ%dバイト", n), fmt.Sprintf("normal end with %d bytes", n)}
	}
	return t.Claim(text, keys...).Saw("%s", a).Holds(a.SW == 0x9000 && (n < 0 || len(a.Data) == n))
}

// WantRefused claims that the command was refused and gave no data.
func (t *T) WantRefused(a Answer, keys ...string) bool {
	return t.Claim(Text{"拒否され、データを返さない", "refused, and no data given out"}, keys...).
		Saw("%s", a).Holds(a.Refused())
}

// WantBytes claims that got equals want; what is seen names lengths and the
// first difference only.
func (t *T) WantBytes(text Text, got, want []byte, keys ...string) bool {
	return t.Claim(text, keys...).Saw("%s", Difference(got, want)).Holds(bytes.Equal(got, want))
}

// Difference tells how two byte strings differ, without their values.
func Difference(got, want []byte) string {
	if bytes.Equal(got, want) {
		return fmt.Sprintf("%d bytes, equal", len(got))
	}
	n := min(len(got), len(want))
	for i := range n {
		if got[i] != want[i] {
			return fmt.Sprintf("%d bytes, expected %d, first difference at offset %d", len(got), len(want), i)
		}
	}
	return fmt.Sprintf("%d bytes, expected %d, equal as far as both go", len(got), len(want))
}
