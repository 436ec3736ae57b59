package main

import (
	"fmt"
	"os"

	"github.com/zairyukit/zairyu/internal/spec"
	"github.com/zairyukit/zairyu/reader/codes"
	"github.com/zairyukit/zairyu/reader/deliverykey"
)

// deliveryKeyFile reads the file that --delivery-key names; nil for none.
func deliveryKeyFile(path string) (*deliverykey.Key, error) {
	if path == "" {
		return nil, nil
	}
	raw, err := readSmall(path, deliverykey.MaxFile+1)
	if err != nil {
		return nil, usage(fmt.Sprintf("配送鍵のファイル %s を読めません", path), fmt.Sprintf("the delivery key file %s cannot be read", path), err)
	}
	key, err := deliverykey.Parse(raw)
	if err != nil {
		return nil, usage(fmt.Sprintf("%s は配送鍵（RSA 2048ビットの公開鍵）のファイルではありません", path),
			fmt.Sprintf("%s holds no delivery key, which is a public key of RSA with 2048 bits", path), err)
	}
	return key, nil
}

// readSmall reads a file of at most limit bytes; of a longer one that many,
// so that whoever reads it can say that it is too long.
func readSmall(path string, limit int) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no plain file", path)
	}
	raw := make([]byte, limit)
	n := 0
	for n < limit {
		m, err := f.Read(raw[n:])
		n += m
		if err != nil {
			break
		}
	}
	return raw[:n], nil
}

// codeTables reads the folder that --code-tables names; none for no folder.
func codeTables(dir string) (codes.Tables, error) {
	if dir == "" {
		return nil, nil
	}
	tables, err := codes.Load(dir)
	if err != nil {
		return nil, usage(fmt.Sprintf("フォルダ %s のコード表を使えません", dir), fmt.Sprintf("the code tables in the folder %s cannot be used", dir), err)
	}
	return tables, nil
}

// checkProfile refuses a choice that the unverified profile does not have,
// before a card is asked.
func checkProfile(values map[string]string) error {
	p, err := spec.Lookup("t07")
	if err == nil {
		_, err = p.Choose(values)
	}
	if err != nil {
		return usage("--profile の指定が正しくありません", "--profile names no choice of the unverified profile", err)
	}
	return nil
}

// takesOptions refuses choices for a card whose profile leaves none open.
func takesOptions(profile string) error {
	p, err := spec.Lookup(profile)
	if err != nil {
		return noRun("仕様表を読めません", "the specification tables cannot be read", err)
	}
	if len(p.Options()) > 0 {
		return nil
	}
	return usage(fmt.Sprintf("--profile は種別07、08のカードだけに使えます。このカードの種別は %s です", p.Type),
		fmt.Sprintf("--profile is for cards of types 07 and 08; this card is of type %s", p.Type), nil)
}
