package main

import (
	"fmt"
	"time"

	"github.com/zairyukit/zairyu/reader"
)

// stopwatch tells on standard error what each command to the card took: the
// header of the command and lengths, never data.
func (a *app) stopwatch() func(reader.Exchange) {
	n, total := 0, time.Duration(0)
	return func(e reader.Exchange) {
		n++
		total += e.Took
		fmt.Fprintf(a.err, textOf("%3d %-10s %X  送信%5d 受信%5d バイト  SW %04X  %8.2f ms（計 %8.2f ms）\n",
			"%3d %-10s %X  sent%5d received%5d bytes  SW %04X  %8.2f ms (in all %8.2f ms)\n").In(a.lang),
			n, e.Step, e.Command, e.Sent, e.Received, e.SW, milliseconds(e.Took), milliseconds(total))
	}
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
