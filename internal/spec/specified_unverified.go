package spec

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// unverified is the block of everything about the specified cards that rests
// on measurements of the sister application or on nothing. Whoever has the
// document, or a card on loan, corrects this block and the options below.
func unverified() []Cell {
	return []Cell{
		{"ke.oaep", Algorithm, "sha256-mgf1-sha256", "M", Inferred, "RSAES-OAEP is told by a source; hash, mask and empty label are measured on the sister application"},
		{"ke.message", Layout, "A0{80:32}", "M", Inferred, "tag A0 around tag 80 with the key field"},
		{"ke.key-field.length", Size, "32", "M", Inferred, "AES-128 uses the first 16 bytes"},
		{"sm.class", Bytes, "08", "M", Inferred, "SM without checksum"},
		{"sm.cipher", Algorithm, "aes128-cbc-ivcounter", "SC 4.2, M", Inferred, "AES-128-CBC and a counter are told; that IV = AES(key, N) is measured on the sister application"},
		{"sm.counter.start", Count, "1", "M", Inferred, "N of the first SM command"},
		{"sm.le.length", Size, "3", "M", Inferred, "00 hh ll; the second generation has hh ll"},
		{"verify.p2", Bytes, "86", "as 2G 4.2.2", Assumed, ""},

		{"sw.set-key.9000", Status, "normal end", "M", Inferred, ""},
		{"sw.set-key.66F1", Status, "no key delivery in this application", "M", Inferred, ""},
		{"sw.set-key.6700", Status, "Lc, Le or APDU length wrong", "-", Assumed, ""},
		{"sw.set-key.6982", Status, "security status not satisfied", "M", Inferred, ""},
		{"sw.set-key.6A80", Status, "structure refused, or another key", "M", Inferred, ""},
		{"sw.set-key.6A86", Status, "P1-P2 wrong", "-", Assumed, ""},
		{"sw.set-key.6D00", Status, "INS not offered", "-", Assumed, ""},
		{"sw.set-key.6E00", Status, "CLA not offered", "-", Assumed, ""},
		{"sw.set-key.6F00", Status, "cryptogram not below the modulus", "M", Inferred, "retry with a new seed"},
		{"sw.verify.6987", Status, "SM object missing", "M", Inferred, ""},
		{"sw.verify.69FC", Status, "no session", "M", Inferred, ""},
		{"sw.read.6987", Status, "SM object missing", "M", Inferred, ""},
		{"sw.read.69FC", Status, "no session", "M", Inferred, ""},

		{"guard.set-key.cla-wrong", Guard, "6E00", "-", Assumed, "CLA is 80"},
		{"guard.set-key.length-malformed", Guard, "6700", "-", Assumed, ""},
		{"guard.set-key.p1p2-wrong", Guard, "6A86", "-", Assumed, ""},
		{"guard.set-key.length-wrong", Guard, "6700", "-", Assumed, "the cryptogram has the length of the modulus; no Le"},
		{"guard.set-key.not-entered", Guard, "66F1", "M", Inferred, "the residence application is not selected"},
		{"guard.set-key.cryptogram-outside", Guard, "6F00", "M", Inferred, "not below the modulus"},
		{"guard.set-key.message-wrong", Guard, "6A80", "M", Inferred, "does not decrypt, or another structure"},
		{"guard.verify.no-session", Guard, "69FC", "M", Inferred, ""},
		{"guard.read-sm.no-session", Guard, "69FC", "M", Inferred, ""},
		{"guard.verify.sm-object-wrong", Guard, "6988", "M", Inferred, ""},
		{"guard.read-sm.sm-object-wrong", Guard, "6988", "M", Inferred, ""},
		{"guard.verify.number-wrong", Guard, "6300", "as 2G 4.2.2", Assumed, ""},

		{"effect.set-key.ok", Effect, "set-session start-counter clear-verified", "-", Assumed, "a new key replaces the old one"},
		{"effect.set-key.fail", Effect, "", "-", Assumed, ""},
		{"effect.sm-command", Effect, "count", "M", Inferred, "every SM command counts, refused ones too"},
		{"effect.sm-error", Effect, "clear-session clear-verified", "M", Inferred, "an SM error destroys the session"},
	}
}

// Option is one choice in the unverified block.
type Option struct {
	// Name is what a person calls it, "iv".
	Name string
	// Default is the value that the tables hold, and Others those that may be
	// set instead.
	Default string
	Others  []string
	// set holds, by value, the cells that make it so.
	set map[string]map[string]string
}

// ErrOption: a profile has no such option, or the option no such value.
var ErrOption = errors.New("no such profile option")

// Options lists the choices that the unverified block of a specified card
// leaves open; none for other profiles. They are never tried out on a card,
// only set.
func (p *Profile) Options() []Option {
	if p.Value("rule.unverified-profile") == "" {
		return nil
	}
	smForAll := map[string]string{}
	for _, f := range p.Files {
		if f.Access == ByNumber {
			smForAll[f.DF+"."+f.EF+".access"] = string(ByNumberSM)
		}
	}
	one := func(key string, values ...string) map[string]map[string]string {
		out := map[string]map[string]string{}
		for i := 0; i < len(values); i += 2 {
			out[values[i]] = map[string]string{key: values[i+1]}
		}
		return out
	}
	return []Option{
		{"oaep", "sha256", []string{"sha1", "sha256-mgf1-sha1"},
			one("ke.oaep", "sha256", "sha256-mgf1-sha256", "sha1", "sha1-mgf1-sha1", "sha256-mgf1-sha1", "sha256-mgf1-sha1")},
		{"message", "A0{80:32}", []string{"A0{80:32,81:32}", "bare-32", "bare-16"},
			one("ke.message", "A0{80:32}", "A0{80:32}", "A0{80:32,81:32}", "A0{80:32,81:32}", "bare-32", "bare-32", "bare-16", "bare-16")},
		{"iv", "counter-from-1", []string{"counter-from-0", "zero"}, map[string]map[string]string{
			"counter-from-1": {"sm.cipher": "aes128-cbc-ivcounter", "sm.counter.start": "1"},
			"counter-from-0": {"sm.cipher": "aes128-cbc-ivcounter", "sm.counter.start": "0"},
			"zero":           {"sm.cipher": "aes128-cbc-iv0"},
		}},
		{"read_object", "96-03", []string{"96-02"}, one("sm.le.length", "96-03", "3", "96-02", "2")},
		{"plain_read", "yes", []string{"sm-for-all"}, map[string]map[string]string{"yes": {}, "sm-for-all": smForAll}},
	}
}

// Choose returns a copy of the profile with options set by name. It fails
// with [ErrOption].
func (p *Profile) Choose(values map[string]string) (*Profile, error) {
	out := p
	for _, name := range slices.Sorted(maps.Keys(values)) {
		i := slices.IndexFunc(p.Options(), func(o Option) bool { return o.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("%w: %q on card type %s; known: %s", ErrOption, name, p.Type, p.optionNames())
		}
		o := p.Options()[i]
		cells, ok := o.set[values[name]]
		if !ok {
			return nil, fmt.Errorf("%w: %s = %q; known: %s", ErrOption, name, values[name],
				strings.Join(append([]string{o.Default}, o.Others...), ", "))
		}
		for _, key := range slices.Sorted(maps.Keys(cells)) {
			var err error
			if out, err = out.With(p.Name+"."+key, cells[key]); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

func (p *Profile) optionNames() string {
	var names []string
	for _, o := range p.Options() {
		names = append(names, o.Name)
	}
	if len(names) == 0 {
		return "none, this type has no unverified choices"
	}
	return strings.Join(names, ", ")
}
