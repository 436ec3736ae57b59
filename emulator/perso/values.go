package perso

import (
	"errors"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// value is a node of the YAML document; nil where the document is empty.
type value = ast.Node

// reading takes a value into the description or notes what is wrong with it.
type reading func(path string, v value)

// placeOf is where a value begins.
func placeOf(v value) place {
	if v == nil || v.GetToken() == nil || v.GetToken().Position == nil {
		return place{}
	}
	at := v.GetToken().Position
	if m, isMapping := v.(*ast.MappingNode); isMapping && !m.IsFlowStyle && len(m.Values) > 0 {
		return placeOf(m.Values[0].Key) // the token of a block mapping is its first colon
	}
	return place{line: at.Line, column: at.Column}
}

// group reads the keys of a mapping.
func (p *reader) group(items []item) reading {
	return func(path string, v value) {
		if path != "" {
			p.places.at[path] = placeOf(v)
		}
		pairs, isMapping := p.pairs(path, v)
		if !isMapping {
			return
		}
		if pairs == nil && v != nil && v.Type() != ast.MappingType {
			p.fail(path, placeOf(v), MsgNotGroup, keysOf(items))
			return
		}
		seen := map[string]bool{}
		for _, pair := range pairs {
			p.pair(path, pair, items, seen)
		}
	}
}

// pairs gives the pairs of a mapping, nil for anything else; false when it has
// told that the value cannot be used at all.
func (p *reader) pairs(path string, v value) ([]*ast.MappingValueNode, bool) {
	switch n := v.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, !p.indirect(path, v)
}

func (p *reader) pair(group string, pair *ast.MappingValueNode, items []item, seen map[string]bool) {
	key, isText := keyText(pair.Key)
	path := strings.TrimPrefix(group+"."+key, ".")
	at := placeOf(pair.Key)
	switch i := slices.IndexFunc(items, func(i item) bool { return i.key == key }); {
	case !isText:
		p.fail(group, at, MsgAlias)
	case i < 0:
		p.unknown(path, key, at, items)
	case seen[key]:
		p.fail(path, at, MsgDuplicateKey)
	default:
		seen[key] = true
		p.places.at[path] = placeOf(pair.Value)
		if pair.Value.Type() == ast.NullType {
			p.places.at[path] = at // a null has no place of its own
			if !written(pair.Value) {
				p.fail(path, at, MsgNoValue, key)
				return
			}
		}
		items[i].read(path, pair.Value)
	}
}

// written tells a null that stands in the file, as the word null, from one that
// the parser puts where there is nothing.
func written(null value) bool {
	t := null.GetToken()
	return t != nil && t.Type != token.ImplicitNullType
}

func (p *reader) unknown(path, key string, at place, items []item) {
	const longest = 40 // bytes of a key worth repeating
	if len(key) > longest {
		path, key = strings.TrimSuffix(path, key), "…"
		path = strings.TrimSuffix(path, ".")
	}
	if near := nearest(key, items); near != "" {
		p.fail(path, at, MsgNearKey, key, near)
		p.errs[len(p.errs)-1].meant = strings.TrimSuffix(path, key) + near
		return
	}
	p.fail(path, at, MsgUnknownKey, key, keysOf(items))
}

func keysOf(items []item) string {
	keys := make([]string, len(items))
	for i, one := range items {
		keys[i] = one.key
	}
	return strings.Join(keys, ", ")
}

// keyText gives the text of a key; a merge key and a group as a key have none.
func keyText(k ast.MapKeyNode) (string, bool) {
	if k.IsMergeKey() {
		return "", false
	}
	switch n := k.(type) {
	case *ast.StringNode:
		return n.Value, true
	case ast.ScalarNode:
		return n.GetToken().Value, true
	}
	return "", false
}

// indirect refuses what makes a value stand elsewhere or be of another kind.
func (p *reader) indirect(path string, v value) bool {
	if v == nil {
		return false
	}
	switch v.Type() {
	case ast.AnchorType, ast.AliasType, ast.TagType, ast.MergeKeyType, ast.DirectiveType:
		p.fail(path, placeOf(v), MsgAlias)
		return true
	}
	return false
}

// plainText gives the text of a string in any of its YAML forms.
func plainText(v value) (string, bool) {
	switch n := v.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	}
	return "", false
}

func (p *reader) text(to *string) reading {
	return func(path string, v value) {
		if p.indirect(path, v) {
			return
		}
		s, isText := plainText(v)
		switch {
		case isText && s == "":
			p.fail(path, p.places.at[path], MsgEmpty)
		case isText:
			*to = s
		case isScalar(v):
			p.fail(path, p.places.at[path], MsgNotQuoted)
		default:
			p.fail(path, p.places.at[path], MsgNotText)
		}
	}
}

func isScalar(v value) bool {
	_, is := v.(ast.ScalarNode)
	return is
}

// cardType reads the one text that must be quoted: 05 and 08 without quotation
// marks are different things in YAML.
func (p *reader) cardType(to *string) reading {
	return func(path string, v value) {
		if p.indirect(path, v) {
			return
		}
		t := v.GetToken()
		switch {
		case v.Type() == ast.NullType || !isScalar(v):
			p.fail(path, p.places.at[path], MsgTypeUnknown, strings.Join(cardTypes(), ", "))
		case t.Type != token.DoubleQuoteType && t.Type != token.SingleQuoteType:
			p.fail(path, p.places.at[path], MsgTypeUnquoted, strings.TrimSpace(t.Value))
		default:
			*to = t.Value
			if t.Value == "" {
				p.fail(path, p.places.at[path], MsgTypeUnknown, strings.Join(cardTypes(), ", "))
			}
		}
	}
}

func (p *reader) date(to *Date) reading {
	return func(path string, v value) {
		if p.indirect(path, v) {
			return
		}
		s, _ := plainText(v)
		d, err := ParseDate(s)
		switch {
		case errors.Is(err, ErrNoDay):
			p.fail(path, p.places.at[path], MsgDateNone)
		case err != nil:
			p.fail(path, p.places.at[path], MsgDateForm)
		default:
			*to = d
		}
	}
}

func (p *reader) boolean(to *bool) reading {
	return func(path string, v value) {
		if p.indirect(path, v) {
			return
		}
		b, isBool := v.(*ast.BoolNode)
		if !isBool {
			p.fail(path, p.places.at[path], MsgNotBool)
			return
		}
		*to = b.Value
	}
}

func (p *reader) integer(to *int64) reading {
	return func(path string, v value) {
		if p.indirect(path, v) {
			return
		}
		if n, isInteger := v.(*ast.IntegerNode); isInteger {
			switch whole := n.Value.(type) {
			case int64:
				*to = whole
				return
			case uint64:
				if whole <= 1<<63-1 {
					*to = int64(whole)
					return
				}
			}
		}
		p.fail(path, p.places.at[path], MsgNotInteger)
	}
}

func (p *reader) sequence(each reading) reading {
	return func(path string, v value) {
		if p.indirect(path, v) {
			return
		}
		s, isSequence := v.(*ast.SequenceNode)
		if !isSequence {
			p.fail(path, p.places.at[path], MsgNotList)
			return
		}
		for _, one := range s.Values {
			each(path, one)
		}
	}
}

// table reads a mapping whose keys are free.
func (p *reader) table(to *map[string]string) reading {
	return func(path string, v value) {
		pairs, usable := p.pairs(path, v)
		if !usable {
			return
		}
		if pairs == nil && v.Type() != ast.MappingType {
			p.fail(path, p.places.at[path], MsgNotGroup, "…")
			return
		}
		*to = map[string]string{}
		for _, pair := range pairs {
			key, isText := keyText(pair.Key)
			inside := path + "." + key
			p.places.at[inside] = placeOf(pair.Value)
			if _, twice := (*to)[key]; twice || !isText {
				p.fail(inside, placeOf(pair.Key), MsgDuplicateKey)
				continue
			}
			var text string
			p.text(&text)(inside, pair.Value)
			(*to)[key] = text
		}
	}
}
