package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/zairyukit/zairyu/conformance"
)

// flagError answers an option that does not exist, lacks its value or has a
// wrong one.
func flagError(c *cobra.Command, err error) error {
	lists := textOf(fmt.Sprintf("。`%s --help` で一覧を表示します", c.CommandPath()),
		fmt.Sprintf("; `%s --help` lists the options", c.CommandPath()))
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		name := "--" + unknown.GetSpecifiedName()
		if short := unknown.GetSpecifiedShortnames(); short != "" {
			name = "-" + short
		}
		return usage(fmt.Sprintf("オプション %s はありません", name)+lists.JA, fmt.Sprintf("there is no option %s", name)+lists.EN, nil)
	}
	if bare, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		name := bare.GetFlag().Name
		return usage(fmt.Sprintf("--%s に値がありません", name)+lists.JA, fmt.Sprintf("--%s needs a value", name)+lists.EN, nil)
	}
	if wrong, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		want := wanted(wrong.GetFlag())
		return usage(fmt.Sprintf("--%s の値 %q が正しくありません。%s", wrong.GetFlag().Name, wrong.GetValue(), want.JA),
			fmt.Sprintf("--%s cannot be %q; %s", wrong.GetFlag().Name, wrong.GetValue(), want.EN), nil)
	}
	return usage("オプションが正しくありません"+lists.JA, "wrong option"+lists.EN, err)
}

// wanted says what values an option takes.
func wanted(f *pflag.Flag) conformance.Text {
	switch f.Value.Type() {
	case "duration":
		return textOf("単位を付けた時間で指定します（例: 10s、1m30s）", "write a time with its unit, as in 10s or 1m30s")
	case "int":
		return textOf("整数を指定します", "write a whole number")
	case "uint64":
		return textOf("0以上の整数を指定します", "write a whole number, 0 or more")
	case "bool":
		return textOf("値は付けません", "it takes no value")
	case languages:
		return textOf("ja または en を指定します", "write ja or en")
	}
	return textOf("`--help` で説明を表示します", "`--help` tells about it")
}

// languages is the type of --lang, as the help names it.
const languages = "ja|en"

// language is the --lang flag.
type language struct{ a *app }

func (l *language) String() string {
	if l.a == nil {
		return ""
	}
	return l.a.lang
}

func (l *language) Type() string { return languages }

func (l *language) Set(v string) error {
	if v != "ja" && v != "en" {
		return errors.New("want ja or en")
	}
	l.a.lang = v
	return nil
}
