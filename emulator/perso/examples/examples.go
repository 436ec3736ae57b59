// Package examples holds card files to copy from. Those that need no picture
// file beside them can be used by name. It must not import the reader.
package examples

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/zairyukit/zairyu/emulator/perso"
)

//go:embed *.yaml
var files embed.FS

// ErrUnknown: there is no example of that name that can be used by itself.
var ErrUnknown = errors.New("no such example")

// Names lists the examples that can be used by name, in order.
func Names() ([]string, error) {
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		return nil, fmt.Errorf("examples: %w", err)
	}
	var out []string
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".yaml")
		_, d, err := read(name)
		if err != nil {
			return nil, err
		}
		if standsAlone(d) {
			out = append(out, name)
		}
	}
	return out, nil
}

// Text returns the card file of an example, with its comments, and what it
// describes. It fails with [ErrUnknown].
func Text(name string) ([]byte, perso.Description, error) {
	names, err := Names()
	if err != nil {
		return nil, perso.Description{}, err
	}
	if !slices.Contains(names, name) {
		return nil, perso.Description{}, fmt.Errorf("%w: %q; there are: %s", ErrUnknown, name, strings.Join(names, ", "))
	}
	return read(name)
}

func read(name string) ([]byte, perso.Description, error) {
	raw, err := files.ReadFile(name + ".yaml")
	if err != nil {
		return nil, perso.Description{}, fmt.Errorf("example %s: %w", name, err)
	}
	d, err := perso.Parse(name+".yaml", raw)
	if err != nil {
		return nil, perso.Description{}, fmt.Errorf("example %s: %w", name, err)
	}
	return raw, d, nil
}

// standsAlone says whether a card needs no other file.
func standsAlone(d perso.Description) bool {
	return slices.Contains([]string{"", "drawn"}, d.Front) &&
		slices.Contains([]string{"", "synthetic", "none"}, d.Photo) &&
		slices.Contains([]string{"", "throwaway"}, d.Issuer)
}
