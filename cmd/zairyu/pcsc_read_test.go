//go:build pcsc

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zairyukit/zairyu/emulator"
	"github.com/zairyukit/zairyu/emulator/link"
)

// seenCommands keeps the headers of what reached a card.
type seenCommands struct {
	link.Card
	mu   sync.Mutex
	seen [][2]byte // CLA, INS
}

func (s *seenCommands) Transmit(command []byte) []byte {
	s.mu.Lock()
	s.seen = append(s.seen, [2]byte{command[0], command[1]})
	s.mu.Unlock()
	return s.Card.Transmit(command)
}

// count says how many commands of these instructions came.
func (s *seenCommands) count(ins ...byte) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, c := range s.seen {
		if slices.Contains(ins, c[1]) {
			n++
		}
	}
	return n
}

// onDesk is a built-in card in a virtual reader, and what a person needs to
// read it there: they have their own configuration folder.
type onDesk struct {
	*seenCommands
	slot                        inserted
	number, anchors, key, clock string
	home                        string
}

func desk(t *testing.T, typ string) *onDesk {
	t.Helper()
	wantPCSC(t)
	card, err := personalise(source{typ: typ}, "")
	if err != nil {
		t.Fatal(err)
	}
	emulated, err := emulator.New(*card.Image)
	if err != nil {
		t.Fatal(err)
	}
	d := &onDesk{seenCommands: &seenCommands{Card: emulated}, home: t.TempDir(), number: card.Image.Number, clock: card.Clock.Format(time.DateOnly)}
	export := filepath.Join(d.home, "export")
	if err := exportCard(export, card); err != nil {
		t.Fatal(err)
	}
	d.anchors, d.key = filepath.Join(export, rootsFolder), filepath.Join(export, "delivery-key.bin")
	t.Setenv("HOME", d.home)
	t.Setenv("XDG_CONFIG_HOME", "")
	d.slot = insert(t, d.seenCommands)
	d.slot.connect(t).Close() // it is there
	return d
}

// zairyu runs a command on the card of the reader.
func (d *onDesk) zairyu(ctx context.Context, command string, more ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	args := append(strings.Fields(command), "--reader", d.slot.name, "--anchors", d.anchors, "--now", d.clock)
	code = run(ctx, append(args, more...), noEnv, &o, &e)
	return code, o.String(), e.String()
}

func (d *onDesk) budgetFiles() []string {
	found, _ := filepath.Glob(filepath.Join(d.home, ".config", "zairyu", "budget", "*.count"))
	return found
}

// Whatever lies on a reader is taken for a real card: wrong numbers are
// counted across runs, and once they are used up none goes out any more.
func TestPCSCWrongNumbersAreCounted(t *testing.T) {
	d := desk(t, "1")
	for try := range 5 {
		code, out, errs := d.zairyu(t.Context(), "read", "--number", "ZZ99999999ZZ")
		want, exit := "WRONG_NUMBER", exitFailed
		if try >= 3 {
			want, exit = "goes out no more before tomorrow", exitNoRun
		}
		if code != exit || !strings.Contains(out+errs, want) {
			t.Errorf("try %d: exit %d\n%s%s", try+1, code, out, errs)
		}
		if strings.Contains(out+errs, "ZZ99999999ZZ") {
			t.Errorf("try %d shows the number", try+1)
		}
	}
	if n := d.count(0x82); n != 3 {
		t.Errorf("the card was tried %d times, want 3", n)
	}
	files := d.budgetFiles()
	if len(files) != 1 {
		t.Fatalf("counts: %v", files)
	}
	raw, err := os.ReadFile(files[0])
	if err != nil || bytes.Contains(raw, []byte("ZZ99")) || strings.Contains(files[0], "ZZ99") {
		t.Errorf("the count tells the number: %s %q %v", files[0], raw, err)
	}
	// the right number has a count of its own
	if code, out, errs := d.zairyu(t.Context(), "read", "--number", " ａａ-1234 5678 bb"); code != 0 || !strings.Contains(out, "Verdict: VALID") {
		t.Errorf("the right number afterwards: exit %d\n%s%s", code, out, errs)
	}
}

// A card of type 07 or 08 on a reader is handed no key, and no number, unless
// that was asked for.
func TestPCSCSpecifiedCard(t *testing.T) {
	d := desk(t, "07")
	code, out, errs := d.zairyu(t.Context(), "read", "--number", d.number, "--delivery-key", d.key)
	if code != exitFailed || !strings.Contains(out, "Verdict: NOT_VERIFIABLE") || !strings.Contains(out, "--allow-specified") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	if n := d.count(0xAE, 0x82, 0x20); n > 0 {
		t.Errorf("%d commands that were not asked for", n)
	}
	code, out, errs = d.zairyu(t.Context(), "read", "--number", d.number, "--delivery-key", d.key, "--allow-specified")
	if code != 0 || !strings.Contains(out, "Verdict: VALID") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
}

// Judging a card on a reader sends it nothing but what reading takes.
func TestPCSCJudgedOnReader(t *testing.T) {
	for typ, allow := range map[string]string{"2": "s0", "05": "s1,s2"} {
		d := desk(t, typ)
		code, out, errs := d.zairyu(t.Context(), "test card", "--number", d.number, "--allow", allow)
		if code != 0 || !strings.Contains(out, "BLOCKED-BY-SAFETY") || !strings.Contains(out, "Result: passed.") {
			t.Errorf("type %s, --allow %s: exit %d\n%s%s", typ, allow, code, out, errs)
		}
		for _, file := range d.budgetFiles() { // the right number costs no attempt
			raw, err := os.ReadFile(file)
			if err != nil || allow == "s0" && !strings.HasSuffix(strings.TrimSpace(string(raw)), " 0") {
				t.Errorf("type %s: counted %q, %v", typ, raw, err)
			}
		}
		for _, c := range d.seen {
			if !slices.Contains([]byte{0x00, 0x01, 0x04, 0x08, 0x0C}, c[0]) || !slices.Contains([]byte{0xA4, 0xB0, 0x84, 0x82, 0x20}, c[1]) {
				t.Fatalf("type %s: the card got %X", typ, c)
			}
		}
		if err := d.slot.Remove(); err != nil {
			t.Fatal(err)
		}
	}
}

// Our own card through pcscd is emulated: nothing of it is counted.
func TestPCSCViaIsEmulated(t *testing.T) {
	wantPCSC(t)
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", "")
	for _, number := range []string{"AA12345678BB", "ZZ99999999ZZ", "ZZ99999999ZZ", "ZZ99999999ZZ", "ZZ99999999ZZ"} {
		var out, errs bytes.Buffer
		run(t.Context(), []string{"read", "--type", "1", "--via", "pcsc", "--number", number}, noEnv, &out, &errs)
		want := map[bool]string{true: "Verdict: VALID", false: "Verdict: WRONG_NUMBER"}[number == "AA12345678BB"]
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s%s", out.String(), errs.String())
		}
		wantPCSC(t) // it leaves the reader empty
	}
	if found, _ := filepath.Glob(filepath.Join(home, ".config", "zairyu", "budget", "*")); len(found) > 0 {
		t.Errorf("counted: %v", found)
	}
}

// lines is an output that tells of each line.
type lines struct {
	mu   sync.Mutex
	text string
	line chan string
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text += string(p)
	for {
		line, rest, whole := strings.Cut(l.text, "\n")
		if !whole {
			return len(p), nil
		}
		l.text = rest
		l.line <- line
	}
}

// --watch reads one card after the other, a line of JSON each, until it is
// interrupted.
func TestPCSCWatch(t *testing.T) {
	d := desk(t, "1")
	ctx, interrupt := context.WithCancel(t.Context())
	out, ended := &lines{line: make(chan string, 10)}, make(chan int, 1)
	go func() {
		args := []string{"read", "--watch", "--json", "--reader", d.slot.name, "--number", d.number, "--anchors", d.anchors, "--now", d.clock}
		ended <- run(ctx, args, noEnv, out, &bytes.Buffer{})
	}()
	for round := range 2 {
		select {
		case line := <-out.line:
			var result struct{ Schema, Verdict string }
			if err := json.Unmarshal([]byte(line), &result); err != nil || result.Schema != "zairyu-read/1" || result.Verdict != "VALID" {
				t.Errorf("round %d: %v, %s", round, err, line)
			}
		case <-time.After(30 * time.Second):
			t.Fatalf("round %d: nothing came", round)
		}
		if err := d.slot.Remove(); err != nil {
			t.Fatal(err)
		}
		wantPCSC(t)
		if round == 0 {
			if err := d.slot.Insert(d.seenCommands); err != nil {
				t.Fatal(err)
			}
		}
	}
	interrupt()
	select {
	case code := <-ended:
		if code != 0 {
			t.Errorf("exit %d", code)
		}
	case <-time.After(10 * time.Second):
		t.Error("it does not end")
	}
}

// triggered calls act, once, when the nth command has come.
type triggered struct {
	link.Card
	n, seen int
	act     func()
}

func (c *triggered) Transmit(command []byte) []byte {
	if c.seen++; c.seen == c.n {
		c.act()
	}
	return c.Card.Transmit(command)
}

// A card that is taken away or swapped while it is judged ends the run: there
// is no verdict on what was seen of it, nor one on two cards.
func TestPCSCCardLeavesWhileJudged(t *testing.T) {
	for _, name := range []string{"removed", "swapped"} {
		d := desk(t, "1")
		other, _ := made(t, "05")
		leave := &triggered{n: 300}
		leave.act = func() {
			if name == "removed" {
				go d.slot.Remove()
			} else {
				go d.slot.Swap(other)
			}
		}
		leave.Card, d.seenCommands.Card = d.seenCommands.Card, leave
		code, out, errs := d.zairyu(t.Context(), "test card", "--number", d.number)
		if code != exitNoRun || strings.Contains(out, "Result:") || !strings.Contains(errs, "the result is incomplete and not shown") {
			t.Errorf("%s: exit %d\n%s%s", name, code, out, errs)
		}
		d.slot.Remove()
	}
}

// A card that grows mute while it is judged ends the run in time.
func TestPCSCMuteWhileJudged(t *testing.T) {
	d := desk(t, "1")
	mute := &silent{Card: d.seenCommands.Card}
	d.seenCommands.Card = &triggered{Card: mute, n: 300, act: func() { mute.mute.Store(true) }}
	code, out, errs := d.zairyu(t.Context(), "test card", "--number", d.number, "--timeout", "2s")
	if code != exitNoRun || strings.Contains(out, "Result:") || !strings.Contains(errs, "does not answer in time") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	mute.mute.Store(false)
}

// Another program that gets between the commands does not cost the right
// number its attempts: the card is held while it is read.
func TestPCSCOtherPrograms(t *testing.T) {
	d := desk(t, "1")
	other := d.slot.connect(t)
	defer other.Close()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			other.Transmit(t.Context(), []byte{0x00, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00})
			sleep(ctx, time.Millisecond)
		}
	}()
	for range 5 {
		if code, out, errs := d.zairyu(t.Context(), "read", "--number", d.number); code != 0 {
			t.Errorf("exit %d\n%s%s", code, out, errs)
		}
	}
	stop()
	<-done
}

// What watching cannot mend ends it at once; the verdict of a card that still
// lies there when it is interrupted counts.
func TestPCSCWatchEnds(t *testing.T) {
	d := desk(t, "1")
	for _, wrong := range [][]string{{"--number", "AA1"}, {"--number", d.number, "--now", "tomorrow"}, {"--number", d.number, "--reader", "Virtual"}} {
		if code, out, errs := d.zairyu(t.Context(), "read --watch", wrong...); code == 0 || errs == "" {
			t.Errorf("%v: exit %d\n%s%s", wrong[1:], code, out, errs)
		}
	}
	ctx, interrupt := context.WithCancel(t.Context())
	out, ended := &lines{line: make(chan string, 100)}, make(chan int, 1)
	go func() {
		args := []string{"read", "--watch", "--json", "--reader", d.slot.name, "--number", "ZZ99999999ZZ", "--now", d.clock}
		ended <- run(ctx, args, noEnv, out, &bytes.Buffer{})
	}()
	<-out.line
	interrupt()
	if code := <-ended; code != exitFailed {
		t.Errorf("exit %d after a wrong number", code)
	}
}
