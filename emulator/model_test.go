package emulator_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/zairyukit/zairyu/emulator"
)

// model says, from the document alone, which commands may succeed and what
// they may give out. Four fields are all it remembers: current DF, current
// EF, challenge, session (key, number of the next message, verified). It knows
// nothing of the order of checks; that is [statusCases]' work.
type model struct {
	image emulator.Image
	kind  kind
	facts []fileFact

	df, ef    string
	challenge []byte // nil: none that may still serve
	session   struct {
		key      []byte // nil: none
		n        uint64 // counts on specified cards only
		verified bool
	}
}

func newModel(img emulator.Image) *model {
	m := &model{image: img, kind: kindOf(img.Profile), facts: fileFacts(img.Profile)}
	m.reset()
	return m
}

func (m *model) reset() {
	m.df, m.ef, m.challenge = "mf", "", nil
	m.logout()
}

func (m *model) logout() { m.session.key, m.session.verified = nil, false }

// frame is a command APDU as ISO/IEC 7816-4 divides it.
type frame struct {
	cla, p1, p2 byte
	good        bool // the length fields make sense
	extended    bool
	lc          int // -1: no data field
	data, tail  []byte
}

func takeApart(c []byte) frame {
	f := frame{cla: c[0], p1: c[2], p2: c[3], lc: -1, good: true}
	b := c[4:]
	switch {
	case len(b) <= 1:
		f.tail = b
		return f
	case b[0] != 0:
		f.lc, b = int(b[0]), b[1:]
	case len(b) == 2:
		f.good = false
		return f
	case len(b) == 3:
		f.extended, f.tail = true, b[1:]
		return f
	default:
		f.extended, f.lc, b = true, int(b[1])<<8|int(b[2]), b[3:]
	}
	if f.lc == 0 || len(b) < f.lc {
		f.good = false
		return f
	}
	f.data, f.tail = b[:f.lc], b[f.lc:]
	return f
}

// step compares a response with what the document allows, and follows the
// card into its next state.
func (m *model) step(command, response []byte) error {
	if len(response) < 2 {
		return fmt.Errorf("response of %d bytes", len(response))
	}
	data, sw := response[:len(response)-2], hexOf(response[len(response)-2:])
	if !strings.Contains(allowedStatus(m.kind, command), sw) {
		return fmt.Errorf("%s is not in the command's table", sw)
	}
	if sw != "9000" && len(data) > 0 {
		return fmt.Errorf("%d bytes of data with %s", len(data), sw)
	}
	if len(command) >= 4 && m.kind.specified {
		return m.specified(command, sw, data)
	}
	if len(command) >= 4 && command[1] == 0x84 {
		return m.getChallenge(takeApart(command), sw == "9000", data)
	}
	err := m.other(command, sw == "9000", data)
	m.challenge = nil // 4.2.4(2): fetched directly before
	return err
}

func (m *model) other(command []byte, ok bool, data []byte) error {
	if len(command) < 4 {
		return refused(ok)
	}
	f := takeApart(command)
	switch command[1] {
	case 0xA4:
		return m.selectFile(f, ok, data)
	case 0x82:
		return m.mutual(f, ok, data)
	case 0x20:
		return m.verify(f, ok, data)
	case 0xB0:
		return m.read(f, ok, data)
	}
	return refused(ok)
}

func refused(ok bool) error {
	if ok {
		return fmt.Errorf("accepted, must be refused")
	}
	return nil
}

// bare demands the outcome want, without data.
func bare(want, ok bool, data []byte) error {
	if want != ok || len(data) > 0 {
		return fmt.Errorf("accepted %t with %d bytes, want %t with none", ok, len(data), want)
	}
	return nil
}

func (m *model) getChallenge(f frame, ok bool, data []byte) error {
	m.challenge = nil
	le := 0
	for _, b := range f.tail {
		le = le<<8 | int(b)
	}
	if !f.good || f.cla != 0 || f.p1 != 0 || f.p2 != 0 || f.lc >= 0 || le != 8 {
		return refused(ok)
	}
	if !ok || len(data) != 8 {
		return fmt.Errorf("accepted %t with %d bytes, want 8", ok, len(data))
	}
	m.challenge = slices.Clone(data)
	return nil
}

func (m *model) selectFile(f frame, ok bool, data []byte) error {
	target := ""
	for _, df := range m.selectable() {
		p1, p2 := byte(0x04), byte(0x0C)
		if df == "mf" {
			p1, p2 = 0, 0
		}
		if f.p1 == p1 && f.p2 == p2 && hexOf(f.data) == identifierOf(df) {
			target = df
		}
	}
	want := f.good && f.cla == 0 && target != ""
	if want {
		m.df, m.ef = target, ""
		if m.kind.specified && (target == "mf" || target == "ap") {
			m.logout()
		}
	}
	return bare(want, ok, data)
}

func (m *model) mutual(f frame, ok bool, data []byte) error {
	key := kenc(m.image.Number)
	le := f.tail
	if f.extended && len(le) == 1 {
		le = nil
	} else if f.extended && len(le) > 2 {
		le = le[len(le)-2:]
	} else if !f.extended && len(le) > 1 {
		le = le[len(le)-1:]
	}
	want := f.good && f.cla == 0 && f.p1 == 0 && f.p2 == 0 && f.lc == 40 &&
		len(le) > 0 && len(bytes.Trim(le, "\x00")) == 0 && m.challenge != nil &&
		bytes.Equal(m.kind.mac(key, f.data[:32]), f.data[32:]) &&
		bytes.Equal(m.kind.decrypt(key, 0, f.data[:32])[8:16], m.challenge)
	challenge := m.challenge
	m.logout()
	if !want || !ok {
		return bare(want, ok, data)
	}
	theirs := m.kind.decrypt(key, 0, f.data[:32])
	if len(data) != 40 || !bytes.Equal(m.kind.mac(key, data[:32]), data[32:]) {
		return fmt.Errorf("answer of %d bytes, or M_ICC wrong", len(data))
	}
	plain := m.kind.decrypt(key, 0, data[:32])
	if !bytes.Equal(plain[:8], challenge) || !bytes.Equal(plain[8:16], theirs[:8]) {
		return fmt.Errorf("E_ICC holds other randoms")
	}
	m.session.key = sessionKey(theirs[16:], plain[16:])
	return nil
}

// object returns the value of the one object of that tag in data; nil if data
// is something else. All length forms of 3.2.3.1 count.
func object(tag byte, data []byte) []byte {
	n := len(data)
	switch {
	case n < 2 || data[0] != tag:
	case data[1] < 0x80 && n == 2+int(data[1]):
		return data[2:]
	case data[1] == 0x81 && n > 2 && n == 3+int(data[2]):
		return data[3:]
	case data[1] == 0x82 && n > 3 && n == 4+int(data[2])<<8+int(data[3]):
		return data[4:]
	}
	return nil
}

func (m *model) verify(f frame, ok bool, data []byte) error {
	if !f.good || f.cla != 0x08 || f.p1 != 0 || f.p2 != 0x86 || m.session.key == nil {
		return bare(false, ok, data)
	}
	plain := m.opened(f.data)
	if plain == nil {
		return bare(false, ok, data)
	}
	// The comparison replaces whatever was the state (4.2.2(1)).
	m.session.verified = string(plain) == m.image.Number
	return bare(m.session.verified, ok, data)
}

// opened is the plain text of the object of VERIFY; nil for a wrong one.
func (m *model) opened(data []byte) []byte {
	value := object(0x86, data)
	if len(value) <= m.kind.block || len(value)%m.kind.block != 1 || value[0] != 1 {
		return nil
	}
	return m.kind.unpad(m.kind.decrypt(m.session.key, m.session.n, value[1:]))
}

func (m *model) read(f frame, ok bool, data []byte) error {
	target, offset := m.target(f)
	length, framed := m.readLength(f)
	sm := f.cla == 0x08
	open := target.access == "free" || m.session.key != nil && m.session.verified && (sm || target.access == "number")
	if !framed || target.key == "" || !open || sm && m.session.key == nil || offset >= target.size {
		return bare(false, ok, data)
	}
	want := m.image.Files[target.key][offset:]
	if length > 0 {
		want = want[:min(length, len(want))]
	}
	if !ok {
		return fmt.Errorf("refused to read %s", target.key)
	}
	m.ef = target.key
	if sm {
		plain, err := m.kind.openAnswer(m.session.key, m.session.n, data)
		if err != nil {
			return err
		}
		data = plain
	}
	if !bytes.Equal(data, want) {
		return fmt.Errorf("%d bytes of %s at %d are not its %d bytes", len(data), target.key, offset, len(want))
	}
	return nil
}

// target finds the file and offset that P1-P2 mean (4.2.5(3)).
func (m *model) target(f frame) (fileFact, int) {
	for _, fact := range m.facts {
		if f.p1 < 0x80 && fact.key == m.ef {
			return fact, int(f.p1)<<8 | int(f.p2)
		}
		if f.p1 == 0x80|fact.sfi && fact.df == m.df {
			return fact, int(f.p2)
		}
	}
	return fileFact{}, 0
}

// readLength returns how much a READ BINARY asks for (0: all there is), and
// whether its class and length fields are those of 4.2.5(3).
func (m *model) readLength(f frame) (int, bool) {
	switch {
	case !f.good:
	case f.cla == 0x00 && f.lc < 0 && len(f.tail) == 1:
		return (int(f.tail[0])+255)%256 + 1, true
	case f.cla == 0x00 && f.lc < 0 && len(f.tail) == 2:
		return int(f.tail[0])<<8 | int(f.tail[1]), true
	case f.cla == 0x08 && f.extended && f.lc > 0 && hexOf(f.tail) == "0000":
		if v := object(0x96, f.data); len(v) == m.kind.leLength {
			length := 0
			for _, b := range v {
				length = length<<8 | int(b)
			}
			return length, true
		}
	}
	return 0, false
}
