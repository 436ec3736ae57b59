package spec

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

// compile makes the typed view of a table. Every cell must fit its kind, so
// that a slip in a table is found by the first test that looks one up.
func compile(name string, t Table) (*Profile, error) {
	p := &Profile{
		Name:     name,
		Guards:   map[string][]Check{},
		Effects:  map[string][]string{},
		Statuses: map[string]map[uint16]string{},
		table:    t,
		at:       make(map[string]int, len(t)),
	}
	for i, c := range t {
		if _, twice := p.at[c.Key]; !twice { // the first stands, as in Table.With
			p.at[c.Key] = i
		}
		if err := checkKind(c); err != nil {
			return nil, err
		}
		if err := p.place(c, strings.Split(strings.TrimPrefix(c.Key, name+"."), ".")); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// place puts one cell where the typed view has a place for it. Cells without
// one (algorithms, layouts, forms) are read with [Profile.Value].
func (p *Profile) place(c Cell, path []string) error {
	switch {
	case path[0] == "type":
		p.Type = c.Value
	case path[0] == "entry":
		p.Entry = c.Value
	case path[0] == "root":
		p.Root = c.Value
	case path[0] == "commands":
		p.Commands = strings.Fields(c.Value)
	case c.Key == p.Name+".object.tag-bytes":
		p.TwoByteTags = number(c.Value) == 2
	case path[0] == "guard":
		p.placeGuard(c, path)
	case path[0] == "effect":
		p.Effects[strings.Join(path[1:], ".")] = strings.Fields(c.Value)
	case path[0] == "sw":
		p.placeStatus(c, path)
	case len(path) == 2 && (path[1] == "aid" || path[1] == "fid"):
		p.placeDF(c, path)
	case len(path) >= 3 && strings.HasPrefix(path[1], "ef"):
		return p.placeFile(c, path)
	}
	return nil
}

func (p *Profile) placeGuard(c Cell, path []string) {
	if c.Value == "off" {
		return
	}
	form := path[1]
	p.Guards[form] = append(p.Guards[form], Check{Key: c.Key, Predicate: path[2], SW: statusWord(c.Value)})
}

func (p *Profile) placeStatus(c Cell, path []string) {
	command := path[1]
	if p.Statuses[command] == nil {
		p.Statuses[command] = map[uint16]string{}
	}
	p.Statuses[command][statusWord(path[2])] = c.Value
}

func (p *Profile) placeDF(c Cell, path []string) {
	raw, _ := hex.DecodeString(c.Value) // checked by checkKind
	df := DF{Name: path[0]}
	if path[1] == "fid" {
		df.FID = raw
	} else {
		df.AID = raw
	}
	p.DFs = append(p.DFs, df)
}

func (p *Profile) placeFile(c Cell, path []string) error {
	key := path[0] + "/" + path[1]
	i := slices.IndexFunc(p.Files, func(f File) bool { return f.Key == key })
	if i < 0 {
		i = len(p.Files)
		p.Files = append(p.Files, File{Key: key, DF: path[0], EF: path[1]})
	}
	f := &p.Files[i]
	switch {
	case len(path) == 4:
		return f.placeObject(c, path[2], path[3])
	case path[2] == "size":
		f.Size = number(c.Value)
	case path[2] == "sfi":
		f.SFI = byte(hexNumber(c.Value))
	case path[2] == "access":
		f.Access = AccessRule(c.Value)
	default:
		return &CellError{c.Key, c.Value, "a file has size, sfi, access and objects only"}
	}
	return nil
}

func (f *File) placeObject(c Cell, field, what string) error {
	i := slices.IndexFunc(f.Objects, func(o Object) bool { return o.Field == field })
	if i < 0 {
		i = len(f.Objects)
		f.Objects = append(f.Objects, Object{Field: field})
	}
	o := &f.Objects[i]
	switch what {
	case "tag":
		o.Tag = uint16(hexNumber(c.Value))
	case "length":
		o.Length = number(c.Value)
	case "repertoire":
		o.Repertoire = c.Value
	case "form":
		o.Form = Form(c.Value)
		if o.Form != Short && o.Form != FixedLong {
			return &CellError{c.Key, c.Value, "want short or fixed-82"}
		}
	case "values":
		o.Values = strings.Fields(c.Value)
	default:
		return &CellError{c.Key, c.Value, "a data object has tag, length, repertoire, form and values only"}
	}
	return nil
}

// number, hexNumber and statusWord convert values that checkKind accepted.
func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func hexNumber(s string) int {
	n, _ := strconv.ParseUint(s, 16, 16)
	return int(n)
}

func statusWord(s string) uint16 { return uint16(hexNumber(s)) }
