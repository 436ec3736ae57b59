package perso

import (
	"fmt"
	"regexp"

	"github.com/goccy/go-yaml"
)

// Format gives the card file of a description; [Parse] reads the same back.
// Names of files stay as they are: they are relative to d.Dir.
func Format(d Description) ([]byte, error) {
	out, err := yaml.MarshalWithOptions(d, yaml.IndentSequence(true))
	if err != nil {
		return nil, fmt.Errorf("card file: %w", err)
	}
	// The library leaves the quotation marks of 08 out, which [Parse] demands.
	return typeLine.ReplaceAll(out, []byte(`type: "$1"`)), nil
}

var typeLine = regexp.MustCompile(`(?m)^type: "?([0-9A-Za-z]+)"?$`)

// MarshalYAML gives the text form: a word, or a group with the text.
func (a Activity) MarshalYAML() (any, error) {
	switch a.State {
	case Granted:
		return struct {
			Text    string `yaml:"text,omitempty"`
			Code    string `yaml:"code,omitempty"`
			Expires Date   `yaml:"expires,omitempty"`
			Form    string `yaml:"form,omitempty"`
			Granted bool   `yaml:"granted,omitempty"`
		}{a.Text, a.Code, a.Expires, a.Form, a.Text == "" && a.Code == ""}, nil
	case Withdrawn:
		return string(Withdrawn), nil
	}
	return string(Never), nil
}
