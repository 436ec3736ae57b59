#!/usr/bin/python3
"""Compares the JSON of reader.py with that of `zairyu read --json --show-personal`.

Usage: compare.py READER.json ZAIRYU.json

Prints each difference in verdict, type, fields, digests of images, `covered` and flags.
Exit status: 0 none, 1 some, 2 the files cannot be compared.
"""

import json
import sys


def number_of(fields):
    """The number in the chip where there is one, as reader.py gives it, else the typed one."""
    return fields.get("card_number", fields.get("number"))


def zairyu_fields(result):
    fields = dict(result["fields"])
    number = number_of(fields)
    fields.pop("card_number", None)
    if number is not None:
        fields["number"] = number
    return fields


def differences(ours, theirs):
    """Yields one line per difference."""
    for key in ("verdict", "type"):
        if ours.get(key) != theirs.get(key):
            yield f"{key}: {ours.get(key)!r} here, {theirs.get(key)!r} there"
    here, there = ours.get("fields", {}), zairyu_fields(theirs)
    for name in sorted(set(here) | set(there)):
        if here.get(name) != there.get(name):
            yield f"field {name}: {here.get(name)!r} here, {there.get(name)!r} there"
    for key in ("covered", "flags"):
        for name in sorted(set(ours.get(key, [])) ^ set(theirs.get(key, []))):
            side = "here" if name in ours.get(key, []) else "there"
            yield f"{key}: {name} only {side}"


def main(arguments):
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        ours, theirs = (json.load(open(path, encoding="utf-8")) for path in arguments)
        if theirs.get("redacted"):
            print("zairyu's JSON leaves out personal data: use --show-personal", file=sys.stderr)
            return 2
        found = list(differences(ours, theirs))
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        print(f"cannot compare: {error}", file=sys.stderr)
        return 2
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
