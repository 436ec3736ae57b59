package spec

import (
	"slices"
	"strings"
)

// tableT05 is the residence card of the second generation (card type 05).
// Its document, the second-generation specification for the public, Ver 1.1
// ("2G"), was not read by the authors of this table: clauses are those that
// sources quote, and every confidence says how far a fact has come.
func tableT05() Table {
	return prefixed("t05", slices.Concat(gen2Card(), gen2DF1(), gen2DF2(), gen2DF3(), gen2Crypto(), gen2Signature(),
		gen2Rules(), gen2Forms(), gen2Status(), gen2Guards(), gen2Effects()))
}

// tableT06 is the special permanent resident certificate of the second
// generation (card type 06): fewer printed entries, no permissions, and the
// remaining file of DF2 is its first.
func tableT06() Table {
	t := tableT05().renamed("t05", "t06").without("t06.df2.ef01.", "t06.df2.ef02.",
		"t06.df1.ef02.permission_kind.", "t06.df1.ef02.permission_date.", "t06.df1.ef02.work.",
		"t06.df1.ef02.period_until.", "t06.form.permission-")
	for i := range t {
		t[i].Key = strings.Replace(t[i].Key, "t06.df2.ef03.", "t06.df2.ef01.", 1)
		t[i] = ofCertificate(t[i])
	}
	return t.overridden("t06", []Cell{
		{"type", Text, "06", "2G 3.3.4", Source, "value of C1"},
		{"df1.ef02.size", Size, "46", "2G 3.3.1", Source, ""},
		{"df2.ef01.sfi", SFI, "03", "2G 4.2.5", Assumed, "not stated for this file; a reader may try 01 after 6A82"},
		{"sig.input", Layout, "entries:53 face:3000 name:2500", "2G 3.4.3.1", Source, "34 bytes of entries and 19 NULs"},
	})
}

// ofCertificate lowers what is seen on cards of type 05 to what sources say of
// type 06: files and signed entries were reported of the former only, and that
// C9 and CE are the two entries that follow the first four is inferred.
func ofCertificate(c Cell) Cell {
	parts := strings.Split(c.Key, ".")
	if inFile := len(parts) > 3 && strings.HasPrefix(parts[2], "ef"); inFile || parts[1] == "sig" && parts[2] == "entries" {
		c.Confidence = weakest(c.Confidence, Source)
	}
	if c.Key == "t06.df1.ef02.status.tag" || c.Key == "t06.df1.ef02.period.tag" {
		c.Confidence, c.Note = Inferred, "of all pairs only C9 and CE fill the 46 bytes"
	}
	return c
}

func gen2Card() []Cell {
	return []Cell{
		{"type", Text, "05", "2G 3.3.4", Source, "value of C1"},
		{"entry", Text, "mf", "2G 3.1", Field, "the MF is current after activation"},
		{"root", Text, "mf", "2G 3.3.1", Field, "where the free files stand"},
		{"commands", Layout, "select challenge mutual verify read-plain read-sm", "2G 4.2", Source, ""},
		{"transport.type", Text, "iso14443-b", "2G 2", Source, ""},
		{"transport.atr", Bytes, "3B88800100000000", "-", Inferred, "first bytes of what PC/SC makes of the ATQB; tells no card from another"},
		{"mf.fid", Bytes, "3F00", "as P 4.2.1(3)", Assumed, "readers of this generation never select the MF"},
		{"df1.aid", Bytes, "D392F0004F0200000000000000000000", "2G 3.3.2", Field, ""},
		{"df2.aid", Bytes, "D392F0004F0300000000000000000000", "2G 3.3.2", Field, ""},
		{"df3.aid", Bytes, "D392F0004F0400000000000000000000", "2G 3.3.2", Field, ""},

		{"mf.ef01.size", Size, "6", "2G 3.3.1", Field, ""},
		{"mf.ef01.sfi", SFI, "0B", "2G 4.2.5", Field, "P1 8B"},
		{"mf.ef01.access", Access, "free", "2G 3.3.3", Field, ""},
		{"mf.ef01.version.tag", Tag, "C0", "2G 3.3.4", Source, ""},
		{"mf.ef01.version.length", Size, "4", "2G 3.3.4", Source, ""},
		{"mf.ef01.version.repertoire", Text, "text", "2G 3.3.4", Source, ""},

		{"mf.ef02.size", Size, "4", "2G 3.3.1", Field, ""},
		{"mf.ef02.sfi", SFI, "0A", "2G 4.2.5", Field, "P1 8A"},
		{"mf.ef02.access", Access, "free", "2G 3.3.3", Field, ""},
		{"mf.ef02.type.tag", Tag, "C1", "2G 3.3.4", Source, ""},
		{"mf.ef02.type.length", Size, "2", "2G 3.3.4", Source, ""},
		{"mf.ef02.type.repertoire", Text, "text", "2G 3.3.4", Source, ""},
	}
}

func gen2DF1() []Cell {
	return []Cell{
		{"df1.ef01.size", Size, "14", "2G 3.3.1", Field, ""},
		{"df1.ef01.sfi", SFI, "01", "2G 4.2.5", Field, "P1 81"},
		{"df1.ef01.access", Access, "number+sm", "2G 3.3.3", Source, ""},
		{"df1.ef01.card_number.tag", Tag, "C2", "2G 3.3.4", Source, ""},
		{"df1.ef01.card_number.length", Size, "12", "2G 3.3.4", Source, ""},
		{"df1.ef01.card_number.repertoire", Text, "card-number", "2G 3.3.4", Source, "2 letters, 8 digits, 2 letters"},

		{"df1.ef02.size", Size, "73", "2G 3.3.1", Field, ""},
		{"df1.ef02.sfi", SFI, "03", "2G 4.2.5", Field, "P1 83"},
		{"df1.ef02.access", Access, "number+sm", "2G 3.3.3", Source, ""},
		{"df1.ef02.card_expiry.tag", Tag, "C5", "2G 3.3.4", Source, ""},
		{"df1.ef02.card_expiry.length", Size, "8", "2G 3.3.4", Source, ""},
		{"df1.ef02.card_expiry.repertoire", Text, "date", "2G 3.3.4", Source, "YYYYMMDD"},
		{"df1.ef02.birth.tag", Tag, "C6", "2G 3.3.4", Source, ""},
		{"df1.ef02.birth.length", Size, "8", "2G 3.3.4", Source, ""},
		{"df1.ef02.birth.repertoire", Text, "date", "2G 3.3.4", Source, "YYYYMMDD"},
		{"df1.ef02.sex.tag", Tag, "C7", "2G 3.3.4", Source, ""},
		{"df1.ef02.sex.length", Size, "1", "2G 3.3.4", Source, ""},
		{"df1.ef02.sex.repertoire", Text, "code", "2G 3.3.4", Source, ""},
		{"df1.ef02.sex.values", Layout, "1 2 3", "2G 3.3.4", Source, "1 male, 2 female; sources word 3 differently"},
		{"df1.ef02.nationality.tag", Tag, "C8", "2G 3.3.4", Field, ""},
		{"df1.ef02.nationality.length", Size, "3", "2G 3.3.4", Source, ""},
		{"df1.ef02.nationality.repertoire", Text, "alpha", "2G 3.3.4", Source, "alphabetic 3-letter code; the agency's table is not public"},
		{"df1.ef02.status.tag", Tag, "C9", "2G 3.3.4", Source, ""},
		{"df1.ef02.status.length", Size, "10", "2G 3.3.4", Source, ""},
		{"df1.ef02.status.repertoire", Text, "code", "2G 3.3.4", Source, "the agency's table is not public"},
		{"df1.ef02.period.tag", Tag, "CE", "2G 3.3.4", Source, ""},
		{"df1.ef02.period.length", Size, "4", "2G 3.3.4", Source, ""},
		{"df1.ef02.period.repertoire", Text, "period", "2G 3.3.4", Source, "YYMM, DDD days, 0000 without limit; DDD is taken to be filled with a NUL"},
		{"df1.ef02.permission_kind.tag", Tag, "CA", "2G 3.3.4", Source, ""},
		{"df1.ef02.permission_kind.length", Size, "2", "2G 3.3.4", Source, ""},
		{"df1.ef02.permission_kind.repertoire", Text, "code", "2G 3.3.4", Source, "the agency's table is not public"},
		{"df1.ef02.permission_date.tag", Tag, "CB", "2G 3.3.4", Source, ""},
		{"df1.ef02.permission_date.length", Size, "8", "2G 3.3.4", Source, ""},
		{"df1.ef02.permission_date.repertoire", Text, "date", "2G 3.3.4", Source, "YYYYMMDD"},
		{"df1.ef02.work.tag", Tag, "CC", "2G 3.3.4", Source, ""},
		{"df1.ef02.work.length", Size, "1", "2G 3.3.4", Source, ""},
		{"df1.ef02.work.repertoire", Text, "code", "2G 3.3.4", Source, ""},
		{"df1.ef02.work.values", Layout, "1 2 4 9", "2G 3.3.4", Source, "1 none, 2 status-based work only, 4 designated work only, 9 not permitted"},
		{"df1.ef02.period_until.tag", Tag, "CD", "2G 3.3.4", Source, ""},
		{"df1.ef02.period_until.length", Size, "8", "2G 3.3.4", Source, ""},
		{"df1.ef02.period_until.repertoire", Text, "date", "2G 3.3.4", Source, "YYYYMMDD"},

		{"df1.ef03.size", Size, "5508", "2G 3.3.1", Field, ""},
		{"df1.ef03.sfi", SFI, "04", "2G 4.2.5", Field, "P1 84"},
		{"df1.ef03.access", Access, "number+sm", "2G 3.3.3", Source, ""},
		{"df1.ef03.name.tag", Tag, "D0", "2G 3.3.4", Source, ""},
		{"df1.ef03.name.length", Size, "2500", "2G 3.3.4", Source, ""},
		{"df1.ef03.name.repertoire", Text, "tiff-g4", "2G 3.3.4", Source, "bilevel, NUL tail"},
		{"df1.ef03.face.tag", Tag, "D1", "2G 3.3.4", Source, ""},
		{"df1.ef03.face.length", Size, "3000", "2G 3.3.4", Source, ""},
		{"df1.ef03.face.repertoire", Text, "jpeg2000", "2G 3.3.4", Source, "colour, NUL tail"},

		{"df1.ef04.size", Size, "2505", "2G 3.3.1", Field, ""},
		{"df1.ef04.sfi", SFI, "06", "2G 4.2.5", Field, "P1 86"},
		{"df1.ef04.access", Access, "number+sm", "2G 3.3.3", Source, ""},
		{"df1.ef04.address.tag", Tag, "DFD1", "2G 3.3.4", Source, ""},
		{"df1.ef04.address.length", Size, "2500", "2G 3.3.4", Source, ""},
		{"df1.ef04.address.repertoire", Text, "tiff-g4", "2G 3.3.4", Source, "bilevel, NUL tail"},
	}
}

func gen2DF2() []Cell {
	return []Cell{
		{"df2.ef01.size", Size, "22", "2G 3.3.1", Field, ""},
		{"df2.ef01.sfi", SFI, "01", "2G 4.2.5", Field, "P1 81"},
		{"df2.ef01.access", Access, "number", "2G 3.3.3", Source, ""},
		{"df2.ef01.permission_comprehensive.tag", Tag, "D5", "2G 3.3.4.4", Source, ""},
		{"df2.ef01.permission_comprehensive.length", Size, "7", "2G 3.3.4.4", Source, "1 byte is used"},
		{"df2.ef01.permission_comprehensive.form", Text, "short", "-", Assumed, "written with the length it uses; read D5 07 too"},
		{"df2.ef01.permission_comprehensive.repertoire", Text, "code", "2G 3.3.4.4", Source, ""},
		{"df2.ef01.permission_comprehensive.values", Layout, "0 1 2", "2G 3.3.4.4", Source, "0 none; 1 up to 28 hours a week, no adult entertainment; 2 up to 28 hours a week, education"},
		{"df2.ef01.permission_comprehensive_until.tag", Tag, "D6", "2G 3.3.4.4", Source, ""},
		{"df2.ef01.permission_comprehensive_until.length", Size, "8", "2G 3.3.4.4", Source, ""},
		{"df2.ef01.permission_comprehensive_until.repertoire", Text, "date", "2G 3.3.4.4", Source, "YYYYMMDD; NULs without a permission is assumed"},
		{"df2.ef01.permission_individual.tag", Tag, "D7", "2G 3.3.4.4", Source, ""},
		{"df2.ef01.permission_individual.length", Size, "1", "2G 3.3.4.4", Source, ""},
		{"df2.ef01.permission_individual.repertoire", Text, "flag", "2G 3.3.4.4", Source, "0 none, 1 granted"},

		{"df2.ef02.size", Size, "3", "2G 3.3.1", Field, ""},
		{"df2.ef02.sfi", SFI, "02", "2G 4.2.5", Field, "P1 82"},
		{"df2.ef02.access", Access, "number", "2G 3.3.3", Source, ""},
		{"df2.ef02.application_status.tag", Tag, "D8", "2G 3.3.4", Source, ""},
		{"df2.ef02.application_status.length", Size, "1", "2G 3.3.4", Source, ""},
		{"df2.ef02.application_status.repertoire", Text, "flag", "2G 3.3.4", Source, "0 none, 1 pending"},

		{"df2.ef03.size", Size, "207", "2G 3.3.1", Field, ""},
		{"df2.ef03.sfi", SFI, "03", "2G 4.2.5", Field, "P1 83"},
		{"df2.ef03.access", Access, "number", "2G 3.3.3", Source, ""},
		{"df2.ef03.commissioner_entry.tag", Tag, "D9", "2G 3.3.4", Source, ""},
		{"df2.ef03.commissioner_entry.length", Size, "1", "2G 3.3.4", Source, ""},
		{"df2.ef03.commissioner_entry.repertoire", Text, "flag", "2G 3.3.4", Source, "0 none, 1 recorded; always stored"},
		{"df2.ef03.reserved_text.tag", Tag, "DE", "2G 3.3.4", Source, ""},
		{"df2.ef03.reserved_text.length", Size, "200", "2G 3.3.4", Source, "up to 100 characters does not fit 200 bytes of UTF-8; the bytes are the limit"},
		{"df2.ef03.reserved_text.form", Text, "fixed-82", "-", Inferred, "a length of 3 bytes is what makes 207"},
		{"df2.ef03.reserved_text.repertoire", Text, "text", "2G 3.3.4", Source, "JIS X 0213"},
	}
}

func gen2DF3() []Cell {
	return []Cell{
		{"df3.ef01.size", Size, "704", "2G 3.3.1", Field, ""},
		{"df3.ef01.sfi", SFI, "02", "2G 4.2.5", Field, "P1 82"},
		{"df3.ef01.access", Access, "number", "2G 3.3.3", Source, ""},
		{"df3.ef01.check_code.tag", Tag, "DC", "2G 3.3.4.10", Field, ""},
		{"df3.ef01.check_code.length", Size, "96", "2G 3.3.4.10", Field, ""},
		{"df3.ef01.check_code.repertoire", Text, "binary", "2G 3.3.4.10", Source, ""},
		{"df3.ef01.certificate.tag", Tag, "DD", "2G 3.3.4.10", Field, ""},
		{"df3.ef01.certificate.length", Size, "602", "2G 3.3.4.10", Source, "598 or 599 are used"},
		{"df3.ef01.certificate.form", Text, "short", "2G appendix 2", Field, "the length of the certificate; the NULs stand after the object"},
		{"df3.ef01.certificate.repertoire", Text, "x509", "2G 3.3.4.10", Source, ""},
	}
}

func gen2Crypto() []Cell {
	return []Cell{
		{"ke.method", Text, "challenge-mutual", "2G 4.2.4", Field, ""},
		{"ke.base-key", Algorithm, "sha1-first16", "2G appendix 2", Official, "Kenc = Kmac, of the 12 characters of the number"},
		{"ke.cipher", Algorithm, "aes128-cbc-iv0", "2G appendix 2", Official, "without padding"},
		{"ke.mac", Algorithm, "aes-cmac-left8", "2G appendix 2", Official, "leftmost 8 bytes; nothing is padded before it"},
		{"ke.session-key", Algorithm, "sha1-xor-00000001-first16", "2G appendix 2", Official, "KSenc; no KSmac exists"},
		{"ke.challenge.length", Size, "8", "2G 4.2.3", Official, "RND.ICC and RND.IFD"},
		{"ke.key.length", Size, "16", "2G appendix 2", Official, "K.IFD and K.ICC"},
		{"ke.check.mac", Text, "yes", "2G appendix 2", Source, "that the card checks M_IFD is implied by its 6300 only"},
		{"ke.layout.ifd", Layout, "RND.IFD RND.ICC K.IFD", "2G appendix 2", Official, ""},
		{"ke.layout.icc", Layout, "RND.ICC RND.IFD K.ICC", "2G appendix 2", Official, ""},
		{"verify.p2", Bytes, "86", "2G 4.2.2", Field, ""},
		{"verify.retries", Text, "unlimited", "-", Inferred, "6300 without a counter"},
		{"verify.number.length", Size, "12", "2G 4.2.2", Official, ""},
		{"sm.cipher", Algorithm, "aes128-cbc-iv0", "2G appendix 2", Official, "IV 0 in every message"},
		{"sm.padding", Algorithm, "pad-80-00", "2G appendix 2", Official, "always added, 1 to 16 bytes"},
		{"sm.data.tag", Tag, "86", "2G 4.2.5", Official, ""},
		{"sm.indicator", Bytes, "01", "2G 4.2.5", Official, ""},
		{"sm.le.tag", Tag, "96", "2G 4.2.5", Official, ""},
		{"sm.le.length", Size, "2", "2G 4.2.5", Official, "hh ll"},
		{"sm.mac", Text, "none", "2G 4.2.5", Source, "encryption only"},
	}
}

func gen2Signature() []Cell {
	return []Cell{
		{"sig.algorithm", Algorithm, "ecdsa-p384-sha256-raw", "2G 3.4.3.1", Field, "r and s of 48 bytes each; that DC holds them raw is inferred from its 96 bytes"},
		{"sig.raw", Text, "yes", "2G 3.4.3.1", Inferred, "a source speaks of ASN.1, which does not fit 96 bytes; DER is read and flagged"},
		{"sig.entries", Text, "df1/ef02", "2G 3.4.3.1", Field, "the values of this file in stored order, without tags and lengths"},
		{"sig.input", Layout, "entries:53 face:3000 name:2500", "2G 3.4.3.1", Field, "each filled with NULs to its length"},
		{"sig.chain", Text, "one-step", "published CA files", Field, "one step under ZairyuCard CA2"},
		{"sig.root.production", Fingerprint, "11e6ad8b8e64f0cdb1d8ba9e3689926c80e8479a2f098616f674a23582bec13b", "published CA files", Source, "ec_cacert_20260420.crt, ZairyuCard CA2, serial 01, 2026-04-20 to 2039-07-20"},
		{"sig.root.test", Fingerprint, "1846b815d31f04fe93d57450a6d8a8c351eac3d8c444a2375d95734df7dd1057", "published CA files", Source, "001460788.zip, ZairyuCard CA2 for tests, serial 01, 2026-03-19 to 2039-06-19"},
	}
}

// gen2Rules are facts that no card computes with; claims rest on them.
func gen2Rules() []Cell {
	return []Cell{
		{"rule.lc-wins.select", Text, "yes", "as P 4.2.1(6)", Inferred, "data longer than Lc: Lc is right"},
		{"rule.lc-wins.verify", Text, "yes", "as P 4.2.2(6)", Inferred, ""},
		{"rule.lc-wins.mutual", Text, "yes", "as P 4.2.4(6)", Inferred, ""},
		{"rule.fresh-challenge", Text, "yes", "2G 4.2.4", Source, "GET CHALLENGE must directly precede"},
		{"rule.random-challenge", Text, "yes", "2G 4.2.3", Source, "RND.ICC is a random number"},
		{"rule.random-key", Text, "yes", "2G appendix 2", Source, "K.ICC is a random number"},
		{"rule.verify-under-sm", Text, "yes", "2G 4.2.2", Inferred, ""},
		{"rule.pictures-decode", Text, "yes", "2G 3.3.4", Inferred, "no pixel size is given"},
		{"rule.leaf-profile", Text, "digital-signature", "-", Assumed, "no certificate profile was recovered"},
		{"rule.sessions-read-the-same", Text, "yes", "-", Inferred, ""},
	}
}

func gen2Forms() []Cell {
	return []Cell{
		{"text.encoding", Algorithm, "utf-8", "2G 3.3.4", Field, "without BOM; the JIS column is the repertoire only"},
		{"text.fallback", Algorithm, "none", "-", Inferred, "no other encoding was seen on this generation"},
		{"object.tag-bytes", Count, "2", "2G 3.2.3", Source, "a tag whose low five bits are ones has a second byte"},
		{"object.end", Tag, "00", "2G 3.2.3", Field, "the unused end of a file is NULs"},
		{"form.permission-never", Text, "code-0", "-", Assumed, "D5 0, D6 NULs, D7 0; read an absent D6 too"},
		{"form.nophoto.age", Count, "1", "2G 3.3.5", Source, "years; under it no face image"},
		{"form.nophoto.grace", Text, "none", "-", Assumed, "no exception is known"},
		{"form.nophoto.df3.ef01", Bytes, "DC00DD00", "-", Inferred, "as DA00DB00 of the first generation"},
		{"form.nophoto.face", Bytes, "D100", "-", Assumed, "absent or NULs are read too"},
	}
}
