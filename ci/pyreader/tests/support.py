"""What the tests share: the modules on the path, a card that follows a script, hex."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def unhex(text):
    return bytes.fromhex("".join(text.split()))


class ScriptedCard:
    """A transport that knows the exact commands to come and the answers to them."""

    def __init__(self, test, steps):
        self.test = test
        self.steps = list(steps)

    def start(self):
        pass

    def close(self):
        pass

    def exchange(self, apdu):
        self.test.assertTrue(self.steps, f"unexpected command {apdu.hex()}")
        command, answer = self.steps.pop(0)
        self.test.assertEqual(apdu.hex().upper(), command.hex().upper())
        return answer

    def done(self):
        self.test.assertEqual(self.steps, [])


class PinnedRandoms:
    """Replaces crypto.random_bytes by a list, for the length of a `with`."""

    def __init__(self, crypto, values):
        self.crypto, self.values = crypto, list(values)

    def __enter__(self):
        self.original = self.crypto.random_bytes
        self.crypto.random_bytes = self._next

    def __exit__(self, *_):
        self.crypto.random_bytes = self.original

    def _next(self, count):
        value = self.values.pop(0)
        assert len(value) == count
        return value
