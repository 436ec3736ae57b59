package emulator_test

import (
	"bytes"
	"crypto"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/zairyukit/zairyu/emulator"
)

// op is one step of a walk: what the terminal means to do. Its bytes are made
// while the walk runs, from what the card has said so far.
type op struct {
	Kind    string
	Variant int
	File    int // index of fileFacts
	Offset  int
	Length  int
	Raw     []byte
	// Bend spoils the finished command: 0 not at all, else a bit is flipped,
	// the end cut off or a byte appended. At says where; it also chooses among
	// faulty objects.
	Bend, At int
}

func (o op) String() string {
	return fmt.Sprintf("%s/%d file %d offset %d length %d raw %X bend %d@%d", o.Kind, o.Variant, o.File, o.Offset, o.Length, o.Raw, o.Bend, o.At)
}

func opGenerator() *rapid.Generator[op] {
	return rapid.Custom(func(t *rapid.T) op {
		kinds := []string{"reset", "select", "challenge", "challenge", "mutual", "verify", "verify", "verify", "read",
			"offset", "offset", "raw", "agree", "agree", "try to agree", "login", "try to login", "disturb agreement", "disturb login",
			"set-key", "open", "open", "open", "open", "open"}
		o := op{
			Kind:    rapid.SampledFrom(kinds).Draw(t, "kind"),
			Variant: rapid.IntRange(0, 15).Draw(t, "variant"),
			File:    rapid.IntRange(0, 9).Draw(t, "file"),
			Offset:  rapid.SampledFrom([]int{0, 0, 0, 1, 2, 3, 4, 5, 6, 13, 14, 72, 73, 100, 206, 207, 255, 256, 341, 703, 704, 1463, 2504, 3004, 5507, 5508, 7003, 7004, 0x7FFF}).Draw(t, "offset"),
			At:      rapid.IntRange(0, 400).Draw(t, "at"),
			Length:  rapid.SampledFrom([]int{0, 0, 0, 1, 7, 8, 119, 120, 255, 256, 7004, 65535}).Draw(t, "length"),
		}
		if o.Kind == "raw" {
			o.Raw = rapid.SliceOfN(rapid.Byte(), 0, 12).Draw(t, "raw")
		}
		if rapid.IntRange(0, 7).Draw(t, "bent") == 0 {
			o.Bend = rapid.IntRange(1, 3).Draw(t, "bend")
		}
		return o
	})
}

func walkGenerator() *rapid.Generator[[]op] { return rapid.SliceOfN(opGenerator(), 1, 25) }

// walker is a terminal that remembers what it may try again later: stale
// challenges, keys of dead sessions, commands that once worked.
type walker struct {
	card       *emulator.Card
	model      *model
	facts      []fileFact
	challenges [][]byte
	keys       [][]byte
	lastMutual []byte
}

// walk runs the ops and returns the first thing that the document forbids.
func walk(card *emulator.Card, img emulator.Image, ops []op) error {
	w := &walker{card: card, model: newModel(img), facts: fileFacts(fullest(img.Profile))}
	for i, o := range ops {
		for _, part := range o.parts(w.model.kind) {
			if err := w.do(part); err != nil {
				return fmt.Errorf("op %d, %s: %w", i, part, err)
			}
		}
	}
	return nil
}

// parts takes the ops apart that bring the card into an interesting state.
func (o op) parts(k kind) []op {
	challenge, mutual, verify := op{Kind: "challenge"}, op{Kind: "mutual"}, op{Kind: "verify"}
	if k.specified { // the same with other commands
		challenge, mutual = op{Kind: "select-of"}, op{Kind: "set-key"}
	}
	switch o.Kind {
	case "agree":
		return []op{challenge, mutual}
	case "try to agree":
		return []op{challenge, with(o, mutual.Kind)}
	case "login":
		return []op{challenge, mutual, verify}
	case "try to login":
		return []op{challenge, mutual, with(o, "verify")}
	case "disturb agreement":
		return []op{challenge, o.disturbance(), mutual}
	case "disturb login":
		return []op{challenge, mutual, verify, o.disturbance(), {Kind: "select-of", File: o.File}, {Kind: "read", File: o.File}}
	case "open":
		return []op{{Kind: "select-of", File: o.File}, with(o, "read")}
	}
	return []op{o}
}

// disturbance is what comes between, faulty or not.
func (o op) disturbance() op {
	kinds := []string{"challenge", "mutual", "verify", "read", "select", "raw", "reset", "set-key"}
	return with(o, kinds[o.At%len(kinds)])
}

func with(o op, kind string) op { o.Kind = kind; return o }

func (w *walker) do(o op) error {
	if o.Kind == "reset" {
		w.card.Reset()
		w.model.reset()
		return nil
	}
	command := o.bend(w.command(o))
	response := w.card.Transmit(command)
	if err := w.model.step(command, response); err != nil {
		return fmt.Errorf("%.60X -> %.40X: %w", command, response, err)
	}
	if c := w.model.challenge; c != nil {
		w.challenges = append(w.challenges, c)
	}
	if k := w.model.session.key; k != nil && !bytes.Equal(k, last(w.keys, 1, 16)) {
		w.keys = append(w.keys, k)
	}
	return nil
}

func (o op) bend(command []byte) []byte {
	if len(command) == 0 {
		return command
	}
	at := o.At % len(command)
	switch o.Bend {
	case 1:
		command = slices.Clone(command)
		command[at] ^= 1 << (o.At % 8)
	case 2:
		command = command[:at]
	case 3:
		command = append(slices.Clone(command), byte(o.At))
	}
	return command
}

// last is the item so many from the end, or NULs if there is none.
func last(items [][]byte, fromEnd, length int) []byte {
	if len(items) < fromEnd {
		return make([]byte, length)
	}
	return items[len(items)-fromEnd]
}

func (w *walker) command(o op) []byte {
	file := w.facts[o.File%len(w.facts)]
	switch o.Kind {
	case "select":
		return unhex([]string{selectDF("mf"), selectDF("df1"), selectDF("df2"), selectDF("df3"),
			"00A4040C10D392F0004F05" + strings.Repeat("00", 10), "00A40000023F01", "00A4040010" + identifierOf("df1"),
			"08A40000023F00", "00A40000023F00AABB", "00A4040C05D392F0004F", selectDF("ap")}[o.Variant%11])
	case "select-of":
		return unhex(selectDF(file.df))
	case "challenge":
		return unhex([]string{"0084000008", "0084000007", "0084010008", "0884000008", "00840000000008"}[max(0, o.Variant-11)])
	case "mutual":
		return w.mutual(o)
	case "verify":
		return w.verify(o)
	case "set-key":
		return setKeyVariant(o)
	case "read":
		p1 := 0x80 | file.sfi
		if o.At%16 == 0 {
			p1 |= 0x20 << (o.Variant % 2) // bits that must be 0
		}
		return w.readCommand(o, p1, byte(o.Offset))
	case "offset":
		return w.readCommand(o, byte(o.Offset>>8), byte(o.Offset))
	}
	return o.rawCommand()
}

// rawCommand is arbitrary bytes, mostly behind a class and instruction that
// exist.
func (o op) rawCommand() []byte {
	if o.Variant < 4 {
		return o.Raw
	}
	head := []string{"00A4", "0084", "0082", "0820", "0020", "00B0", "08B0", "00D6", "00CA", "01B0", "0CB0", "80B0"}[o.Variant-4]
	return slices.Concat(unhex(head), o.Raw)
}

func (w *walker) readCommand(o op, p1, p2 byte) []byte {
	hi, lo := byte(o.Length>>8), byte(o.Length)
	plain, sm := []byte{0x00, 0xB0, p1, p2}, []byte{0x08, 0xB0, p1, p2}
	switch o.Variant {
	case 0, 1, 2, 3:
		return append(plain, 0x00, hi, lo)
	case 4, 5, 6:
		return append(plain, lo)
	case 7:
		return append(plain, 0x01, 0xAA, lo)
	case 8:
		sm[0] = 0x0C
	case 9:
		return append(sm, 0x04, 0x96, 0x02, hi, lo, 0x00)
	case 10:
		objects := []string{"97020000", "960100", "9603000000", "96020000990100", "9900", "96", "9681020000"}
		raw := unhex(objects[o.At%len(objects)])
		return slices.Concat(sm, []byte{0, 0, byte(len(raw))}, raw, []byte{0, 0})
	}
	return append(sm[:1], w.model.kind.readSM(p1, p2, o.Length)[1:]...)
}

func (w *walker) mutual(o op) []byte {
	key, challenge := kenc(number), last(w.challenges, 1, 8)
	switch o.Variant {
	case 6:
		challenge = last(w.challenges, 2, 8)
	case 7:
		challenge = make([]byte, 8)
	case 8:
		key = kenc("AA12345678BC")
	case 9:
		challenge = slices.Clone(challenge)
		challenge[o.File%8] ^= 0x10
	}
	command := w.model.kind.mutualCommand(key, challenge)
	switch o.Variant {
	case 10:
		command[5+32+o.File%8] ^= 0x80
	case 11:
		command = command[:len(command)-1]
	case 12:
		command = append(command, 0xAA, 0x00)
	case 13:
		if w.lastMutual != nil {
			return w.lastMutual
		}
	}
	w.lastMutual = command
	return command
}

func (w *walker) verify(o op) []byte {
	key, tried := last(w.keys, 1, 16), number
	switch o.Variant {
	case 3:
		key = last(w.keys, 2, 16)
	case 4:
		key = make([]byte, 16)
	case 5:
		tried = "AA12345678BC"
	case 6:
		tried = number[:11]
	case 7:
		tried = number + "\x00"
	}
	k, n := w.model.kind, w.model.session.n
	if o.Variant == 14 {
		n--
	}
	command := k.verifyCommand(key, n, tried)
	switch o.Variant {
	case 8:
		command[0] = 0x00
	case 9:
		command[3] = 0x06
	case 10:
		command[5] = 0x87
	case 11:
		return verifyRaw(k.encrypt(key, n, []byte("AA12345678BBAAAA")))
	case 12:
		return verifyRaw(k.encrypt(key, n, append([]byte(number), append([]byte{0x80}, make([]byte, 2*k.block+3-12)...)...)[:3*k.block]))
	case 13:
		return append(command, 0x00)
	}
	return command
}

// The property: whatever commands come in whatever order, the card does what
// the document allows and nothing else, and its files stay as they are.
func TestWalksKeepTheRules(t *testing.T) {
	for _, profile := range allProfiles() {
		img := image(profile)
		t.Run(profile, rapid.MakeCheck(func(t *rapid.T) {
			card := newCard(t, img, counting())
			if err := walk(card, img, walkGenerator().Draw(t, "ops")); err != nil {
				t.Fatal(err)
			}
			if err := walk(card, img, wholeCard(img.Profile, 0)); err != nil {
				t.Fatalf("afterwards: %v", err)
			}
		}))
	}
}

// wholeCard reads every file as far as length (0: all of it), in clear and
// under SM; the free ones of a specified card, whose selection ends a session,
// before there is one.
func wholeCard(profile string, length int) []op {
	ops := []op{{Kind: "reset"}}
	var later []op
	for i, f := range fileFacts(fullest(profile)) {
		reads := []op{{Kind: "open", File: i, Length: length}, {Kind: "open", File: i, Length: length, Variant: 15}}
		if f.df == "ap" {
			ops = append(ops, reads...)
		} else {
			later = append(later, reads...)
		}
	}
	return append(append(ops, op{Kind: "login"}), later...)
}

// setKeyVariant is SET SESSION KEY, right or with a fault.
func setKeyVariant(o op) []byte {
	field := noise("field", 32)
	command := setKeyCommand(keyCryptogram(keyMessage(field)))
	switch o.Variant {
	case 5:
		command = setKeyCommand(keyCryptogram(field))
	case 6:
		command = setKeyCommand(keyCryptogramBy(crypto.SHA1, keyMessage(field)))
	case 7:
		command = setKeyCommand(bytes.Repeat([]byte{0xFF}, 256))
	case 8:
		command = append(command, 0, 0)
	case 9:
		command[0] = 0x00
	case 10:
		command[3] = 0x01
	case 11:
		command = setKeyCommand(keyCryptogram(slices.Concat(unhex("A0448020"), field, unhex("8120"), field)))
	case 12:
		command = setKeyCommand(keyCryptogram(keyMessage(field))[1:])
	}
	return command
}
