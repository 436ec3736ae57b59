package perso

// nearest gives the key that somebody may have meant, or "".
func nearest(key string, items []item) string {
	best, bestDistance := "", 1+min(3, (len(key)+2)/3)
	for _, i := range items {
		if d := distance(key, i.key); d < bestDistance {
			best, bestDistance = i.key, d
		}
	}
	return best
}

// distance is the number of letters to insert, remove, exchange, or swap with
// the next one (Levenshtein with neighbour swaps).
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
