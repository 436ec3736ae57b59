package emulator_test

import (
	"bytes"
	"runtime"
	"sync"
	"testing"
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

// 64 cards of all types at once, each with its own number and content, do not
// mix.
func TestManyCards(t *testing.T) {
	var all sync.WaitGroup
	for i := range 64 {
		all.Go(func() {
			profile := allProfiles()[i%6]
			img := image(profile)
			img.Number = "ZZ0000000" + string(rune('0'+i/10)) + string(rune('0'+i%10)) + "X"
			img.Files["df3/ef01"] = noise(img.Number, len(img.Files["df3/ef01"]))
			s := open(fails{t}, kindOf(profile), newCard(fails{t}, img), img.Number)
			send(s.card, selectDF("df3"))
			for range 4 {
				if got := s.read(0x82, 0, 0, true); !bytes.Equal(got, img.Files["df3/ef01"]) {
					t.Errorf("card %d gave %d bytes of something else", i, len(got))
				}
			}
		})
	}
	all.Wait()
}

// fails lets a goroutine end the test as it may: Goexit in itself, and an
// error.
type fails struct{ *testing.T }

func (f fails) Fatal(args ...any) {
	f.Helper()
	f.Error(args...)
	runtime.Goexit()
}
