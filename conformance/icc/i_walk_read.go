package icc

import (
	"fmt"

	"github.com/zairyukit/zairyu/conformance"
	"github.com/zairyukit/zairyu/internal/witness"
)

// read sends READ BINARY in any of its four forms: plain or under SM, with
// SFI or offset. Most of the files it names are in the current DF, and most
// offsets inside the file.
func (w *iWalk) read() (string, conformance.Answer, iWant) {
	target := w.files[w.Random.IntN(len(w.files))]
	for try := 0; try < 4 && target.DF != w.m.df; try++ {
		target = w.files[w.Random.IntN(len(w.files))]
	}
	sm, byOffset := w.Random.IntN(2) == 0, w.Random.IntN(3) == 0
	p1, offset := target.P1, max(0, w.Random.IntN(256)-128)
	if byOffset {
		offset = w.Random.IntN(8000)
		if w.m.ef != nil && w.Random.IntN(3) > 0 {
			offset = w.Random.IntN(w.m.ef.Size)
		}
		p1 = byte(offset >> 8)
	}
	le := uint16(w.Random.IntN(40))
	name := fmt.Sprintf("READ BINARY P1 %02X P2 %02X SM %t", p1, byte(offset), sm)
	want := w.wantRead(p1, offset, int(le), sm, byOffset)
	if sm {
		if w.m.key != nil {
			w.m.n++
		}
		return name, w.Send(w.Kind().ReadSM(p1, byte(offset), le)), want
	}
	return name, w.Send(witness.ReadPlain(p1, byte(offset), le)), want
}

// wantRead is the model's answer, which also makes the file current. The
// order of the checks is assumed.
func (w *iWalk) wantRead(p1 byte, offset, le int, sm, byOffset bool) iWant {
	var f *witness.File
	switch {
	case sm && w.m.key == nil:
		return iWant{sw: noSession(w.T)}
	case byOffset && w.m.ef == nil:
		return iWant{sw: 0x6986}
	case byOffset:
		f = w.m.ef
	default:
		f = w.find(p1)
	}
	switch {
	case f == nil:
		return iWant{sw: 0x6A82}
	case !f.Free && !w.m.verified:
		return iWant{sw: 0x6982}
	case f.SM && !sm:
		return iWant{sw: 0x6982}
	case offset >= f.Size:
		return iWant{sw: 0x6B00}
	}
	w.m.ef = f
	data := w.content[f.Key][offset:]
	if le > 0 {
		data = data[:min(le, len(data))]
	}
	if sm {
		data = w.Kind().Seal(w.m.key, w.m.n+1, data)
	}
	return iWant{sw: 0x9000, data: data}
}

// find returns the file of the current DF that P1 names, nil if there is none.
func (w *iWalk) find(p1 byte) *witness.File {
	for i := range w.files {
		if w.files[i].DF == w.m.df && w.files[i].P1 == p1 {
			return &w.files[i]
		}
	}
	return nil
}
