package emulator_test

import (
	"bytes"
	"slices"
	"sync"
	"testing"

	"github.com/zairyukit/zairyu/emulator"
)

// Many terminals talk to one card at once. Each answer must be one that the
// card could give: the free files are whole, others' are not in the clear.
func TestManyGoroutinesOneCard(t *testing.T) {
	img := image("t1")
	c := newCard(t, img)
	snapshot := c.Snapshot()
	var all sync.WaitGroup
	for i := range 32 {
		all.Go(func() {
			for range 50 {
				answer := c.Transmit(unhex("00B08B00000000"))
				if len(answer) != 2 && !bytes.Equal(answer[:len(answer)-2], img.Files["mf/ef01"]) {
					t.Errorf("read of a free file: %X", answer)
				}
				challenge := c.Transmit(unhex("0084000008"))
				c.Transmit(mutualCommand(kenc(number), challenge[:8]))
				if answer := c.Transmit(unhex("00B08200000000")); len(answer) != 2 {
					t.Errorf("%d bytes of a protected file", len(answer))
				}
				switch i % 4 {
				case 0:
					c.Reset()
				case 1:
					send(c, selectDF("df3"))
				case 2:
					if err := c.Restore(snapshot); err != nil {
						t.Error(err)
					}
				case 3:
					c.Snapshot()
					c.ATR()
				}
			}
		})
	}
	all.Wait()
}

// 64 cards at once, each with its own number and content, do not mix.
func TestManyCards(t *testing.T) {
	var all sync.WaitGroup
	for i := range 64 {
		all.Go(func() {
			img := image([]string{"t1", "t2"}[i%2])
			img.Number = "ZZ0000000" + string(rune('0'+i/10)) + string(rune('0'+i%10)) + "X"
			img.Files["df3/ef01"] = noise(img.Number, 1464)
			c, err := emulator.New(img)
			if err != nil {
				t.Error(err)
				return
			}
			if got := readDF3(c, img.Number); !bytes.Equal(got, img.Files["df3/ef01"]) {
				t.Errorf("card %d gave %d bytes of something else", i, len(got))
			}
		})
	}
	all.Wait()
}

// readDF3 reads DF3/EF01 under SM; nil if that does not work.
func readDF3(c *emulator.Card, number string) []byte {
	challenge := c.Transmit(unhex("0084000008"))[:8]
	answer := c.Transmit(mutualCommand(kenc(number), challenge))
	key, err := openMutual(kenc(number), challenge, answer[:len(answer)-2])
	if err != nil {
		return nil
	}
	c.Transmit(verifyCommand(key, number))
	c.Transmit(unhex(selectDF("df3")))
	answer = c.Transmit(unhex("08B08200000004960200000000"))
	plain, err := openAnswer(key, answer[:len(answer)-2])
	if err != nil {
		return nil
	}
	return slices.Clone(plain)
}
