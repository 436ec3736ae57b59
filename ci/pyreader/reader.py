#!/usr/bin/python3
"""Reads Japanese residence cards of types 1, 2, 05, 06, 07 and 08.

It is driven by environment variables ZAIRYU_* and prints one JSON object; see README.md.
Exit status: 0 it ran, whatever the verdict; 89 it cannot do what is asked.
"""

import contextlib
import datetime
import hashlib
import json
import os
import re
import sys
import threading
import time

import cardio
import inputs
import layout
import protocol
import verify

SHIM, CANNOT = 1, 89
VERSION = "1.0"
ACTIONS = ("hello", "detect", "read", "verify")
DEFAULT_TIMEOUT_MS = 60000
JAPAN = datetime.timezone(datetime.timedelta(hours=9))


class Result:
    """What becomes the JSON object."""

    def __init__(self):
        self.verdict, self.type, self.text = "OK", None, ""
        self.sw = None
        self.fields, self.covered, self.flags = {}, [], []

    def flag(self, name):
        if name and name not in self.flags:
            self.flags.append(name)

    def fail(self, error):
        self.verdict, self.text, self.covered = error.verdict, str(error), []
        self.sw = error.sw if error.sw is not None else self.sw
        self.flag(error.flag)
        if isinstance(error, protocol.UnsupportedType):
            self.type = error.card_type

    def as_json(self):
        out = {"shim": SHIM, "verdict": self.verdict}
        if self.type is not None:
            out["type"] = self.type
        if self.sw is not None:
            out["sw"] = f"{self.sw:04X}"
        out.update(fields=self.fields, covered=self.covered, flags=self.flags, text=self.text)
        return out


# Reading


def stored_text(value, may_guess=False):
    """Returns (text without its NUL fill, whether its encoding is a guess).

    Text is UTF-8. A last character that the field's end cut off is left out. Older cards may
    hold Shift_JIS-2004 instead; what is neither shows U+FFFD.
    """
    value = value.rstrip(b"\x00")
    try:
        return value.decode("utf-8"), False
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            return value[:error.start].decode("utf-8"), False
    if may_guess:
        try:
            return value.decode("shift_jis_2004"), True
        except UnicodeDecodeError:
            pass
    return value.decode("utf-8", "replace"), False


class Reading:
    """One session with one card."""

    def __init__(self, settings, result, channel):
        self.settings = settings
        self.result = result
        self.channel = channel
        self.values = {}  # stored values by field
        self.understood = []  # files that were read and taken apart
        self.missing_signed = []
        self.broken = []

    def run(self):
        action, result = self.settings.action, self.result
        result.type = card_type = protocol.detect(self.channel)
        result.fields["type"] = card_type
        version = protocol.read_version(self.channel)
        if version is not None:
            result.fields["version"], _ = stored_text(version)
        if card_type in protocol.SPECIFIED_TYPES:
            result.flag("unverified-profile")
        if action == "detect":
            return
        public_key = self._delivery_key() if card_type in protocol.SPECIFIED_TYPES else None
        number = self.settings.number
        session = protocol.open_session(self.channel, card_type, number, public_key)
        try:
            self._read_files(session, card_type)
        except cardio.CardError:
            result.flag("partial")
            raise
        finally:
            self._show(card_type, number.decode("ascii"))
        if self.broken:
            result.flag("partial")
            raise protocol.DataError("; ".join(self.broken))
        if action == "verify":
            self._verify(card_type)

    def _delivery_key(self):
        if not self.settings.delivery_key:
            raise protocol.ProtocolError("types 07 and 08 need ZAIRYU_DELIVERY_KEY")
        key, digest = inputs.load_delivery_key(self.settings.delivery_key)
        if digest != inputs.PUBLISHED_DELIVERY_KEY:
            self.result.flag("delivery-key-other")
        return key

    def _read_files(self, session, card_type):
        current, there = None, False
        for file in layout.FILES[card_type]:
            if file.df != current:
                current, there = file.df, self._select(file.df)
            data = self._read(session, file) if there else None
            if data is None:
                self.result.flag("partial")
                if file.signed:
                    self.missing_signed.append(file.key)
                continue
            try:
                one_byte_tags = card_type in protocol.GEN1_TYPES
                self.values.update(layout.read_objects(file, data, one_byte_tags))
                self.understood.append(file)
            except layout.TlvError as error:
                self.broken.append(f"{file.key}: {error}")

    def _select(self, df):
        """False if the card does not have the DF."""
        try:
            # df 1 is DF1, whose AID comes after the residence application's.
            self.channel.expect(protocol.select_df(df + 1), f"DF{df}")
        except protocol.FileMissing:
            return False
        return True

    def _read(self, session, file):
        try:
            return protocol.read_file(session, file)
        except protocol.FileMissing:
            return None

    def _show(self, card_type, accepted):
        """Fills in `fields` and the flags that stand beside any verdict."""
        fields = self.result.fields
        for file in self.understood:
            for item in file.objects:
                if item.field not in (layout.CHECK_CODE, layout.CERTIFICATE):
                    self._show_object(card_type, item)
        if fields.setdefault("number", accepted) != accepted:
            self.result.flag("number-mismatch")
        today = self.settings.now.astimezone(JAPAN).strftime("%Y%m%d")
        for field in ("card_expiry", "period_until"):
            day = fields.get(field, "")
            if re.fullmatch("[0-9]{8}", day) and day < today:
                self.result.flag("card-expired")

    def _show_object(self, card_type, item):
        value = self.values.get(item.field, b"")
        if item.image:
            stored = value.strip(b"\x00")
            digest = hashlib.sha256(value).hexdigest() if stored else ""
            self.result.fields[item.field + "_sha256"] = digest
            return
        may_guess = card_type in protocol.GEN1_TYPES and item.field in layout.GUESSED_TEXTS
        self.result.fields[item.field], guessed = stored_text(value, may_guess)
        if guessed:
            self.result.flag("encoding-guess")

    def _verify(self, card_type):
        result = self.result
        if self.missing_signed:
            result.verdict = "NOT_VERIFIABLE"
            result.text = "not there: " + ", ".join(self.missing_signed)
            return
        anchors = verify.load_anchors(self.settings.anchors)
        outcome = verify.verify(card_type, self.values, anchors, self.settings.now)
        result.verdict, result.text = outcome.verdict, outcome.text
        result.covered = outcome.covered
        for name in outcome.flags:
            result.flag(name)


# The program


class Settings:
    """The environment variables, checked. Raises Unavailable for what cannot be done."""

    def __init__(self, environment):
        def get(name, default=""):
            return environment.get("ZAIRYU_" + name, default)
        if get("SHIM", str(SHIM)) != str(SHIM):
            raise cardio.Unavailable("another version of the protocol")
        self.action = get("ACTION")
        if self.action not in ACTIONS:
            raise cardio.Unavailable("ZAIRYU_ACTION must be one of " + ", ".join(ACTIONS))
        self.card, self.typed = get("CARD"), get("NUMBER")
        self.anchors, self.delivery_key, self.log = get("ANCHORS"), get("DELIVERY_KEY"), get("LOG")
        self.number = None
        try:
            self.now = inputs.parse_now(get("NOW"))
            self.seconds = int(get("TIMEOUT_MS") or DEFAULT_TIMEOUT_MS) / 1000
        except ValueError as error:
            raise cardio.Unavailable("ZAIRYU_NOW or ZAIRYU_TIMEOUT_MS cannot be read") from error


def hello():
    return {
        "shim": SHIM, "verdict": "OK", "name": "pyreader", "version": VERSION,
        "actions": list(ACTIONS), "types": list(layout.FILES), "transports": ["tcp", "pcsc"],
    }


def session(settings, result, deadline):
    """One session from contact to release. What goes wrong ends in `result`."""
    try:
        log = open(settings.log, "a", encoding="utf-8") if settings.log else None
    except OSError as error:
        raise cardio.Unavailable("ZAIRYU_LOG cannot be written") from error
    try:
        if settings.action != "detect":
            settings.number = inputs.clean_number(settings.typed)
        transport = cardio.open_card(settings.card, deadline)
        write = log_to(log) if log else None
        channel = protocol.Channel(transport, write)
        try:
            transport.start()
            Reading(settings, result, channel).run()
        finally:
            result.sw = channel.sw
            transport.close()
    except cardio.CardError as error:
        result.fail(error)
    finally:
        if log:
            with contextlib.suppress(OSError):  # told when it was written
                log.close()


def log_to(file):
    """Writes lines, or says that the log cannot be written: a full disk is no card's fault."""
    def write(line):
        try:
            print(line, file=file, flush=True)
        except OSError as error:
            raise cardio.Unavailable("ZAIRYU_LOG cannot be written") from error
    return write


class Job(threading.Thread):
    """Runs session() beside the clock: a call into PC/SC cannot be interrupted."""

    def __init__(self, settings, deadline):
        super().__init__(daemon=True)
        self.settings, self.deadline = settings, deadline
        self.result, self.error = Result(), None

    def run(self):
        try:
            session(self.settings, self.result, self.deadline)
        except Exception as error:  # reported by main(); a card must not end us in a traceback
            self.error = error


def run(settings, started):
    """Returns (object to print, or None; exit status)."""
    if settings.action == "hello":
        return hello(), 0
    deadline = started + settings.seconds * 0.95
    job = Job(settings, deadline)
    job.start()
    job.join(max(0, deadline - time.monotonic()) + settings.seconds * 0.02)
    if job.is_alive():
        late = Result()
        late.fail(cardio.CardTimeout("time is up"))
        return late.as_json(), 0
    if isinstance(job.error, cardio.Unavailable):
        print(job.error, file=sys.stderr)
        return None, CANNOT
    if job.error is not None:
        # A mistake of this program. Its text could hold personal data, its kind does not.
        job.result.fail(protocol.DataError(f"unforeseen {type(job.error).__name__}"))
    return job.result.as_json(), 0


def main():
    started = time.monotonic()
    try:
        out, status = run(Settings(os.environ), started)
    except cardio.Unavailable as error:
        print(error, file=sys.stderr)
        return CANNOT
    if out is not None:
        print(json.dumps(out))
    return status


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # a thread may still hang in PC/SC
