package pcsc

import (
	"slices"
	"sync"
)

// world is a PC/SC service made up for a test: readers with their states, and
// one card handle whose answers the test gives.
type world struct {
	mu        sync.Mutex
	names     []string
	states    map[string]state
	failing   error // of every question about readers
	opening   error
	connects  []error // of the next connections, in turn
	onConnect func()  // what else happens at a connection
	transmits func(command []byte) ([]byte, error)
	others    func(op string) error // of what else is done on the handle
	log       []string
}

func newWorld(name string, st state) *world {
	return &world{names: []string{name}, states: map[string]state{name: st}}
}

func (w *world) change(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f()
}

func (w *world) did(op string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	n := 0
	for _, o := range w.log {
		if o == op {
			n++
		}
	}
	return n
}

func (w *world) note(op string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.log = append(w.log, op)
}

func (w *world) open() (service, error) {
	w.note("open")
	if w.opening != nil {
		return nil, w.opening
	}
	return &fakeService{world: w}, nil
}

// fakeService is one context: once released it answers nothing.
type fakeService struct {
	*world
	released bool
}

func (s *fakeService) readers() ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failing != nil {
		return nil, s.failing
	}
	if len(s.names) == 0 {
		return nil, noReaders
	}
	return slices.Clone(s.names), nil
}

func (s *fakeService) states(names []string) ([]state, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.released {
		return nil, code(0x80100003)
	}
	if s.failing != nil {
		return nil, s.failing
	}
	var out []state
	for _, n := range names {
		st, ok := s.world.states[n]
		if !ok {
			return nil, unknownReader
		}
		out = append(out, st)
	}
	return out, nil
}

func (s *fakeService) connect(name string, onlyT1 bool) (handle, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	op := "connect"
	if !onlyT1 {
		op = "connect any"
	}
	s.log = append(s.log, op)
	if s.onConnect != nil {
		s.onConnect()
	}
	if len(s.connects) > 0 {
		err := s.connects[0]
		s.connects = s.connects[1:]
		if err != nil {
			return nil, err
		}
	}
	return fakeHandle{s.world}, nil
}

func (s *fakeService) release() error {
	s.note("release")
	s.change(func() { s.released = true })
	return nil
}

type fakeHandle struct{ w *world }

func (h fakeHandle) transmit(command []byte) ([]byte, error) {
	h.w.note("transmit")
	return h.w.transmits(command)
}

func (h fakeHandle) other(op string) error {
	h.w.note(op)
	if h.w.others != nil {
		return h.w.others(op)
	}
	return nil
}

func (h fakeHandle) reconnect(d disposition) error {
	return h.other([]string{"leave", "reset", "unpower"}[d])
}
func (h fakeHandle) atr() ([]byte, error) { return []byte{0x3B}, h.other("atr") }
func (h fakeHandle) begin() error         { return h.other("begin") }
func (h fakeHandle) end() error           { return h.other("end") }
func (h fakeHandle) disconnect() error    { return h.other("disconnect") }
