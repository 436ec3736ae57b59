package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/zairyukit/zairyu/reader/pcsc"
)

// healthy is a Debian machine on which all is well.
func healthy() machine {
	return machine{
		os: "linux", built: true,
		read: func(path string) ([]byte, error) {
			if path == "/etc/os-release" {
				return []byte("NAME=\"Ubuntu\"\nID=ubuntu\nID_LIKE=debian\n"), nil
			}
			return nil, fs.ErrNotExist
		},
		exists: func(string) bool { return true },
		list: func(context.Context) ([]pcsc.Reader, error) {
			return []pcsc.Reader{{Name: "Virtual PCD 00 00"}, {Name: "Virtual PCD 00 01"},
				{Name: "ACS ACR1252", Present: true, ATR: []byte{0x3B, 0x80}}}, nil
		},
		listens: func(port int) bool { return port == 35963 },
		probe:   func(context.Context, int) (bool, error) { return false, nil },
	}
}

// What is wrong with a machine is found, and only that.
func TestDoctor(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*machine)
		want  map[string]state // beside ok
		ready bool
	}{
		{"healthy", func(*machine) {}, nil, true},
		{"slow driver", func(m *machine) { m.probe = func(context.Context, int) (bool, error) { return true, nil } },
			map[string]state{"speed": stateWarning}, true},
		{"no probe", func(m *machine) {
			m.probe = func(context.Context, int) (bool, error) { return false, errors.New("refused") }
		}, map[string]state{"speed": stateUnknown}, true},
		{"slot taken", func(m *machine) {
			m.list = func(context.Context) ([]pcsc.Reader, error) {
				return []pcsc.Reader{{Name: "Virtual PCD 00 00", Present: true}, {Name: "Virtual PCD 00 01"}}, nil
			}
		}, map[string]state{"port": stateWarning, "speed": stateUnknown}, true},
		{"no service", func(m *machine) {
			m.list = func(context.Context) ([]pcsc.Reader, error) { return nil, &pcsc.Error{Err: pcsc.ErrNoService} }
			m.listens = func(int) bool { return false }
		}, map[string]state{"service": stateProblem, "port": stateUnknown, "speed": stateUnknown, "readers": stateUnknown}, false},
		{"frozen service", func(m *machine) {
			m.list = func(context.Context) ([]pcsc.Reader, error) { return nil, &pcsc.Error{Err: context.DeadlineExceeded} }
		}, map[string]state{"service": stateProblem, "port": stateUnknown, "speed": stateUnknown, "readers": stateUnknown}, false},
		{"no driver", func(m *machine) {
			m.list = func(context.Context) ([]pcsc.Reader, error) { return []pcsc.Reader{{Name: "ACS"}}, nil }
			m.exists = func(string) bool { return false }
			m.listens = func(int) bool { return false }
		}, map[string]state{"driver": stateProblem, "port": stateUnknown, "speed": stateUnknown}, false},
		{"driver not loaded", func(m *machine) {
			m.list = func(context.Context) ([]pcsc.Reader, error) { return nil, nil }
			m.listens = func(int) bool { return false }
		}, map[string]state{"port": stateProblem, "speed": stateUnknown, "readers": stateProblem}, false},
		{"another program on the port", func(m *machine) {
			m.list = func(context.Context) ([]pcsc.Reader, error) { return []pcsc.Reader{{Name: "ACS"}}, nil }
		}, map[string]state{"port": stateProblem, "speed": stateUnknown}, false},
		{"no PC/SC in the binary", func(m *machine) { m.built = false },
			map[string]state{"binary": stateProblem, "readers": stateUnknown}, false},
	} {
		m := healthy()
		c.spoil(&m)
		d := diagnose(t.Context(), m, false)
		if d.Ready != c.ready || d.System != "debian" {
			t.Errorf("%s: ready %t, system %s", c.name, d.Ready, d.System)
		}
		for _, f := range d.Findings {
			want := c.want[f.ID]
			if want == "" {
				want = stateOK
			}
			if f.State != want {
				t.Errorf("%s: %s is %s, want %s: %s", c.name, f.ID, f.State, want, f.Text.EN)
			}
			if f.State == stateProblem && len(fixesFor(f.Fix, "debian")) == 0 {
				t.Errorf("%s: %s is a problem and nothing is said to mend it", c.name, f.ID)
			}
			if f.Text.JA == "" || f.Text.EN == "" {
				t.Errorf("%s: %s lacks a language", c.name, f.ID)
			}
		}
	}
}

// Every problem has a fix for every system that zairyu runs on.
func TestDoctorFixes(t *testing.T) {
	for name, fixes := range map[string][]fix{"service": fixService(), "driver": fixDriver(), "port": fixRestart(), "slot": fixTaken(), "speed": fixSpeed()} {
		for _, system := range []string{"debian", "fedora", "linux", "macos", "windows", "other"} {
			found := fixesFor(fixes, system)
			if len(found) == 0 {
				t.Errorf("%s: nothing for %s", name, system)
			}
			for _, f := range found {
				if f.Text.JA == "" || f.Text.EN == "" {
					t.Errorf("%s for %s lacks a language", name, system)
				}
			}
		}
	}
}

func TestSystem(t *testing.T) {
	for release, want := range map[string]string{
		"ID=debian\n": "debian", "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n": "debian", "ID=fedora\n": "fedora",
		"ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n": "fedora", "ID=arch\n": "linux",
	} {
		m := machine{os: "linux", read: func(string) ([]byte, error) { return []byte(release), nil }}
		if got := m.system(); got != want {
			t.Errorf("%q: %s, want %s", release, got, want)
		}
	}
}

// The port is the one in the driver's configuration.
func TestDriverPort(t *testing.T) {
	for config, want := range map[string]int{
		"": vpcdPort, "FRIENDLYNAME \"Virtual PCD\"\nCHANNELID    0x8C7B\n": 35963, "CHANNELID 0x8E94\n": 36500, "CHANNELID none\n": vpcdPort,
	} {
		m := machine{read: func(string) ([]byte, error) { return []byte(config), nil }}
		if got := m.port(); got != want {
			t.Errorf("%q: %d, want %d", config, got, want)
		}
	}
}

// The text says what is wrong and how to mend it, the JSON the same, and the
// exit status whether the machine is ready.
func TestDoctorOutput(t *testing.T) {
	m := healthy()
	m.built = false
	for lang, want := range map[string][]string{
		"en": {"NG  This zairyu was built without PC/SC.", "sudo apt-get install -y gcc pkg-config libpcsclite-dev", "Result: not ready"},
		"ja": {"NG  この zairyu は PC/SC なしで作られています。", "結果: PC/SC でのエミュレートはまだできません"},
	} {
		var out bytes.Buffer
		a := &app{out: &out, err: &out, getenv: noEnv, lang: lang}
		if err := a.doctor(t.Context(), output{}, m, false); err != nil {
			t.Fatal(err)
		}
		for _, line := range want {
			if !strings.Contains(out.String(), line) {
				t.Errorf("%s: no %q in\n%s", lang, line, out.String())
			}
		}
		if a.code != exitFailed {
			t.Errorf("exit %d", a.code)
		}
	}
	var out bytes.Buffer
	a := &app{out: &out, err: &out, getenv: noEnv, lang: "en"}
	if err := a.doctor(t.Context(), output{"-"}, healthy(), false); err != nil {
		t.Fatal(err)
	}
	var d diagnosis
	if err := json.Unmarshal(out.Bytes(), &d); err != nil || !d.Ready || len(d.Readers) != 3 || d.Readers[2].ATR != "3B80" || a.code != 0 {
		t.Errorf("%v, %+v, exit %d", err, d, a.code)
	}
}
