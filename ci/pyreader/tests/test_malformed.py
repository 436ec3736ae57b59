"""Cards that answer wrong: every one ends in a typed error."""

import unittest

from support import PinnedRandoms, ScriptedCard, unhex

import cardio
import crypto
import inputs
import layout
import protocol
import reader
import test_examples as examples
from test_examples import OK, Session, file_of, wrapped


class Tlv(unittest.TestCase):
    def test_broken(self):
        for text in ("C1", "C102", "C10230", "C181", "C18201", "C1820100", "C1830000 01 30",
                     "C18400000001 30", "C1FF30", "C180 30 0000", "DF", "DFD1", "DFD10530"):
            with self.subTest(text), self.assertRaises(layout.TlvError):
                layout.parse_tlv(unhex(text), False)

    def test_accepted(self):
        self.assertEqual(layout.parse_tlv(unhex("C1 8200 01 31 0000FF"), True), [(0xC1, b"1")])
        self.assertEqual(layout.parse_tlv(unhex("DFD10130"), False), [(0xDFD1, b"0")])
        self.assertEqual(layout.parse_tlv(bytes(122), True), [])

    def test_files(self):
        entries = file_of("05", "df1/ef02")
        good = examples.GEN2_ENTRIES
        swapped = good[10:20] + good[:10] + good[20:]
        renamed = b"\xC6" + good[1:10] + b"\xC5" + good[11:]
        for data in (bytes(73), good[:-1], good[10:], swapped, renamed, good[:10] + good,
                     unhex("C50A") + b"2031040100" + good[10:], b"\x86" + good[1:]):
            with self.subTest(data[:4].hex()), self.assertRaises(layout.TlvError):
                layout.read_objects(entries, data, False)


class Padding(unittest.TestCase):
    def test_broken(self):
        for block, text in ((8, ""), (8, "00" * 8), (8, "01" * 8),
                            (8, "318000"), (8, "80" + "00" * 8),
                            (8, "31" * 7 + "81"), (8, "80" + "00" * 14 + "01"),
                            (16, "80" + "00" * 16), (8, "80" + "00" * 15)):
            with self.subTest(text), self.assertRaises(crypto.PaddingError):
                crypto.unpad(unhex(text), block)

    def test_all_lengths(self):
        for block in (8, 16):
            for size in range(40):
                data = bytes([0x80] * size)
                padded = crypto.pad(data, block)
                self.assertEqual(len(padded), (size // block + 1) * block)
                self.assertEqual(crypto.unpad(padded, block), data)


class SecureMessaging(unittest.TestCase):
    FILE = file_of("05", "df1/ef01")

    def read(self, answer):
        card = ScriptedCard(self, [(unhex("08B08100000004960200000000"), answer)])
        session = Session(crypto.Aes, examples.GEN2_KEY, protocol.Channel(card))
        return protocol.read_file(session, self.FILE)

    def test_broken_answers(self):
        good = wrapped(crypto.Aes, examples.GEN2_KEY, b"\xC2\x0C" + examples.NUMBER)
        unpadded = b"\x86\x11\x01" + crypto.Aes.encrypt(examples.GEN2_KEY, bytes(16))
        broken = {
            "tag": b"\x87" + good[1:], "indicator": good[:2] + b"\x02" + good[3:],
            "longer": b"\x86\x12" + good[2:], "shorter": b"\x86\x10" + good[2:],
            "four byte length": b"\x86\x84\x00\x00\x00\x11" + good[2:],
            "no block": b"\x86\x10" + good[2:-1], "empty": b"\x86\x01\x01", "none": b"\x86\x00",
            "nothing": b"", "padding": unpadded, "plain": b"\xC2\x0C" + examples.NUMBER,
            "extra": good + unhex("99029000"),
        }
        for name, answer in broken.items():
            with self.subTest(name), self.assertRaises(protocol.ProtocolError):
                self.read(answer + OK)
        self.assertEqual(self.read(good + OK), b"\xC2\x0C" + examples.NUMBER)

    def test_body_with_an_error_is_not_used(self):
        good = wrapped(crypto.Aes, examples.GEN2_KEY, b"\xC2\x0C" + examples.NUMBER)
        with self.assertRaises(protocol.ProtocolError):
            self.read(good + unhex("6982"))
        with self.assertRaises(protocol.FileMissing):
            self.read(good + unhex("6A82"))

    def test_no_status_word(self):
        with self.assertRaises(protocol.ProtocolError):
            self.read(b"\x90")


class KeyAgreement(unittest.TestCase):
    def agree(self, answer, expected, challenge=examples.GEN1_RND_ICC):
        steps = [(unhex("0084000008"), challenge + OK)]
        if len(challenge) == 8:
            steps.append((examples.GEN1_MUTUAL, answer))
        card = ScriptedCard(self, steps)
        with PinnedRandoms(crypto, [examples.RND_IFD, examples.K_IFD]):
            with self.assertRaises(expected):
                protocol.open_session(protocol.Channel(card), "1", examples.NUMBER, None)
        card.done()  # in particular: no VERIFY

    def test_wrong_mac(self):
        for place in range(40):
            answer = bytearray(examples.GEN1_ANSWER)
            answer[place] ^= 0x10
            self.agree(bytes(answer) + OK, protocol.ProtocolError)

    def test_right_mac_over_wrong_randoms(self):
        plain = examples.GEN1_RND_ICC + examples.RND_IFD + bytes(16)
        for changed in (0, 7, 8, 15):
            text = bytearray(plain)
            text[changed] ^= 1
            cryptogram = crypto.TripleDes.encrypt(examples.BASE, bytes(text))
            answer = cryptogram + crypto.retail_mac(examples.BASE, cryptogram)
            self.agree(answer + OK, protocol.ProtocolError)

    def test_own_frame_sent_back(self):
        self.agree(examples.GEN1_MUTUAL[5:45] + OK, protocol.ProtocolError)

    def test_status_and_lengths(self):
        self.agree(unhex("6300"), protocol.WrongNumber)
        self.agree(examples.GEN1_ANSWER[:39] + OK, protocol.ProtocolError)
        self.agree(examples.GEN1_ANSWER + b"\x00" + OK, protocol.ProtocolError)
        for challenge in (b"", bytes(7), bytes(9)):
            self.agree(b"", protocol.ProtocolError, challenge)


class Detection(unittest.TestCase):
    HEAD, MF = unhex("00B08A00000002"), unhex("00A40000023F00")
    AP = unhex("00A4040C10D392F0004F01" + "00" * 10)
    MISSING = unhex("6A82")

    def detect(self, steps):
        card = ScriptedCard(self, steps)
        try:
            return protocol.detect(protocol.Channel(card))
        finally:
            card.done()

    def test_types(self):
        self.assertEqual(self.detect([
            (self.HEAD, unhex("C1019000")), (unhex("00B08A02000001"), b"1" + OK)]), "1")
        self.assertEqual(self.detect([
            (self.HEAD, self.MISSING), (self.MF, OK),
            (self.HEAD, unhex("C1029000")), (unhex("00B08A02000002"), b"06" + OK)]), "06")

    def test_specified_even_if_the_mf_answers(self):
        rest = unhex("00B08A02000002")
        self.assertEqual(self.detect([
            (self.HEAD, unhex("C1029000")), (rest, b"07" + OK), (self.AP, OK),
            (self.HEAD, unhex("C1029000")), (rest, b"07" + OK)]), "07")

    def test_other_cards(self):
        with self.assertRaises(protocol.NotAResidenceCard):
            self.detect([(self.HEAD, self.MISSING), (self.MF, self.MISSING),
                         (self.AP, self.MISSING)])
        with self.assertRaises(protocol.NotAResidenceCard):
            self.detect([(self.HEAD, unhex("05019000")), (self.MF, OK),
                         (self.HEAD, unhex("05019000")), (self.AP, self.MISSING)])

    def test_malformed(self):
        for answer, expected in (("C1009000", protocol.DataError),
                                 ("C1039000", protocol.UnsupportedType),
                                 ("C1FF9000", protocol.UnsupportedType)):
            with self.assertRaises(expected):
                self.detect([(self.HEAD, unhex(answer))])
        with self.assertRaises(protocol.UnsupportedType):
            self.detect([(self.HEAD, unhex("C1019000")), (unhex("00B08A02000001"), b"3" + OK)])


class Texts(unittest.TestCase):
    def test_encodings(self):
        tokyo = "東京都"
        self.assertEqual(reader.stored_text(tokyo.encode() + b"\x00\x00"), (tokyo, False))
        # These bytes are also Shift_JIS of other kanji: UTF-8 comes first, even when cut.
        self.assertEqual(reader.stored_text(tokyo.encode()[:-1], True), (tokyo[:2], False))
        sjis = tokyo.encode("shift_jis_2004")
        self.assertEqual(reader.stored_text(sjis, True), (tokyo, True))
        self.assertIn("\uFFFD", reader.stored_text(sjis)[0])
        self.assertEqual(reader.stored_text(b"\xFF\x41", True), ("\uFFFDA", False))


class Input(unittest.TestCase):
    def test_numbers(self):
        for typed in ("AA12345678BB", "aa 1234 5678 bb", "ＡＡ１２３４５６７８ＢＢ"):
            self.assertEqual(inputs.clean_number(typed), b"AA12345678BB")
        for typed in ("", "AA1234567BB", "AA123456789BB", "AA1234567OBB", "AA1234567٣BB"):
            with self.subTest(typed), self.assertRaises(inputs.BadInput):
                inputs.clean_number(typed)

    def test_transports(self):
        for address in ("", "tcp:", "tcp:127.0.0.1", "tcp:127.0.0.1:0", "tcp:x:70000", "usb:1"):
            with self.subTest(address), self.assertRaises(cardio.Unavailable):
                cardio.open_card(address, 0)


if __name__ == "__main__":
    unittest.main()
