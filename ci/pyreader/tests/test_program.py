"""reader.py as a process: one JSON object or 89, whatever the card does; and compare.py."""

import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import unittest

import support  # noqa: F401  puts the modules on the path

FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def start_reader(**variables):
    environment = {key: value for key, value in os.environ.items()
                   if not key.startswith("ZAIRYU_")}
    environment.update({"ZAIRYU_" + key: value for key, value in variables.items()})
    return subprocess.run([sys.executable, os.path.join(FOLDER, "reader.py")], env=environment,
                          capture_output=True, text=True, timeout=60, check=False)


class FakeCard(threading.Thread):
    """A TCP card: `answer(n)` gives the raw bytes to send for the nth command, None hangs up."""

    def __init__(self, answer):
        super().__init__(daemon=True)
        self.answer = answer
        self.commands = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = "tcp:127.0.0.1:%d" % self.server.getsockname()[1]
        self.start()

    def run(self):
        connection, _ = self.server.accept()
        with connection:
            while True:
                head = connection.recv(2, socket.MSG_WAITALL)
                if len(head) < 2:
                    return
                data = connection.recv(struct.unpack(">H", head)[0], socket.MSG_WAITALL)
                if data == b"\x04":
                    connection.sendall(b"\x00\x02\x3B\x00")
                if len(data) < 2:
                    continue
                self.commands.append(data)
                answer = self.answer(len(self.commands))
                if answer is None:
                    return
                connection.sendall(answer)


class Program(unittest.TestCase):
    def verdict(self, answer, **variables):
        card = FakeCard(answer)
        self.addCleanup(card.server.close)
        given = {"SHIM": "1", "ACTION": "verify", "NUMBER": "AA12345678BB", "CARD": card.address,
                 "TIMEOUT_MS": "20000"}
        given.update(variables)
        done = start_reader(**given)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout.count("\n"), 1)
        return json.loads(done.stdout)["verdict"], card

    def test_hello(self):
        out = json.loads(start_reader(SHIM="1", ACTION="hello").stdout)
        self.assertEqual((out["shim"], out["verdict"]), (1, "OK"))
        self.assertEqual(out["types"], ["1", "2", "05", "06", "07", "08"])

    def test_cannot(self):
        for variables in ({}, {"ACTION": "write"}, {"ACTION": "hello", "SHIM": "2"},
                          {"ACTION": "detect", "CARD": "usb:1"}, {"ACTION": "detect"},
                          {"ACTION": "detect", "CARD": "tcp:127.0.0.1:1", "NOW": "soon"},
                          {"ACTION": "detect", "CARD": "tcp:127.0.0.1:1",
                           "NOW": "9999-12-31T23:59:59Z"},
                          {"ACTION": "detect", "CARD": "tcp:127.0.0.1:1",
                           "LOG": "/nowhere/log"}):
            done = start_reader(**variables)
            self.assertEqual((done.returncode, done.stdout), (89, ""), variables)

    def test_bad_number_makes_no_contact(self):
        verdict, card = self.verdict(lambda _: None, NUMBER="AA1234567BB")
        self.assertEqual((verdict, card.commands), ("BAD_INPUT", []))

    def test_no_card(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        out = json.loads(start_reader(ACTION="detect", CARD=f"tcp:127.0.0.1:{port}").stdout)
        self.assertEqual(out["verdict"], "CARD_REMOVED")

    def test_ways_to_fall_silent(self):
        self.assertEqual(self.verdict(lambda _: None)[0], "CARD_REMOVED")
        self.assertEqual(self.verdict(lambda _: b"\x00\x00")[0], "CARD_REMOVED")
        self.assertEqual(self.verdict(lambda _: b"\x00\x01\x90")[0], "PROTOCOL_ERROR")
        self.assertEqual(self.verdict(lambda _: b"", TIMEOUT_MS="1500")[0], "TIMEOUT")
        self.assertEqual(self.verdict(lambda _: b"\xFF\xFF\x90", TIMEOUT_MS="1500")[0], "TIMEOUT")

    def test_cards_that_say_one_thing_only(self):
        for text, expected in (("6A82", "NOT_A_RESIDENCE_CARD"), ("6D00", "NOT_A_RESIDENCE_CARD"),
                               ("9000", "NOT_A_RESIDENCE_CARD"), ("C1019000", "UNSUPPORTED_TYPE"),
                               ("C1009000", "DATA_ERROR")):
            body = bytes.fromhex(text)
            verdict, card = self.verdict(lambda _, b=body: struct.pack(">H", len(b)) + b)
            self.assertEqual(verdict, expected, text)
            for command in card.commands:  # neither key agreement nor VERIFY
                self.assertIn(command[1], (0xA4, 0xB0))


class Compare(unittest.TestCase):
    HERE = {"shim": 1, "verdict": "VALID", "type": "05", "covered": ["name", "face"],
            "flags": ["card-expired"], "fields": {"number": "A", "sex": "1"}}
    THERE = {"verdict": "VALID", "type": "05", "covered": ["face", "name"],
             "flags": ["card-expired"], "redacted": False,
             "fields": {"number": "B", "card_number": "A", "sex": "1"}}

    def compare(self, here, there):
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for name, content in (("here", here), ("there", there)):
                paths.append(os.path.join(folder, name))
                with open(paths[-1], "w", encoding="utf-8") as file:
                    json.dump(content, file)
            done = subprocess.run([sys.executable, os.path.join(FOLDER, "compare.py")] + paths,
                                  capture_output=True, text=True, timeout=60, check=False)
            return done.returncode, done.stdout.count("\n")

    def test_same(self):
        self.assertEqual(self.compare(self.HERE, self.THERE), (0, 0))

    def test_differences(self):
        for change in ({"verdict": "OK"}, {"type": "06"}, {"covered": ["face"]}, {"flags": []},
                       {"fields": {"number": "A", "sex": "2"}}, {"fields": {"number": "A"}},
                       {"fields": {"number": "A", "sex": "1", "work": "1"}}):
            self.assertEqual(self.compare({**self.HERE, **change}, self.THERE), (1, 1), change)

    def test_cannot(self):
        self.assertEqual(self.compare(self.HERE, {**self.THERE, "redacted": True})[0], 2)
        self.assertEqual(self.compare(self.HERE, []), (2, 0))


if __name__ == "__main__":
    unittest.main()
