package emulator_test

import (
	"crypto/cipher"
	"crypto/des"
	"crypto/sha1"
	"runtime"
	"slices"
	"testing"

	"github.com/zairyukit/zairyu/emulator"
)

// fullRead is the commands of a full read of a type 1 card: key agreement,
// VERIFY, both pictures under SM, the rest in clear. The randoms are pinned,
// so that the terminal costs nothing.
func fullRead() [][]byte {
	var out [][]byte
	for _, command := range append(fuzzSeeds()[0][:3],
		"00A40000023F00", "00B08B00000000", "00B08A00000000",
		selectDF("df1"), "08B08500000004960200000000", "08B08600000004960200000000",
		selectDF("df2"), "00B08100000000", "00B08200000000", "00B08300000000", "00B08400000000",
		selectDF("df3"), "00B08200000000") {
		out = append(out, unhex(command))
	}
	return out
}

// BenchmarkFullRead is the card's share of a full read.
func BenchmarkFullRead(b *testing.B) {
	c := newCard(b, image("t1"), emulator.WithRandom(&annexRandom{}))
	commands := fullRead()
	bytes := 0
	for _, command := range commands {
		answer := c.Transmit(command)
		if sw := hexOf(answer[len(answer)-2:]); sw != "9000" {
			b.Fatalf("%X: %s", command, sw)
		}
		bytes += len(answer)
	}
	b.SetBytes(int64(bytes))
	for b.Loop() {
		c.Reset()
		for _, command := range commands {
			c.Transmit(command)
		}
	}
}

// BenchmarkPrimitives is the same TDES and SHA-1 operations on as many bytes,
// and nothing else: two cryptograms of 32 bytes and their MACs over 40, the
// session key, 16 bytes of VERIFY, 7008 and 3008 bytes of pictures.
func BenchmarkPrimitives(b *testing.B) {
	key := noise("key", 16)
	tdes := slices.Concat(key, key[:8])
	iv := make([]byte, 8)
	buffer := make([]byte, 7008)
	for b.Loop() {
		crypt(b, tdes, iv, buffer[:32], cipher.NewCBCDecrypter)
		crypt(b, tdes, iv, buffer[:32], cipher.NewCBCDecrypter)
		crypt(b, tdes, iv, buffer[:32], cipher.NewCBCEncrypter)
		mac(b, key, iv, buffer[:40])
		mac(b, key, iv, buffer[:40])
		sha1.Sum(buffer[:20])
		crypt(b, tdes, iv, buffer[:16], cipher.NewCBCDecrypter)
		crypt(b, tdes, iv, buffer, cipher.NewCBCEncrypter)
		crypt(b, tdes, iv, buffer[:3008], cipher.NewCBCEncrypter)
	}
}

func crypt(b *testing.B, key, iv, data []byte, mode func(cipher.Block, []byte) cipher.BlockMode) {
	block, err := des.NewTripleDESCipher(key)
	if err != nil {
		b.Fatal(err)
	}
	mode(block, iv).CryptBlocks(data, data)
}

func mac(b *testing.B, key, iv, data []byte) {
	first, err := des.NewCipher(key[:8])
	if err != nil {
		b.Fatal(err)
	}
	second, err := des.NewCipher(key[8:])
	if err != nil {
		b.Fatal(err)
	}
	cipher.NewCBCEncrypter(first, iv).CryptBlocks(data, data)
	second.Decrypt(data[:8], data[:8])
	first.Encrypt(data[:8], data[:8])
}

// BenchmarkCard is what making a card costs, and how many bytes one keeps
// while it is in the field.
func BenchmarkCard(b *testing.B) {
	for _, profile := range allProfiles() {
		b.Run(profile, func(b *testing.B) {
			img := image(profile)
			for b.Loop() {
				newCard(b, img)
			}
			b.ReportMetric(keptBytes(b, img), "kept-B/card")
		})
	}
}

func keptBytes(b *testing.B, img emulator.Image) float64 {
	const n = 64
	var before, after runtime.MemStats
	cards := make([]*emulator.Card, n)
	newCard(b, img) // what is made once
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range cards {
		cards[i] = newCard(b, img)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(cards)
	return float64(after.HeapAlloc-before.HeapAlloc) / n
}
