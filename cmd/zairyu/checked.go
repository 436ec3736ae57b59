package main

import (
	"io"
	"sync"
)

// checked is standard output, remembering the first write that failed: a full
// disk must not look like a success, and nothing waits for a card or a
// terminal once nobody can see what comes of it.
type checked struct {
	io.Writer
	stop func() // ends the run's context

	mu  sync.Mutex
	err error
}

func (c *checked) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n, err := c.Writer.Write(p)
	if err != nil && c.err == nil {
		c.err = err
		c.stop()
	}
	return n, err
}

// failed returns the first error of a write.
func (c *checked) failed() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}
