package conformance

import "slices"

// Exchange is one command APDU and its response, for the cases that judge a
// whole run. It stays inside the process: commands and answers may hold
// personal data.
type Exchange struct {
	Command, Response []byte
}

// log collects the exchanges of a run.
type log struct{ all []Exchange }

func (l *log) add(command, response []byte) {
	l.all = append(l.all, Exchange{slices.Clone(command), slices.Clone(response)})
}

// Exchanges returns every exchange of the run so far, for monitor cases.
func (t *T) Exchanges() []Exchange { return t.log.all }
