package icc

import (
	"crypto/aes"
	"encoding/hex"
	"testing"

	"github.com/zairyukit/zairyu/internal/witness"
)

// The two values of RFC 4493, section 4, that have whole blocks only.
func TestCMAC(t *testing.T) {
	block, err := aes.NewCipher(dHex(t, "2b7e151628aed2a6abf7158809cf4f3c"))
	if err != nil {
		t.Fatal(err)
	}
	message := dHex(t, "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"+
		"30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710")
	for n, want := range map[int]string{16: "070a16b46b4d4144f79bdd9dd04a287c", 64: "51f0bebf7e3b9d92fc49741779363cfe"} {
		if got := hex.EncodeToString(dCMAC(block, message[:n])); got != want {
			t.Errorf("CMAC of %d bytes = %s, want %s", n, got, want)
		}
	}
}

// The value that the vectors say must not be produced, and neighbours made
// by openssl from the E_IFD of annex 2.
func TestNeighbourMACs(t *testing.T) {
	key := dHex(t, "6522B4E171195BB218223A976C040111")
	e := dHex(t, "937745C20883A1BAD1E04193722A1592378F81A8F1DC589157AEB0F7544FA1BA")
	for name, c := range map[string]struct {
		mac  func(key, data []byte) []byte
		want string
	}{
		"no padding": {dMACUnpadded, "4cac73206731bb73"},
		"zero block": {dMACZeroBlock, "3e601acde55145a0"},
		"CBC-MAC":    {dMACPlainCBC, "da4f7b6a190a84c2"},
	} {
		if got := hex.EncodeToString(c.mac(key, e)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if right := hex.EncodeToString(witness.RetailMAC(key, e)); right != "1ad7fb6a3389e017" {
		t.Errorf("the right M_IFD is %s", right)
	}
}

// The second generation's own example: E_IFD and M_IFD of its appendix 2.
func TestSecondGenerationFrame(t *testing.T) {
	h := dHandshake{kenc: witness.BaseKey("AA12345678BB"), rndIFD: dHex(t, "1122334455667788"),
		rndICC: dHex(t, "921CE277323DA057"), kIFD: dHex(t, "404142434445464748494A4B4C4D4E4F")}
	body, err := h.dSecondGeneration()
	if err != nil {
		t.Fatal(err)
	}
	want := "4ad3c7b6bb484a52771977ded618b41df841fa0476a05fbe041dead6109e773b" + "ac854617634f5397"
	if got := hex.EncodeToString(body); got != want {
		t.Errorf("E_IFD M_IFD = %s, want %s", got, want)
	}
}

func dHex(t *testing.T, s string) []byte {
	t.Helper()
	raw, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
