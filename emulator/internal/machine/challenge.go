package machine

// challengeForm is GET CHALLENGE (4.2.3).
func challengeForm() form {
	return form{
		name:  challengeName,
		event: challengeName,
		predicates: framed(false, map[string]predicate{
			"p1p2-wrong":   func(r *request) bool { return !bothZero(r) },
			"data-present": dataPresent,
			"le-wrong": func(r *request) bool {
				le, ok := r.cmd.Le()
				return !ok || le != r.m.rules.challengeLength
			},
		}),
		act: func(r *request) (outcome, error) {
			rnd, err := r.m.random(r.m.rules.challengeLength)
			return outcome{challenge: rnd, data: rnd}, err
		},
	}
}

func dataPresent(r *request) bool { return r.cmd.Lc >= 0 }
