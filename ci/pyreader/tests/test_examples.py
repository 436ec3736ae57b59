"""Examples, byte for byte: the official ones of both generations, and derived ones.

Official are the two sessions (annex 2, appendix 2); the rest was derived from them.
"""

import hashlib
import unittest

from support import PinnedRandoms, ScriptedCard, unhex

import crypto
import layout
import protocol
import verify

NUMBER = b"AA12345678BB"
BASE = unhex("6522B4E171195BB218223A976C040111")
RND_IFD, K_IFD = unhex("1122334455667788"), unhex("404142434445464748494A4B4C4D4E4F")
OK = unhex("9000")

GEN1_RND_ICC = unhex("5A6E7E385162B7A3")
GEN1_MUTUAL = unhex("""0082000028
    937745C20883A1BAD1E04193722A1592378F81A8F1DC589157AEB0F7544FA1BA 1AD7FB6A3389E017 00""")
GEN1_ANSWER = unhex("""5860775B4D032CC564BA204B8EA868F694A74E7475A8FEF240588BDA1AF496CE
    59388FD6CD45248B""")
GEN1_KEY = unhex("CE94938E19E3B97DF96EABCEDC1715CC")
GEN1_VERIFY = unhex("08200086138611011AA82973DB959A811F9711D728F0EEF6")

GEN2_RND_ICC = unhex("921CE277323DA057")
GEN2_MUTUAL = unhex("""0082000028
    4AD3C7B6BB484A52771977DED618B41DF841FA0476A05FBE041DEAD6109E773B AC854617634F5397 00""")
GEN2_ANSWER = unhex("""289A96B1DA6AE3DA87770419BFD14F0BDAD15F36432B5A946C188C7221759A62
    FA942EC51E62FF5F""")
GEN2_KEY = unhex("C19CF13D3D7FBEE9EA293D834C88952F")
GEN2_VERIFY = unhex("0820008613861101EE0B31EF877F68D071C56D58C72E6748")
GEN2_ENTRIES = unhex("""
    C5083230333130343031C6083230303030313032C70131C803555341C90A58303030303030303030
    CE0430333030CA023031CB083230323630363135CC0132CD083230323930363135""")
GEN2_ENTRIES_ANSWER = unhex("""865101
    21FBA93983F862D39C93C58D2BFFC8F21D33605843075668097CFD36D533DA43059B3AEDB8C82F55
    7781850A5D25F05F019E66E44665019D00F945D0F06680254337404CA2A1C0F4F426DBCA3DD42368""")


class Session:
    """Enough of a session to read files with a known key."""

    def __init__(self, cipher, key, channel=None):
        self.cipher, self.key, self.channel = cipher, key, channel
        self.le_object = lambda count: b"\x96\x02" + count.to_bytes(2, "big")
        self.next_iv = lambda: bytes(cipher.block)


def file_of(card_type, key):
    return next(file for file in layout.FILES[card_type] if file.key == key)


def wrapped(cipher, key, plain):
    """An answer to a secure read, its length in the shortest form."""
    body = b"\x01" + cipher.encrypt(key, crypto.pad(plain, cipher.block))
    if len(body) < 0x80:
        return b"\x86" + bytes([len(body)]) + body
    if len(body) < 0x100:
        return b"\x86\x81" + bytes([len(body)]) + body
    return b"\x86\x82" + len(body).to_bytes(2, "big") + body


class Gen1(unittest.TestCase):
    def test_keys_of_the_number(self):
        self.assertEqual(crypto.base_key(NUMBER), BASE)

    def test_whole_session_of_annex_2(self):
        card = ScriptedCard(self, [
            (unhex("0084000008"), GEN1_RND_ICC + OK),
            (GEN1_MUTUAL, GEN1_ANSWER + OK),
            (GEN1_VERIFY, OK),
        ])
        channel = protocol.Channel(card)
        with PinnedRandoms(crypto, [RND_IFD, K_IFD]):
            session = protocol.open_session(channel, "1", NUMBER, None)
        card.done()
        self.assertEqual(session.key, GEN1_KEY)

    def test_reads_of_annex_2(self):
        front = b"\xD0\x82\x1B\x58" + b"\xFA" * 6500 + bytes(500)
        face = b"\xD1\x82\x0B\xB8" + b"\x4E" * 2900 + bytes(100)
        sm_front = wrapped(crypto.TripleDes, GEN1_KEY, front)
        sm_face = wrapped(crypto.TripleDes, GEN1_KEY, face)
        self.assertEqual(len(sm_front) - 5, 7008)
        self.assertEqual(sm_front[:13], unhex("86821B6101 18D5E96355758B12"))
        self.assertEqual(sm_front[-8:], unhex("A2067B77E7B5D6A6"))
        self.assertEqual(len(sm_face) - 5, 3008)
        self.assertEqual(sm_face[:13], unhex("86820BC101 4F953A260A8E827B"))
        self.assertEqual(sm_face[-8:], unhex("5C1AACB6EAD266B5"))
        card = ScriptedCard(self, [
            (unhex("08B08500000004960200000000"), sm_front + OK),
            (unhex("08B08600000004960200000000"), sm_face + OK),
            (unhex("00B08200000000"), bytes(1464) + OK),
        ])
        session = Session(crypto.TripleDes, GEN1_KEY, protocol.Channel(card))
        self.assertEqual(protocol.read_file(session, file_of("1", "df1/ef01")), front)
        self.assertEqual(protocol.read_file(session, file_of("1", "df1/ef02")), face)
        self.assertEqual(protocol.read_file(session, file_of("1", "df3/ef01")), bytes(1464))
        card.done()
        data = verify.signed_data("1", {"front": front[4:], "face": face[4:]})
        self.assertEqual(hashlib.sha256(data).digest(), unhex(
            "390CBE318158424110321EC2DDFA05A7749D3859899BDECDF571F06A7B37A604"))

    def test_pieces_have_padding_of_their_own(self):
        front = b"\xD0\x82\x1B\x58" + b"\xFA" * 6500 + bytes(500)
        piece = wrapped(crypto.TripleDes, GEN1_KEY, front[:256])
        self.assertEqual((len(piece), piece[-8:]), (269, unhex("66FA7A8FD0E5717C")))
        second = wrapped(crypto.TripleDes, GEN1_KEY, front[256:512])
        self.assertEqual((len(second), second[-8:]), (269, unhex("9D9851E15147A7F8")))
        rest = wrapped(crypto.TripleDes, GEN1_KEY, front[512:7000])
        last = unhex("8609015223C8226A637349")
        card = ScriptedCard(self, [
            (unhex("08B08500000004960200000000"), piece + OK),
            (unhex("08B00100000004960200000000"), second + OK),
            (unhex("08B00200000004960200000000"), rest + OK),
            (unhex("08B01B58000004960200000000"), last + OK),
        ])
        session = Session(crypto.TripleDes, GEN1_KEY, protocol.Channel(card))
        self.assertEqual(protocol.read_file(session, file_of("1", "df1/ef01")), front)
        card.done()

    def test_small_answers(self):
        cases = {
            "8609015DB25051B3AE5F80": "",
            "860901BFF596EBB0C3E427": "D70131",
            "861101F9D590DFD471CE2104E14445C2A31F91": "0102030405060708",
            "861901C8D78499C7BCC4D1F621486F3B3E48ED91DAB2EC0E275E67":
                "D01449492A0008000000000000000000000000000000",
        }
        for answer, plain in cases.items():
            cryptogram = protocol.open_sm(unhex(answer))
            opened = crypto.TripleDes.decrypt(GEN1_KEY, cryptogram)
            self.assertEqual(crypto.unpad(opened, 8), unhex(plain))
            self.assertEqual(wrapped(crypto.TripleDes, GEN1_KEY, unhex(plain)), unhex(answer))

    def test_address_file(self):
        text = "東京都千代田区霞が関1-1-1".encode().ljust(320, b"\x00")
        plain = b"\xD2\x0820240401\xD3\x06131016\xD4\x82\x01\x40" + text
        self.assertEqual(hashlib.sha256(plain).digest(), unhex(
            "AF6A35A982B94394BF3DC0FEACD2E94BF8266F54CA17B43CDB9189ED78A091EB"))
        answer = wrapped(crypto.TripleDes, GEN1_KEY, plain)
        self.assertEqual(hashlib.sha256(answer).digest(), unhex(
            "C0E9F9AF7822B676C9998AAF515FFA439B9F531DCB138DA20350F2D145EC28E5"))
        found = layout.read_objects(file_of("1", "df2/ef01"), plain, True)
        self.assertEqual(found["address"], text)
        self.assertEqual(found["municipality"], b"131016")

    def test_pkcs1_blocks(self):
        digest = bytes(range(32))
        standard = verify.pkcs1_block(digest, verify.SHA256_PREFIX)
        self.assertEqual(standard, unhex("0001" + "FF" * 202 + "00") + unhex(
            "3031300D060960864801650304020105000420") + digest)
        self.assertEqual(verify.pkcs1_block(digest, b""),
                         unhex("0001" + "FF" * 221 + "00") + digest)


class Gen2(unittest.TestCase):
    def test_whole_session_of_the_appendix(self):
        card = ScriptedCard(self, [
            (unhex("0084000008"), GEN2_RND_ICC + OK),
            (GEN2_MUTUAL, GEN2_ANSWER + OK),
            (GEN2_VERIFY, OK),
        ])
        with PinnedRandoms(crypto, [RND_IFD, K_IFD]):
            session = protocol.open_session(protocol.Channel(card), "05", NUMBER, None)
        card.done()
        self.assertEqual(session.key, GEN2_KEY)

    def test_reads(self):
        pictures = (b"\xD0\x82\x09\xC4" + b"\x4E" * 2400 + bytes(100)
                    + b"\xD1\x82\x0B\xB8" + b"\xFA" * 2900 + bytes(100))
        sm_pictures = wrapped(crypto.Aes, GEN2_KEY, pictures)
        self.assertEqual(sm_pictures[:5], unhex("8682159101"))
        self.assertEqual(len(sm_pictures) - 5, 5520)
        card = ScriptedCard(self, [
            (unhex("08B08100000004960200000000"),
             unhex("861101143D1676C57ED659B4CA6DA06D251591") + OK),
            (unhex("08B08300000004960200000000"), GEN2_ENTRIES_ANSWER + OK),
            (unhex("08B08400000004960200000000"), sm_pictures + OK),
        ])
        session = Session(crypto.Aes, GEN2_KEY, protocol.Channel(card))
        number = protocol.read_file(session, file_of("05", "df1/ef01"))
        self.assertEqual(number, b"\xC2\x0C" + NUMBER)
        entries = protocol.read_file(session, file_of("05", "df1/ef02"))
        self.assertEqual(entries, GEN2_ENTRIES)
        self.assertEqual(protocol.read_file(session, file_of("05", "df1/ef03")), pictures)
        card.done()

    def test_signed_data(self):
        values = layout.read_objects(file_of("05", "df1/ef02"), GEN2_ENTRIES, False)
        values.update(face=b"\xFA" * 2900, name=b"\x4E" * 2400)
        data = verify.signed_data("05", values)
        self.assertEqual(len(data), 5553)
        self.assertEqual(hashlib.sha256(data).digest(), unhex(
            "8EBD0E7320652883D86C5DFEB21443113E3DDA2A3BE305B3C64E9376A8BC56E7"))
        values["period"] = b"0000"
        self.assertEqual(hashlib.sha256(verify.signed_data("06", values)).digest(), unhex(
            "C40204B9F324FA7151207D57BE4BB844EFCF5BA68B002595DEFC98E5E4B53504"))


class Specified(unittest.TestCase):
    KEY_FIELD = bytes(range(32))

    def test_message_and_ivs(self):
        self.assertEqual(crypto.key_message(self.KEY_FIELD), unhex("A0228020") + self.KEY_FIELD)
        for counter, iv in ((1, "7346139595C0B41E497BBDE365F42D0A"),
                            (2, "49D68753999BA68CE3897A686081B09D"),
                            (3, "B9AD2B2E346AC238505D365E9CB7FC56")):
            self.assertEqual(crypto.counter_iv(self.KEY_FIELD[:16], counter), unhex(iv))

    def test_session(self):
        from Cryptodome.PublicKey import RSA
        card = ScriptedCard(self, [
            (unhex("0820008613861101564AA15A55132FAEC29D95D38268F7FF"), OK),
            (unhex("08B0810000000596030000000000"),
             unhex("8611015EA268036BD0A65290F2C9CC25742258") + OK),
        ])
        key = RSA.generate(2048)
        seen = []

        class WithKeyDelivery:
            def exchange(self, apdu):
                if apdu[:2] == b"\x80\xAE":
                    seen.append(apdu)
                    return OK
                return card.exchange(apdu)

        with PinnedRandoms(crypto, [self.KEY_FIELD]):
            channel = protocol.Channel(WithKeyDelivery())
            session = protocol.open_session(channel, "07", NUMBER, key.public_key())
        number = protocol.read_file(session, file_of("07", "df1/ef01"))
        self.assertEqual(number, b"\xC2\x0C" + NUMBER)
        card.done()
        self.assertEqual(len(seen), 1)
        self.assertEqual(seen[0][:7], unhex("80AE0000000100"))
        self.assertEqual(len(seen[0]), 7 + 256)
        # OAEP opened by another library than the one that made it.
        from cryptography.hazmat.primitives import hashes, serialization
        from cryptography.hazmat.primitives.asymmetric import padding
        private = serialization.load_der_private_key(key.export_key("DER"), None)
        oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
        self.assertEqual(private.decrypt(seen[0][7:], oaep), crypto.key_message(self.KEY_FIELD))


if __name__ == "__main__":
    unittest.main()
