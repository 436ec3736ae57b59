package emulator_test

import (
	"crypto"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/emulator"
)

// values fills the placeholders of commands written in hex with what a
// terminal computes from the card's earlier answers.
type values struct {
	card       *emulator.Card
	kind       kind
	challenges [][]byte
	key        []byte
	n          uint64 // of the next command under SM
}

var placeholder = regexp.MustCompile(`‹[^›]*›`)

func (v *values) send(t testing.TB, command string) string {
	t.Helper()
	if command == "reset" {
		v.card.Reset()
		return ""
	}
	filled := placeholder.ReplaceAllStringFunc(command, func(p string) string {
		return hexOf(v.value(t, strings.Trim(p, "‹›")))
	})
	raw := unhex(filled)
	answer := v.card.Transmit(raw)
	if strings.HasPrefix(command, "0084000008") && len(answer) == 10 {
		v.challenges = append(v.challenges, answer[:8])
	}
	if len(raw) > 3 && raw[0] == 0x08 && (raw[1] == 0x20 || raw[1] == 0xB0) {
		v.n++
	}
	return hexOf(answer)
}

func (v *values) agree(t testing.TB) {
	t.Helper()
	if v.kind.specified {
		v.send(t, selectDF("ap"))
		v.send(t, "80AE0000000100‹set-key›")
		v.key, v.n = keyField()[:16], 1
		return
	}
	v.send(t, "0084000008")
	answer := unhex(v.send(t, "0082000028‹mutual›00"))
	key, err := v.kind.openMutual(kenc(number), v.challenge(1), answer[:len(answer)-2])
	if err != nil {
		// A card with a fault: the test goes on with a key that fits nothing.
		key = make([]byte, 16)
	}
	v.key = key
}

// challenge is the last challenge but some; NULs if there was none.
func (v *values) challenge(fromEnd int) []byte {
	if len(v.challenges) < fromEnd {
		return make([]byte, 8)
	}
	return v.challenges[len(v.challenges)-fromEnd]
}

func (v *values) value(t testing.TB, name string) []byte {
	t.Helper()
	if rest, ok := strings.CutPrefix(name, "mutual"); ok {
		return v.mutual(t, rest)
	}
	if how, ok := strings.CutPrefix(name, "set-key"); ok {
		return setKeyCryptogram(t, how)
	}
	key := v.key
	if key == nil {
		key = make([]byte, 16)
	}
	if plain, ok := strings.CutPrefix(name, "verify:"); ok {
		return verifyRaw(v.kind.encrypt(key, v.n, unhex(plain)))[4:]
	}
	if plain, ok := strings.CutPrefix(name, "verify="); ok {
		return v.kind.verifyCommand(key, v.n, plain)[4:]
	}
	if name == "verify-again" { // of the message before
		return v.kind.verifyCommand(key, v.n-1, number)[4:]
	}
	verify := v.kind.verifyCommand(key, v.n, number)[4:]
	cut, ok := map[string][2]int{"verify": {0, 20}, "verify-body": {1, 20}, "verify-value": {3, 20},
		"verify-cryptogram": {4, 20}, "verify-short": {4, 12}, "verify-15": {4, 19}}[name]
	if !ok {
		t.Fatalf("unknown placeholder %s", name)
	}
	return verify[cut[0]:cut[1]]
}

// setKeyCryptogram is the body of SET SESSION KEY, correct or with a fault.
func setKeyCryptogram(t testing.TB, fault string) []byte {
	t.Helper()
	field := keyField()
	switch fault {
	case "":
		return keyCryptogram(keyMessage(field))
	case "-sha1":
		return keyCryptogramBy(crypto.SHA1, keyMessage(field))
	case "-two":
		return keyCryptogram(slices.Concat(unhex("A0448020"), field, unhex("8120"), field))
	case "-bare":
		return keyCryptogram(field)
	case "-81":
		return keyCryptogram(slices.Concat(unhex("A0228120"), field))
	case "-16":
		return keyCryptogram(slices.Concat(unhex("A0128010"), field[:16]))
	}
	t.Fatalf("unknown fault %s", fault)
	return nil
}

// mutual is the body of MUTUAL AUTHENTICATE, correct or with a fault.
func (v *values) mutual(t testing.TB, fault string) []byte {
	t.Helper()
	challenge, key := v.challenge(1), kenc(number)
	switch fault {
	case "-old":
		challenge = v.challenge(2)
	case "-zero":
		challenge = make([]byte, 8)
	case "-other":
		challenge = slices.Clone(challenge)
		challenge[7] ^= 1
	case "-number":
		key = kenc("AA12345678BC")
	}
	body := v.kind.mutualBody(key, challenge)
	var i int
	if _, err := fmt.Sscanf(fault, "^%d", &i); err == nil {
		body[i] ^= 1
	}
	if fault == "-1" {
		return body[:39]
	}
	return body
}

// counting is a random source whose bytes are predictable and do not repeat
// within a test.
func counting() emulator.Option { return emulator.WithRandom(&counter{}) }

type counter struct{ n byte }

func (c *counter) Read(p []byte) (int, error) {
	for i := range p {
		c.n++
		p[i] = c.n
	}
	return len(p), nil
}
