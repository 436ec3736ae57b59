package icc

import (
	"encoding/hex"
	"testing"

	"github.com/zairyukit/zairyu/internal/witness"
)

// The neighbours of the CMAC are the values of the vectors that must not be
// produced, over the E_IFD of appendix 2.
func TestNeighboursOfTheCMAC(t *testing.T) {
	key := dHex(t, "6522B4E171195BB218223A976C040111")
	e := dHex(t, "4AD3C7B6BB484A52771977DED618B41DF841FA0476A05FBE041DEAD6109E773B")
	for name, c := range map[string]struct {
		mac  func(key, data []byte) []byte
		want string
	}{
		"right half":   {dCMACRight, "6fdffe1b62fe4124"},
		"padded input": {dCMACPadded, "fea48086ccae035d"},
	} {
		if got := hex.EncodeToString(c.mac(key, e)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
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

func dHex(t *testing.T, s string) []byte {
	t.Helper()
	raw, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
