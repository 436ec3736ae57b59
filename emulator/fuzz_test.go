package emulator_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/emulator"
)

// FuzzTransmit sends a sequence of commands, cut from the input, to a card of
// the type that its first byte chooses. The randoms are those of the examples
// in the documents, so that the sequences printed there are seeds that get
// through. The model judges every answer: status words of the command's own
// table, data with 9000 alone, protected bytes to nobody who has not verified
// the number. Afterwards the files are as before.
func FuzzTransmit(f *testing.F) {
	targets := make([]*target, len(allProfiles()))
	for i, profile := range allProfiles() {
		targets[i] = newTarget(f, profile)
		for _, seed := range seedsOf(profile) {
			f.Add(append([]byte{byte(i)}, join(seed)...))
		}
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		if len(input) > 0 {
			targets[int(input[0])%len(targets)].try(t, split(input[1:]))
		}
	})
}

// target is a card that the fuzzer uses again and again.
type target struct {
	card   *emulator.Card
	image  emulator.Image
	fresh  emulator.Snapshot
	random *annexRandom
}

func newTarget(t failer, profile string) *target {
	t.Helper()
	random := &annexRandom{bytes: unhex(gen2RNDICC + gen2KICC)}
	if kindOf(profile).block == 8 {
		random = &annexRandom{}
	}
	c := newCard(t, image(profile), emulator.WithRandom(random))
	return &target{c, image(profile), c.Snapshot(), random}
}

func (x *target) try(t *testing.T, commands [][]byte) {
	t.Helper()
	restore(t, x.card, x.fresh)
	x.random.at = 0
	m := newModel(x.image)
	for _, command := range commands {
		if len(command) == 0 {
			x.card.Reset()
			m.reset()
			continue
		}
		before := bytes.Clone(command)
		response := x.card.Transmit(command)
		if !bytes.Equal(command, before) {
			t.Fatalf("command %X became %X", before, command)
		}
		if err := m.step(command, response); err != nil {
			t.Fatalf("%X -> %.40X: %v", command, response, err)
		}
	}
	if err := walk(x.card, x.image, wholeCard(x.image.Profile, 256)); err != nil {
		t.Fatalf("afterwards: %v", err)
	}
}

// annexRandom gives a challenge and a key again and again: those of annex 2,
// or others.
type annexRandom struct {
	at    int
	bytes []byte
}

func (a *annexRandom) Read(p []byte) (int, error) {
	all := a.bytes
	if all == nil {
		all = unhex("5A6E7E385162B7A3 19D049490FFF52EEDBFCB930BC810ED0")
	}
	for i := range p {
		p[i] = all[a.at%len(all)]
		a.at++
	}
	return len(p), nil
}

func fuzzSeeds() [][]string {
	agreement := []string{"0084000008", "0082000028937745C20883A1BAD1E04193722A1592378F81A8F1DC589157AEB0F7544FA1BA1AD7FB6A3389E01700"}
	login := slices.Clip(append(agreement, "08200086138611011AA82973DB959A811F9711D728F0EEF6"))
	return [][]string{
		append(login, selectDF("df1"), "08B08500000004960200000000", "08B08600000004960200000000", selectDF("df3"), "00B08200000000"),
		append(login, selectDF("df2"), "00B08100000000", "00B00010000010", "00B0840003", "00B08300000000", "08B08200000004960200080000"),
		append(login, "", selectDF("df3"), "00B08200000000"),
		append(login, "08200086138611011AA82973DB959A81F201402A7151782A", selectDF("df3"), "00B08200000000"),
		append(login, agreement[0], agreement[1], selectDF("df1"), "08B08500000004960200000000"),
		append(agreement, selectDF("df1"), "08B08500000004960200000000", "00B08500000000"),
		append(agreement, "08B08B00000004960200000000", "08B0000000000596810200000000", "08B08B00000004970200000000"),
		{"00B08B00000000", "00B08A0003", "00B00000000006", "00B08B06000000", "00B0E100000000", "00B09E00000000"},
		{"00A40000023F00AABB", "00A4040C10D392F0004F0400000000000000000000FF", "00A4000002", "01A40000023F00", "0CB08B0000"},
		{"", "00", "00A400", "008400000000", "80CA9F7F00", "00D6000001AA", "FFFFFFFF"},
	}
}

func seedsOf(profile string) [][]string {
	switch k := kindOf(profile); {
	case k.block == 8:
		return fuzzSeeds()
	case !k.specified:
		return gen2Seeds()
	}
	return specifiedSeeds()
}

func gen2Seeds() [][]string {
	login := []string{"0084000008", gen2Mutual, gen2Verify}
	return [][]string{
		slices.Concat(login, []string{selectDF("df1"), "08B08400000004960200000000", "08B00100000004960203E80000", selectDF("df3"), "00B08200000000"}),
		slices.Concat(login, []string{selectDF("df2"), "00B08300000000", "08B0810000000496020004" + "0000", "", "00B08200000000"}),
		slices.Concat(login, login, []string{selectDF("df1"), "00B08600000000", "08B08600000004970200000000", "08B08600000004960200000000"}),
		{"00B08B00000000", "00B08A0004", "80AE000000", selectDF("ap"), "0084000008", gen2Mutual, selectDF("df1"), "08B08100000004960200000000"},
	}
}

func specifiedSeeds() [][]string {
	key := hexOf(setKeyCommand(keyCryptogram(keyMessage(keyField()))))
	login := []string{selectDF("ap"), "00B08A00000000", key, specifiedVerify}
	again := hexOf(kindOf("t07").verifyCommand(keyField()[:16], 3, number))
	const read = "000005960300000000" + "00"
	return [][]string{
		slices.Concat(login, []string{selectDF("df1"), "08B08400" + read, "08B00100" + read, selectDF("df3"), "00B08200000000", "08B08200" + read}),
		slices.Concat(login, []string{selectDF("ap"), selectDF("df2"), "00B08300000000", key, specifiedVerify, "00B08300000000"}),
		slices.Concat(login, []string{"08B09E00" + read, again, "08200086028700", specifiedVerify, selectDF("df3"), "00B08200000000"}),
		slices.Concat(login, []string{key, "08200087", "08B0E100" + read, again, "", selectDF("df1"), key}),
		{key, "0084000008", selectDF("df1"), selectDF("ap"), hexOf(setKeyCommand(bytes.Repeat([]byte{0xFF}, 256))), "80AE0000"},
	}
}

// join frames commands with their length in two bytes; an empty one stands
// for a reset. split undoes it, and makes of any bytes some commands.
func join(commands []string) []byte {
	var out []byte
	for _, command := range commands {
		raw := unhex(command)
		out = append(binary.BigEndian.AppendUint16(out, uint16(len(raw))), raw...)
	}
	return out
}

func split(input []byte) [][]byte {
	var out [][]byte
	for len(input) >= 2 && len(out) < 64 {
		n := min(int(binary.BigEndian.Uint16(input)), len(input)-2)
		out = append(out, input[2:2+n:2+n])
		input = input[2+n:]
	}
	return out
}

func TestFuzzFraming(t *testing.T) {
	for _, seed := range slices.Concat(fuzzSeeds(), gen2Seeds(), specifiedSeeds()) {
		commands := split(join(seed))
		if len(commands) != len(seed) {
			t.Fatalf("%d commands of %d", len(commands), len(seed))
		}
		for i, c := range commands {
			same(t, "command", c, unhex(seed[i]))
		}
	}
}
