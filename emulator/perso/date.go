package perso

import (
	"errors"
	"fmt"
	"time"
)

// Date is a day of the calendar; the zero Date is none. Its text form is
// 2006-01-02.
type Date struct {
	Year, Month, Day int
}

// Reasons for which [ParseDate] fails.
var (
	ErrDateForm = errors.New("a date is written YYYY-MM-DD")
	ErrNoDay    = errors.New("no such day in the calendar")
)

// ParseDate reads YYYY-MM-DD. It fails with [ErrDateForm] or [ErrNoDay].
func ParseDate(s string) (Date, error) {
	if len(s) != len("2006-01-02") || s[4] != '-' || s[7] != '-' || !allDigits(s[:4]+s[5:7]+s[8:]) {
		return Date{}, ErrDateForm
	}
	d := Date{Year: number(s[:4]), Month: number(s[5:7]), Day: number(s[8:])}
	if !d.exists() {
		return Date{}, ErrNoDay
	}
	return d, nil
}

func (d Date) exists() bool {
	t := d.Time()
	return d.Year > 0 && t.Year() == d.Year && int(t.Month()) == d.Month && t.Day() == d.Day
}

// IsZero tells whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Time is the beginning of the day in UTC.
func (d Date) Time() time.Time {
	return time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
}

// Before tells whether the day comes before another.
func (d Date) Before(other Date) bool { return d.Time().Before(other.Time()) }

// String is the text form.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// MarshalText gives the text form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the text form; it fails as [ParseDate] does.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

// compact is the form of D2, clause 3.3.4.5: YYYYMMDD.
func (d Date) compact() string { return fmt.Sprintf("%04d%02d%02d", d.Year, d.Month, d.Day) }

// drawn is the form on the front; empty for no date.
func (d Date) drawn() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d年%02d月%02d日", d.Year, d.Month, d.Day)
}

// monthsBefore is the day so many months before; the last day of the month
// where that month has no such day.
func (d Date) monthsBefore(months int) Date {
	first := time.Date(d.Year, time.Month(d.Month-months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{Year: first.Year(), Month: int(first.Month()), Day: min(d.Day, last)}
}

func allDigits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// number reads digits; the caller has checked that they are.
func number(digits string) int {
	n := 0
	for _, c := range []byte(digits) {
		n = 10*n + int(c-'0')
	}
	return n
}
