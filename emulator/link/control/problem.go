package control

import (
	"errors"
	"net/http"
)

// Problem is why a request was not carried out, for programs and for people.
type Problem struct {
	Code string `json:"code"`
	EN   string `json:"en"`
	JA   string `json:"ja"`

	status int
}

// Error is the English text.
func (p *Problem) Error() string { return p.EN }

// CardRefused is what a maker of cards answers with when a request names a
// card that cannot be made; the texts say why.
func CardRefused(en, ja string) *Problem {
	return &Problem{"card_refused", en, ja, http.StatusUnprocessableEntity}
}

// problemOf is what is told of an error; of one that nobody foresaw only that
// there is one, since its text could hold anything.
func problemOf(err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	return &Problem{"internal", "this failed for a reason of the program's own", "プログラム内部の理由で失敗しました", http.StatusInternalServerError}
}

func badRequest(code, en, ja string) *Problem { return &Problem{code, en, ja, http.StatusBadRequest} }

func forbidden(code, en, ja string) *Problem { return &Problem{code, en, ja, http.StatusForbidden} }
