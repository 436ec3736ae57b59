package icc

import (
	"github.com/zairyukit/zairyu/conformance"
)

// plainRead is ICC_G: READ BINARY in plain (P 4.2.5).
func plainRead() []conformance.Case {
	return []conformance.Case{
		{
			ID: "ICC_G_01", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("Le 000000で全体を読む", "Le 000000 reads the whole file"),
			Purpose: text("ファイル容量の全バイトを返し、末尾のNULも省かない。", "All bytes of the file's size come, the NUL tail included."),
			Refs:    []string{"P 3.3.1", "P 4.2.5(3)"}, Variants: perFile(plainToo, g01),
		},
		{
			ID: "ICC_G_02", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("容量以下のLe", "Le of the file's size and below"),
			Purpose: text("Leが容量と等しければ全体、小さければその長さだけを返す。", "Le equal to the size gives the whole file, a smaller one that many bytes."),
			Refs:    []string{"P 4.2.5(3)"}, Variants: fEach(plainToo, g02, "exact", "shorter"),
		},
		{
			ID: "ICC_G_03", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("容量を超えるLe", "Le over the file's size"),
			Purpose: text("存在するデータを9000で返し、6282は返さない。", "What exists is given with 9000, never 6282."),
			Refs:    []string{"P 4.2.5(3)", "P 4.2.5(5)"}, Variants: fEach(plainToo, g03, "plus1", "32767", "65535"),
		},
		{
			ID: "ICC_G_04", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VAA",
			Title:   text("ファイル指定での8ビットオフセット", "8-bit offset with a short EF identifier"),
			Purpose: text("P2に指定できるすべてのオフセットから読める。", "Every offset that P2 can name gives the bytes from there on."),
			Refs:    []string{"P 4.2.5(3)"}, Variants: perFile(plainToo, g04),
		},
		{
			ID: "ICC_G_05", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("EFの範囲外のオフセット", "Offset outside the EF"),
			Purpose: text("容量以上のオフセットは6B00で拒否し、データを返さない。", "An offset of the size or more is refused with 6B00 and no data."),
			Refs:    []string{"P 3.3.1", "P 4.2.5(5)"}, Variants: fEach(plainToo, g05, "size", "size-plus1", "7fff"),
		},
		{
			ID: "ICC_G_06", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VAA",
			Title:   text("カレントEFの15ビットオフセット", "15-bit offset in the current EF"),
			Purpose: text("オフセット0、255、256、末尾の1バイトから読める。Le 0000では末尾まで読む。", "Offsets 0, 255, 256 and the last byte can be read; Le 0000 reads to the end."),
			Refs:    []string{"P 4.2.5(3)"}, Variants: g06,
		},
		{
			ID: "ICC_G_07", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA",
			Title:   text("カレントEFがないときのオフセット指定", "Offset form without a current EF"),
			Purpose: text("リセット、MF選択、DF選択の後はカレントEFがなく6986となる。", "After reset, SELECT MF and SELECT DF there is no current EF: 6986."),
			Refs:    []string{"P 3.2.2", "P 4.2.5(5)"}, Variants: g07,
		},
		{
			ID: "ICC_G_08", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "ASA", Safety: conformance.S2,
			Title:   text("P1の誤り", "Wrong P1"),
			Purpose: text("短縮EF識別子0と31、P1の上位3ビットが100でない値は6A86または6A82となる。", "SFI 0 and 31, and P1 with upper bits other than 100, give 6A86 or 6A82."),
			Refs:    []string{"P 4.2.5(3)", "P 4.2.5(5)"}, Variants: g08,
		},
		{
			ID: "ICC_G_09", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("分割して読んでも同じ", "Read in chunks, the bytes are the same"),
			Purpose: text("16～1,600バイトずつ読んで連結すると全体と一致する。", "Chunks of 16 to 1,600 bytes, joined, make the whole file."),
			Refs:    []string{"P 4.2.5(3)"}, Variants: g09,
		},
		{
			ID: "ICC_G_10", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VSA",
			Title:   text("1バイトのLeでも同じ", "A 1-byte Le gives the same"),
			Purpose: text("1バイトのLeの読出しは3バイトのLeと一致する。MFのファイルも同様。", "A read with a 1-byte Le equals one with a 3-byte Le, for the files of the MF too."),
			Refs:    []string{"P 4.1.6", "P 4.2.5(3)"}, Variants: perFile(plainToo, g10),
		},
		{
			ID: "ICC_G_11", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "VAA",
			Title:   text("読出しに成功したEFがカレントになる", "A successful read makes the EF current"),
			Purpose: text("ファイル指定の読出しの後、オフセット指定で同じEFを読む。", "After a read by short EF identifier the offset form reads the same EF."),
			Refs:    []string{"P 4.2.5(2)"}, Variants: perFile(plainToo, g11),
		},
		{
			ID: "ICC_G_12", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA",
			Title:   text("失敗した読出しは状態を変えない", "A failed read changes no state"),
			Purpose: text("読出しに失敗しても、カレントEFと認証状態は変わらない。", "A refused READ BINARY leaves the current EF and the rights as they were."),
			Refs:    []string{"P 4.2.5(2)"}, Variants: g12,
		},
		{
			ID: "ICC_G_13", Rev: 1, Applies: "gen1 || gen2 || specified", Basis: "AAA", Safety: conformance.S2,
			Title:   text("Leがない、またはデータがある", "No Le, or a data field"),
			Purpose: text("Leのない平文読出し、データのある平文読出しは6700となる。", "A plain read without Le, or with a data field, gives 6700."),
			Refs:    []string{"P 4.1.4", "P 4.1.6", "P 4.2.5(5)"}, Variants: g13,
		},
	}
}
