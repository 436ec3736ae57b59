package main

import "strings"

// nearestName gives the one name that holds a word or differs from it in the
// fewest letters; empty if none is near.
func nearestName(word string, names []string) string {
	best, near := "", max(2, len(word)/4)+1
	for _, name := range names {
		if len(word) >= 4 && strings.Contains(name, word) {
			return name
		}
		if d := distance(word, name); d < near {
			best, near = name, d
		}
	}
	return best
}

// distance counts the letters to insert, remove or replace, or the neighbours
// to swap, to make b of a.
func distance(a, b string) int {
	rows := [][]int{make([]int, len(b)+1)}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			replace := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				replace++
			}
			row[j] = min(rows[i-1][j]+1, row[j-1]+1, replace)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], rows[i-2][j-2]+1)
			}
		}
		rows = append(rows, row)
	}
	return rows[len(a)][len(b)]
}
