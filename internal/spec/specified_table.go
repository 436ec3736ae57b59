package spec

import (
	"slices"
	"strings"
)

// The specified cards (types 07 and 08) are a residence application on the My
// Number card. Their document ("SC", public edition Ver 1.1) was not read, and
// no open implementation of it is known. Sources list its topics; a sister
// application of the same card was measured by others ("M"). So a specified
// card is the second-generation card with every confidence capped, a few cells
// that sources confirm, and one block of unverified choices
// (specified_unverified.go).
func tableT07() Table { return specified(tableT05(), "t05", "t07", "07") }

func tableT08() Table {
	t := specified(tableT06(), "t06", "t08", "08")
	i := t.index("t08.sig.input")
	t[i].Confidence, t[i].Note = Assumed, t[i].Note+"; what this type signs is told by no source"
	return t
}

func specified(t Table, from, to, typ string) Table {
	t = t.renamed(from, to).without(
		to+".ke.", to+".rule.fresh-challenge", to+".rule.random-", to+".rule.lc-wins.",
		to+".sw.challenge.", to+".sw.mutual.", to+".sw.select.6999",
		to+".guard.challenge.", to+".guard.mutual.", to+".effect.challenge.", to+".effect.mutual.", to+".effect.any")
	for i := range t {
		t[i].Key = strings.Replace(t[i].Key, to+".mf.ef", to+".ap.ef", 1)
		t[i].Confidence = weakest(t[i].Confidence, specifiedConfidence(strings.TrimPrefix(t[i].Key, to+".")))
	}
	t = t.inserted(to+".df1.aid", Cell{to + ".ap.aid", Bytes, "D392F0004F0100000000000000000000", "SC 3.3.2", Source, ""})
	for _, form := range []string{"verify", "read-sm"} {
		t = t.inserted(to+".guard."+form+".sm-object-wrong",
			Cell{to + ".guard." + form + ".sm-object-missing", Guard, "6987", "M", Inferred, "no object of the tag at all"})
	}
	return t.overridden(to, slices.Concat(specifiedCard(typ), unverified()))
}

// inserted returns the table with a row before the one of key.
func (t Table) inserted(key string, row Cell) Table {
	return slices.Insert(slices.Clone(t), t.index(key), row)
}

// specifiedConfidence is the most that a cell taken over from the second
// generation may be: confirmed by a source, which files and objects there are,
// their tags and the roots; left open, sizes and short identifiers, status
// words and the rest of the sheet's assumptions; everything else is inferred
// from the sister document. No cell is surer than the one it is taken from.
func specifiedConfidence(key string) Confidence {
	parts := strings.Split(key, ".")
	inFile := len(parts) >= 3 && strings.HasPrefix(parts[1], "ef")
	switch last := parts[len(parts)-1]; {
	case inFile && (last == "tag" || last == "repertoire" || last == "values"):
		return Source
	case inFile:
		return Assumed
	case key == "df1.aid" || key == "df2.aid" || key == "df3.aid":
		return Source
	case strings.HasPrefix(key, "guard.") || strings.HasPrefix(key, "sw.") || key == "verify.retries" || key == "form.nophoto.df3.ef01":
		return Assumed
	case key == "sig.chain" || strings.HasPrefix(key, "sig.root."):
		return Source
	}
	return Inferred
}

// specifiedCard are the cells that differ and that sources tell.
func specifiedCard(typ string) []Cell {
	return []Cell{
		{"type", Text, typ, "SC 3.3.4.2", Source, "value of C1"},
		{"entry", Text, "ap", "SC 3.3.2", Source, "the residence application must be selected before its DFs"},
		{"root", Text, "ap", "SC 3.3.4.2", Source, "where the free files stand"},
		{"commands", Layout, "select set-key verify read-plain read-sm", "SC 4.2", Source, ""},
		{"ap.ef01.access", Access, "free", "SC 3.3.3", Inferred, "read before the session key"},
		{"ap.ef02.access", Access, "free", "SC 3.3.3", Inferred, "read before the session key"},
		{"ke.method", Text, "set-session-key", "SC 4.2", Source, "no GET CHALLENGE, no MUTUAL AUTHENTICATE"},
		{"ke.header", Bytes, "80AE0000", "SC 4.2.3", Source, "SET SESSION KEY"},
		{"ke.modulus.length", Size, "256", "SC 4.2.3", Source, "RSA 2048, e = 65537; one key of the agency for all cards is inferred"},
		{"sm.mac", Text, "none", "M", Inferred, "AES-CMAC stands in the document; the sister application refuses it"},
		{"effect.select-ap.ok", Effect, "enter-df clear-ef clear-session clear-verified", "SC 4.2.3(2)", Source, "selecting the application erases the session key"},
		{"effect.select-mf.ok", Effect, "enter-df clear-ef clear-session clear-verified", "M", Inferred, "selecting another application ends the session"},
		{"rule.unverified-profile", Text, "yes", "-", Assumed, "passing against this model proves nothing about genuine cards"},
	}
}

// weakest is the less sure of two confidences.
func weakest(a, b Confidence) Confidence {
	order := []Confidence{Official, Field, Source, Inferred, Assumed}
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}

// overridden returns the table with rows put in the place of those of the
// same key, or at the end. Keys of rows lack the profile's name.
func (t Table) overridden(profile string, rows []Cell) Table {
	out := slices.Clone(t)
	for _, row := range rows {
		if profile != "" {
			row.Key = profile + "." + row.Key
		}
		if i := out.index(row.Key); i >= 0 {
			out[i] = row
		} else {
			out = append(out, row)
		}
	}
	return out
}
