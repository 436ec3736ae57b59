package sigcheck

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/asn1"
	"math/big"
)

// scalarBytes is the length of r and of s on P-384.
const scalarBytes = 48

func usableP384(key any) bool {
	k, ok := key.(*ecdsa.PublicKey)
	return ok && k.Curve == elliptic.P384()
}

// verifyECDSA takes r and s of 48 bytes each (2G 3.4.3.1; that DC holds them
// raw is inferred from its 96 bytes), or their DER form, which does not fit
// 96 bytes but which a source speaks of.
func verifyECDSA(key any, sum, checkCode []byte) (Form, error) {
	k := key.(*ecdsa.PublicKey)
	form, r, s, err := scalars(checkCode)
	if err != nil {
		return "", err
	}
	n := k.Curve.Params().N
	if r.Sign() <= 0 || s.Sign() <= 0 || r.Cmp(n) >= 0 || s.Cmp(n) >= 0 {
		return "", &Problem{Reason: SignatureRange}
	}
	if !ecdsa.Verify(k, sum, r, s) {
		return "", &Problem{Reason: SignatureMismatch}
	}
	return form, nil
}

func scalars(code []byte) (form Form, r, s *big.Int, err error) {
	if len(code) == 2*scalarBytes {
		return Raw, new(big.Int).SetBytes(code[:scalarBytes]), new(big.Int).SetBytes(code[scalarBytes:]), nil
	}
	var numbers struct{ R, S *big.Int }
	rest, err := asn1.Unmarshal(code, &numbers)
	if err != nil || len(bytes.TrimRight(rest, "\x00")) != 0 {
		return "", nil, nil, &Problem{SignatureForm, err}
	}
	// The decoder leaves out what stands after the second number; a form
	// that differs from its own encoding held something else.
	again, err := asn1.Marshal(numbers)
	if err != nil || !bytes.Equal(again, code[:len(code)-len(rest)]) {
		return "", nil, nil, &Problem{SignatureForm, err}
	}
	return DER, numbers.R, numbers.S, nil
}
