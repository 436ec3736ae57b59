package perso_test

// stored holds for every built-in card the SHA-256 over the SHA-256 of its
// files in the order of their names. A change here is a change of every test
// that somebody has recorded with such a card: do not make it lightly.
func stored() map[string]string {
	return map[string]string{
		"1":         "7ba5b1343308e4d22a5aaebd85b479e9028a69bf1cc98a522e7cd51422a63944",
		"2":         "2429c20d1a110a8c9e3c14ee8575dc9ec407de1060625c4c8e538881912e1296",
		"1-nophoto": "9224f0d1c3544d4f99fc9c828d3b9674c942378ac5ba1b25d149fcb42538f150",
		"2-nophoto": "dcf4ef1061436af1ba5e426dacc9e3d339bd2bb9153283b80771a10a3dde5c24",
	}
}
