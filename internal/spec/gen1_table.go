package spec

import "slices"

// tableT1 is the residence card of the first generation (card type 1).
func tableT1() Table {
	return prefixed("t1", slices.Concat(gen1Files(), gen1Crypto(), gen1Rules(), gen1Forms(),
		gen1Status(), gen1Guards(), gen1Effects()))
}

// tableT2 is the special permanent resident certificate of the first
// generation (card type 2): the same card less three files (3.3.1).
func tableT2() Table {
	t := tableT1().renamed("t1", "t2").without("t2.df2.ef02.", "t2.df2.ef03.", "t2.df2.ef04.",
		"t2.form.permission-")
	i := t.index("t2.type")
	t[i].Value = "2"
	return t
}

func gen1Files() []Cell {
	return []Cell{
		{"type", Text, "1", "P 3.3.4.2", Official, "value of C1"},
		{"entry", Text, "mf", "P 3.1", Official, "the MF is current after activation"},
		{"root", Text, "mf", "P 3.3.1", Official, "where the free files stand"},
		{"commands", Layout, "select challenge mutual verify read-plain read-sm", "P 4.1.2", Official, "table 4-4"},
		{"transport.type", Text, "iso14443-b", "P 2.1", Official, ""},
		{"transport.atr", Bytes, "3B88800100000000", "P 2.1", Inferred, "first bytes of what PC/SC makes of the ATQB; tells no card from another"},
		{"mf.fid", Bytes, "3F00", "P 4.2.1(3)", Official, ""},
		{"df1.aid", Bytes, "D392F0004F0200000000000000000000", "P 3.3.2", Official, ""},
		{"df2.aid", Bytes, "D392F0004F0300000000000000000000", "P 3.3.2", Official, ""},
		{"df3.aid", Bytes, "D392F0004F0400000000000000000000", "P 3.3.2", Official, ""},

		{"mf.ef01.size", Size, "6", "P 3.3.1", Official, ""},
		{"mf.ef01.sfi", SFI, "0B", "P 4.2.5(3)", Official, "P1 8B"},
		{"mf.ef01.access", Access, "free", "P 3.3.3", Official, ""},
		{"mf.ef01.version.tag", Tag, "C0", "P 3.3.4.1", Official, ""},
		{"mf.ef01.version.length", Size, "4", "P 3.3.4.1", Official, ""},
		{"mf.ef01.version.repertoire", Text, "text", "P 3.3.4.1", Official, "JIS X 0201"},

		{"mf.ef02.size", Size, "3", "P 3.3.1", Official, ""},
		{"mf.ef02.sfi", SFI, "0A", "P 4.2.5(3)", Official, "P1 8A"},
		{"mf.ef02.access", Access, "free", "P 3.3.3", Official, ""},
		{"mf.ef02.type.tag", Tag, "C1", "P 3.3.4.2", Official, ""},
		{"mf.ef02.type.length", Size, "1", "P 3.3.4.2", Official, ""},
		{"mf.ef02.type.repertoire", Text, "text", "P 3.3.4.2", Official, "JIS X 0201"},

		{"df1.ef01.size", Size, "7004", "P 3.3.1", Official, ""},
		{"df1.ef01.sfi", SFI, "05", "P 4.2.5(3)", Official, "P1 85"},
		{"df1.ef01.access", Access, "number+sm", "P 3.3.3", Official, ""},
		{"df1.ef01.front.tag", Tag, "D0", "P 3.3.4.3", Official, ""},
		{"df1.ef01.front.length", Size, "7000", "P 3.3.4.3", Official, ""},
		{"df1.ef01.front.repertoire", Text, "tiff-g4", "P 3.3.4.3", Official, "NUL tail"},

		{"df1.ef02.size", Size, "3004", "P 3.3.1", Official, ""},
		{"df1.ef02.sfi", SFI, "06", "P 4.2.5(3)", Official, "P1 86"},
		{"df1.ef02.access", Access, "number+sm", "P 3.3.3", Official, ""},
		{"df1.ef02.face.tag", Tag, "D1", "P 3.3.4.4", Official, ""},
		{"df1.ef02.face.length", Size, "3000", "P 3.3.4.4", Official, ""},
		{"df1.ef02.face.repertoire", Text, "jpeg2000", "P 3.3.4.4", Official, "colour, NUL tail"},

		{"df2.ef01.size", Size, "342", "P 3.3.1", Official, ""},
		{"df2.ef01.sfi", SFI, "01", "P 4.2.5(3)", Official, "P1 81"},
		{"df2.ef01.access", Access, "number", "P 3.3.3", Official, ""},
		{"df2.ef01.address_date.tag", Tag, "D2", "P 3.3.4.5", Official, ""},
		{"df2.ef01.address_date.length", Size, "8", "P 3.3.4.5", Official, ""},
		{"df2.ef01.address_date.repertoire", Text, "date", "P 3.3.4.5", Official, "YYYYMMDD"},
		{"df2.ef01.municipality.tag", Tag, "D3", "P 3.3.4.5", Official, ""},
		{"df2.ef01.municipality.length", Size, "6", "P 3.3.4.5", Official, ""},
		{"df2.ef01.municipality.repertoire", Text, "municipality", "P 3.3.4.5", Official, "local-government code with check digit"},
		{"df2.ef01.address.tag", Tag, "D4", "P 3.3.4.5", Official, ""},
		{"df2.ef01.address.length", Size, "320", "P 3.3.4.5", Official, "up to 80 characters"},
		{"df2.ef01.address.repertoire", Text, "text", "P 3.3.4.5", Official, "JIS X 0213:2004"},

		{"df2.ef02.size", Size, "122", "P 3.3.1", Official, ""},
		{"df2.ef02.sfi", SFI, "02", "P 4.2.5(3)", Official, "P1 82"},
		{"df2.ef02.access", Access, "number", "P 3.3.3", Official, ""},
		{"df2.ef02.permission_comprehensive.tag", Tag, "D5", "P 3.3.4.6", Official, ""},
		{"df2.ef02.permission_comprehensive.length", Size, "120", "P 3.3.4.6", Official, ""},
		{"df2.ef02.permission_comprehensive.repertoire", Text, "text", "P 3.3.4.6", Official, "JIS X 0213:2004"},

		{"df2.ef03.size", Size, "122", "P 3.3.1", Official, ""},
		{"df2.ef03.sfi", SFI, "03", "P 4.2.5(3)", Official, "P1 83"},
		{"df2.ef03.access", Access, "number", "P 3.3.3", Official, ""},
		{"df2.ef03.permission_individual.tag", Tag, "D6", "P 3.3.4.7", Official, ""},
		{"df2.ef03.permission_individual.length", Size, "120", "P 3.3.4.7", Official, ""},
		{"df2.ef03.permission_individual.repertoire", Text, "text", "P 3.3.4.7", Official, "JIS X 0213:2004"},

		{"df2.ef04.size", Size, "3", "P 3.3.1", Official, ""},
		{"df2.ef04.sfi", SFI, "04", "P 4.2.5(3)", Official, "P1 84"},
		{"df2.ef04.access", Access, "number", "P 3.3.3", Official, ""},
		{"df2.ef04.application_status.tag", Tag, "D7", "P 3.3.4.8", Official, ""},
		{"df2.ef04.application_status.length", Size, "1", "P 3.3.4.8", Official, ""},
		{"df2.ef04.application_status.repertoire", Text, "flag", "P 3.3.4.8", Official, "0 none, 1 pending"},

		{"df3.ef01.size", Size, "1464", "P 3.3.1", Official, ""},
		{"df3.ef01.sfi", SFI, "02", "P 4.2.5(3)", Official, "P1 82"},
		{"df3.ef01.access", Access, "number", "P 3.3.3", Official, ""},
		{"df3.ef01.check_code.tag", Tag, "DA", "P 3.3.4.9", Official, ""},
		{"df3.ef01.check_code.length", Size, "256", "P 3.3.4.9", Official, ""},
		{"df3.ef01.check_code.repertoire", Text, "binary", "P 3.3.4.9", Official, ""},
		{"df3.ef01.certificate.tag", Tag, "DB", "P 3.3.4.9", Official, ""},
		{"df3.ef01.certificate.length", Size, "1200", "P 3.3.4.9", Official, ""},
		{"df3.ef01.certificate.repertoire", Text, "x509", "P 3.3.4.9", Official, "certificate, then NULs"},
	}
}

func gen1Crypto() []Cell {
	return []Cell{
		{"ke.method", Text, "challenge-mutual", "P 3.5.2", Official, ""},
		{"ke.base-key", Algorithm, "sha1-first16", "P annex 1", Official, "Kenc = Kmac, from the 12 characters of the number"},
		{"ke.cipher", Algorithm, "tdes2-cbc-iv0", "P annex 1", Official, "no padding: 32 bytes"},
		{"ke.mac", Algorithm, "retail-mac-pad2", "P annex 1", Official, "8 bytes, padding method 2"},
		{"ke.session-key", Algorithm, "sha1-xor-00000001-first16", "P annex 1", Official, "KSenc; no KSmac exists"},
		{"ke.challenge.length", Size, "8", "P 4.2.3(3)", Official, "RND.ICC and RND.IFD"},
		{"ke.key.length", Size, "16", "P annex 1", Official, "K.IFD and K.ICC"},
		{"ke.check.mac", Text, "yes", "P annex 1", Source, "that the card checks M_IFD is implied by its 6300 only"},
		{"ke.layout.ifd", Layout, "RND.IFD RND.ICC K.IFD", "P annex 1", Official, ""},
		{"ke.layout.icc", Layout, "RND.ICC RND.IFD K.ICC", "P annex 1", Official, ""},
		{"verify.p2", Bytes, "86", "P 4.2.2(3)", Official, ""},
		{"verify.retries", Text, "unlimited", "P 4.2.2(2)", Official, "no counter in the card"},
		{"verify.number.length", Size, "12", "P 4.2.2(3)", Official, ""},
		{"sm.cipher", Algorithm, "tdes2-cbc-iv0", "P 4.2.5(4)", Official, "IV 0 in every message"},
		{"sm.padding", Algorithm, "pad-80-00", "P 4.2.5(4)", Official, "always added, 1 to 8 bytes"},
		{"sm.data.tag", Tag, "86", "P 4.2.5(4)", Official, ""},
		{"sm.indicator", Bytes, "01", "P 4.2.5(4)", Official, ""},
		{"sm.le.tag", Tag, "96", "P 4.2.5(3)", Official, ""},
		{"sm.le.length", Size, "2", "P 4.2.5(3)", Official, "hh ll"},
		{"sm.mac", Text, "none", "P 4.2.5(4)", Official, "encryption only"},
		{"sig.algorithm", Algorithm, "rsa2048-pkcs1v15-sha256", "P 3.4.3.1", Official, ""},
		{"sig.input", Layout, "front face", "P 3.4.3.1", Official, "the values at their full length, NUL tail included"},
		{"sig.digest-info", Text, "standard", "P 3.4.3.1", Assumed, "figure 3-4 leaves no room for the DigestInfo prefix, yet cites PKCS#1 v1.5"},
		{"sig.chain", Text, "one-step", "published CA files", Field, "one step under a root named ZairyuCard CA"},
		{"sig.root.1", Fingerprint, "97f37c5967af5f3cd84e6ed694b09539abb7f8e7e76b6f7496a060008982983d", "published CA files", Source, "930001756.crt, serial 2A, 2015-06-05 to 2025-09-05"},
		{"sig.root.2", Fingerprint, "ff02323cea7b8c3dfc0dc2de79d46e78514af587368523086b188e9690aec861", "published CA files", Source, "930001757.crt, serial 4B, 2018-04-06 to 2028-07-06"},
		{"sig.root.3", Fingerprint, "6f50161aa80f7ff7c630505faf472906f7b101d5083e327a6182c82cd7985e67", "published CA files", Source, "001353372.crt, serial 74, 2021-05-27 to 2031-08-27"},
		{"sig.root.4", Fingerprint, "bf854466ed9abf61f559c39bf8790546f8acdab99b51fd2330563669ce4a71b2", "published CA files", Source, "001421582.crt, serial 93, 2024-05-08 to 2034-08-08"},
	}
}

// gen1Rules are facts that no card computes with; claims rest on them.
func gen1Rules() []Cell {
	return []Cell{
		{"rule.lc-wins.select", Text, "yes", "P 4.2.1(6)", Official, "data longer than Lc: Lc is right"},
		{"rule.lc-wins.verify", Text, "yes", "P 4.2.2(6)", Official, ""},
		{"rule.lc-wins.mutual", Text, "yes", "P 4.2.4(6)", Official, ""},
		{"rule.fresh-challenge", Text, "yes", "P 4.2.4(2)", Official, "fetched directly before, fetched again after a failure"},
		{"rule.random-challenge", Text, "yes", "P 4.2.3(4)", Official, "RND.ICC is a random number"},
		{"rule.random-key", Text, "yes", "P annex 1", Official, "K.ICC is a random number"},
		{"rule.verify-under-sm", Text, "yes", "P 4.2.2(2)", Official, ""},
		{"rule.municipality-check-digit", Text, "11-weighted-mod-11", "P 3.3.4.5", Inferred, "the document shows a 6-digit code, 131016; that its last digit checks the others is the rule of the local-government code"},
		{"rule.pictures-decode", Text, "yes", "P 3.3.4.3, 3.3.4.4", Inferred, "no pixel size is given"},
		{"rule.leaf-profile", Text, "digital-signature", "P 3.3.4.9", Assumed, "the document gives no certificate profile"},
		{"rule.sessions-read-the-same", Text, "yes", "P 3.5.1", Inferred, ""},
	}
}

func gen1Forms() []Cell {
	return []Cell{
		{"text.encoding", Algorithm, "utf-8", "P 3.3.4", Official, "without BOM; the JIS column is the repertoire only"},
		{"text.fallback", Algorithm, "shift_jis", "-", Assumed, "cards written before the clause named UTF-8; a reading by it is marked as a guess"},
		{"object.tag-bytes", Count, "1", "P 3.2.3.1", Official, "every tag has one byte"},
		{"object.end", Tag, "00", "P 3.3.4.6", Official, "tag 00 ends the data"},
		{"form.permission-withdrawn", Text, "zero", "P 3.3.4.6", Official, "tag, length and value all 00"},
		{"form.permission-never", Text, "zero", "-", Assumed, "read headers with NULs too"},
		{"form.address-never", Text, "headers", "-", Assumed, "read all-NUL too"},
		{"form.nophoto.age", Count, "16", "P 3.3.5", Official, "years; under it no photo and no signature"},
		{"form.nophoto.grace", Text, "half-year", "P 3.3.5", Inferred, "footnote 3 exempts a card issued half a year before that birthday; that it then has both is inferred"},
		{"form.nophoto.df3.ef01", Bytes, "DA00DB00", "P 3.3.5", Assumed, "footnote 1; footnote 2 of the same clause says DA00"},
		{"form.nophoto.df1.ef02", Bytes, "D100", "P 3.3.5", Assumed, "the clause does not say"},
	}
}
