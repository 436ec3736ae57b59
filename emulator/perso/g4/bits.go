package g4

// bitWriter gathers code words, most significant bit first.
type bitWriter struct {
	bytes []byte
	used  int // bits used in the last byte, 1 to 8; 0 when there is none
}

// write adds a code word, given as the digits '0' and '1'.
func (w *bitWriter) write(code string) {
	for _, digit := range []byte(code) {
		if w.used%8 == 0 {
			w.bytes = append(w.bytes, 0)
			w.used = 0
		}
		if digit == '1' {
			w.bytes[len(w.bytes)-1] |= 0x80 >> w.used
		}
		w.used++
	}
}

// flush gives the bytes, the last one filled with 0 bits.
func (w *bitWriter) flush() []byte { return w.bytes }
