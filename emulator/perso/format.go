package perso

import (
	"fmt"

	"github.com/goccy/go-yaml"
)

// Format gives the card file of a description; [Parse] reads the same back.
// Names of files stay as they are: they are relative to d.Dir.
func Format(d Description) ([]byte, error) {
	out, err := yaml.MarshalWithOptions(d, yaml.IndentSequence(true))
	if err != nil {
		return nil, fmt.Errorf("card file: %w", err)
	}
	return out, nil
}

// MarshalYAML gives the text form: a word, or a group with the text.
func (a Activity) MarshalYAML() (any, error) {
	switch a.State {
	case Granted:
		return struct {
			Text string `yaml:"text"`
		}{a.Text}, nil
	case Withdrawn:
		return string(Withdrawn), nil
	}
	return string(Never), nil
}
