package emulator_test

import (
	"bytes"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
)

// selectable lists the DFs that can be selected now: those of a specified card
// only in the application.
func (m *model) selectable() []string {
	switch {
	case !m.kind.specified:
		return []string{"mf", "df1", "df2", "df3"}
	case m.df == "mf":
		return []string{"mf", "ap"}
	}
	return []string{"mf", "ap", "df1", "df2", "df3"}
}

// specified is a command to a specified card. A message under SM uses up its
// number whatever becomes of it; an SM error ends the session.
func (m *model) specified(command []byte, sw string, data []byte) error {
	counted := m.session.key != nil && command[0] == 0x08 && (command[1] == 0x20 || command[1] == 0xB0)
	if sw == "6987" || sw == "6988" {
		if !counted || m.objectRight(command) {
			return fmt.Errorf("%s without an SM error", sw)
		}
		m.logout()
		return nil
	}
	err := m.ofSpecified(command, sw == "9000", data)
	if counted {
		m.session.n++
	}
	return err
}

func (m *model) ofSpecified(command []byte, ok bool, data []byte) error {
	switch command[1] {
	case 0x84, 0x82: // no key agreement
		return refused(ok)
	case 0xAE:
		return m.setKey(takeApart(command), ok, data)
	}
	return m.other(command, ok, data)
}

func (m *model) objectRight(command []byte) bool {
	f := takeApart(command)
	if command[1] == 0x20 {
		return m.opened(f.data) != nil
	}
	_, framed := m.readLength(f)
	return framed
}

func (m *model) setKey(f frame, ok bool, data []byte) error {
	if !f.good || f.cla != 0x80 || f.p1 != 0 || f.p2 != 0 || f.lc != 256 || len(f.tail) > 0 || m.df == "mf" {
		return bare(false, ok, data)
	}
	plain, err := rsa.DecryptOAEP(sha256.New(), nil, deliveryKey(), f.data, nil)
	if err != nil || len(plain) != 36 || !bytes.HasPrefix(plain, unhex("A0228020")) {
		return bare(false, ok, data)
	}
	m.session.key, m.session.n, m.session.verified = plain[4:20], 1, false
	return bare(true, ok, data)
}
