package machine

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/zairyukit/zairyu/emulator/internal/cardcrypto"
	"github.com/zairyukit/zairyu/internal/apdu"
	"github.com/zairyukit/zairyu/internal/spec"
)

// ErrCell: a cell of the tables has a value that the machine cannot act on.
var ErrCell = errors.New("specification cell that the card cannot act on")

// rules are the single cells of the tables that the machine acts on.
type rules struct {
	mf         string // name of the MF
	fids, aids []identifier

	challengeLength, keyLength int // RND.IFD and RND.ICC, K.IFD and K.ICC, bytes
	ifd, icc                   layout
	checkMAC                   bool

	verifyP2     byte
	numberLength int

	dataTag, leTag uint16
	leLength       int // bytes of the value of the SM Le object
	indicator      []byte

	ap            string // name of the application; empty where the MF is entered
	delivered     bool   // SET SESSION KEY instead of a key agreement
	setKey        apdu.Command
	modulusLength int
	counterStart  uint64
}

// words are the cells that describe the card in a word, and the words that
// this machine fits.
func words() map[string][]string {
	return map[string][]string{
		"entry":          {"mf", "ap"},
		"transport.type": {"iso14443-b"},
		"ke.method":      {"challenge-mutual", cardcrypto.Delivered},
		"ke.check.mac":   {"yes", "no"},
		"verify.retries": {"unlimited"},
		"sm.mac":         {"none"},
		"sm.class":       {"08"},
	}
}

func readRules(p *spec.Profile) (rules, error) {
	c := &cells{profile: p}
	r := rules{
		verifyP2:     c.one("verify.p2"),
		numberLength: c.size("verify.number.length"),
		dataTag:      c.tag("sm.data.tag"),
		leTag:        c.tag("sm.le.tag"),
		leLength:     c.size("sm.le.length"),
		indicator:    c.bytes("sm.indicator"),
		delivered:    p.Value("ke.method") == cardcrypto.Delivered,
	}
	if r.delivered {
		r.setKey, r.modulusLength = c.setKeyHeader(), c.size("ke.modulus.length")
	} else {
		r.agreement(c)
	}
	if p.Value("sm.counter.start") != "" {
		r.counterStart = uint64(c.size("sm.counter.start"))
	}
	for key, known := range words() {
		cell, err := p.Cell(p.Name + "." + key)
		if err == nil && !slices.Contains(known, cell.Value) {
			c.refuse(key, "known: "+strings.Join(known, ", "))
		}
	}
	r.readDFs(p)
	for _, key := range []string{"entry", "root"} {
		if !slices.ContainsFunc(p.DFs, func(df spec.DF) bool { return df.Name == p.Value(key) }) {
			c.refuse(key, "no DF of the table has this name")
		}
	}
	return r, c.err
}

// agreement reads the cells of GET CHALLENGE and MUTUAL AUTHENTICATE.
func (r *rules) agreement(c *cells) {
	r.challengeLength, r.keyLength = c.size("ke.challenge.length"), c.size("ke.key.length")
	r.checkMAC = c.profile.Value("ke.check.mac") == "yes"
	r.ifd = c.layout("ke.layout.ifd", map[string]int{rndIFD: r.challengeLength, rndICC: r.challengeLength, kIFD: r.keyLength})
	r.icc = c.layout("ke.layout.icc", map[string]int{rndIFD: r.challengeLength, rndICC: r.challengeLength, kICC: r.keyLength})
}

func (r *rules) readDFs(p *spec.Profile) {
	for _, df := range p.DFs {
		if df.FID != nil {
			r.mf, r.fids = df.Name, append(r.fids, identifier{df.Name, df.FID})
		} else {
			r.aids = append(r.aids, identifier{df.Name, df.AID})
		}
	}
	if p.Entry != r.mf {
		r.ap = p.Entry
	}
}

// cells reads cells and remembers the first that is wrong.
type cells struct {
	profile *spec.Profile
	err     error
}

func (c *cells) refuse(key, reason string) {
	if c.err == nil {
		c.err = fmt.Errorf("%w: %s.%s = %q: %s", ErrCell, c.profile.Name, key, c.profile.Value(key), reason)
	}
}

func (c *cells) size(key string) int {
	n, err := strconv.Atoi(c.profile.Value(key))
	if err != nil || n < 0 {
		c.refuse(key, "want a number of bytes")
	}
	return n
}

func (c *cells) bytes(key string) []byte {
	raw, err := hex.DecodeString(c.profile.Value(key))
	if err != nil {
		c.refuse(key, "want bytes in hex")
	}
	return raw
}

func (c *cells) one(key string) byte {
	raw := c.bytes(key)
	if len(raw) != 1 {
		c.refuse(key, "want one byte in hex")
		return 0
	}
	return raw[0]
}

func (c *cells) tag(key string) uint16 {
	tag := uint16(0)
	raw := c.bytes(key)
	if len(raw) < 1 || len(raw) > 2 {
		c.refuse(key, "want a tag of one or two bytes in hex")
	}
	for _, b := range raw {
		tag = tag<<8 | uint16(b)
	}
	return tag
}
