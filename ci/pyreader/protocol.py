"""Talks to the card: which type it is, key agreement, VERIFY, and reading of its files.

Only these commands are ever sent: SELECT of MF and of the four residence AIDs, READ BINARY,
GET CHALLENGE, MUTUAL AUTHENTICATE, SET SESSION KEY, and VERIFY with P2 = 86.
"""

import hmac

import crypto
import layout
from cardio import CardError

SELECT_MF = bytes.fromhex("00A40000023F00")
GET_CHALLENGE = bytes.fromhex("0084000008")
MUTUAL_HEAD = bytes.fromhex("0082000028")
VERIFY_HEAD = bytes.fromhex("0820008613861101")
SET_KEY_HEAD = bytes.fromhex("80AE0000000100")
AP = 1  # the residence application of a specified card; DF1 to DF3 follow it
OK, END_OF_FILE = 0x9000, 0x6282
GEN1_TYPES, GEN2_TYPES, SPECIFIED_TYPES = ("1", "2"), ("05", "06"), ("07", "08")


class ProtocolError(CardError):
    """The card's answer is not what the specification says."""


class FileMissing(ProtocolError):
    """6A82: the file or DF is not there."""


class WrongNumber(CardError):
    verdict = "WRONG_NUMBER"


class NotAResidenceCard(CardError):
    verdict = "NOT_A_RESIDENCE_CARD"


class UnsupportedType(CardError):
    verdict = "UNSUPPORTED_TYPE"

    def __init__(self, text, sw, card_type=None):
        super().__init__(text, sw)
        self.card_type = card_type


class DataError(CardError):
    verdict = "DATA_ERROR"


def select_df(df):
    """SELECT by AID: 1 the residence application, 2 to 4 are DF1 to DF3."""
    return bytes.fromhex("00A4040C10D392F0004F") + bytes([df]) + bytes(10)


def read_plain(p1, p2, count):
    """READ BINARY with a 3-byte Le; 0 asks for all there is."""
    return bytes([0x00, 0xB0, p1, p2, 0x00]) + count.to_bytes(2, "big")


def read_secure(p1, p2, le_object):
    """READ BINARY under secure messaging, extended Lc and Le."""
    length = len(le_object).to_bytes(2, "big")
    return bytes([0x08, 0xB0, p1, p2, 0x00]) + length + le_object + b"\x00\x00"


def open_sm(answer):
    """The cryptogram of an answer `86 L 01 cryptogram`, which must be all of the answer."""
    if answer[:1] != b"\x86":
        raise ProtocolError("answer to a secure read is no object 86")
    try:
        length, at = layout.parse_length(answer, 1)
    except layout.TlvError as error:
        raise ProtocolError("length of object 86 is broken") from error
    if length < 1 or len(answer) - at != length:
        raise ProtocolError("object 86 does not fill the answer")
    if answer[at] != 0x01:
        raise ProtocolError("padding indicator is not 01")
    return answer[at + 1:]


class Channel:
    """Sends command APDUs, splits answers, keeps the last status word."""

    def __init__(self, transport, log=None):
        self.transport = transport
        self.log = log
        self.sw = None

    def send(self, apdu):
        """Returns (data, status word)."""
        answer = self.transport.exchange(apdu)
        if len(answer) < 2:
            raise ProtocolError("answer without a status word")
        self.sw = int.from_bytes(answer[-2:], "big")
        if self.log:
            # Header and lengths only: data fields would hold number, keys and texts.
            self.log(f"{apdu[:4].hex().upper()} {len(apdu)} bytes -> "
                     f"{len(answer) - 2} bytes {self.sw:04X}")
        return answer[:-2], self.sw

    def expect(self, apdu, what):
        """send() for a command that must succeed; returns the data."""
        data, sw = self.send(apdu)
        if sw != OK:
            raise status_error(sw, what)
        return data


def status_error(sw, what):
    """The error that a status word other than 9000 means."""
    if sw == 0x6A82:
        return FileMissing(f"{what} is not there", sw)
    if sw == 0x6283:
        return ProtocolError(f"{what} is blocked", sw, flag="blocked")
    return ProtocolError(f"{what}: status word {sw:04X}", sw)


def number_error(sw, what):
    if sw == 0x6300 or sw & 0xFFF0 == 0x63C0:
        return WrongNumber("the card refuses the number", sw)
    return status_error(sw, what)


# Detection


def read_free(channel, p1, start, count):
    """Reads `count` bytes of a free file by SFI; None if the card does not give them."""
    data = b""
    while len(data) < count:
        piece, sw = channel.send(read_plain(p1, start + len(data), count - len(data)))
        if sw not in (OK, END_OF_FILE) or not piece:
            return None
        data += piece
    return data[:count]


def read_type_here(channel):
    """The value of C1 at the current level; None if there is no such file or object."""
    head = read_free(channel, layout.TYPE_P1, 0, 2)
    if head is None or head[0] != layout.TYPE_TAG:
        return None  # other kinds of card keep other things at this place
    length = head[1]
    if length == 0:
        raise DataError("the card type is empty", channel.sw)
    if length > 2:
        raise UnsupportedType("the card type has more than two characters", channel.sw)
    value = read_free(channel, layout.TYPE_P1, 2, length)
    if value is None:
        raise DataError("the card type is cut off", channel.sw)
    return value.decode("utf-8", "replace")


def detect(channel):
    """Returns the type. On 07 and 08 the residence application is current afterwards."""
    found = read_type_here(channel)
    if found is None and channel.send(SELECT_MF)[1] == OK:
        found = read_type_here(channel)
    if found in GEN1_TYPES + GEN2_TYPES:
        return found
    if found is not None and found not in SPECIFIED_TYPES:
        raise UnsupportedType("unknown card type", channel.sw, card_type=found)
    # The files of 07 and 08 are the application's, even if the MF names the type too.
    if channel.send(select_df(AP))[1] != OK:
        raise NotAResidenceCard("no card type where residence cards keep it", channel.sw)
    found = read_type_here(channel)
    if found is None:
        raise NotAResidenceCard("no card type in the residence application", channel.sw)
    if found not in SPECIFIED_TYPES:
        raise UnsupportedType("unknown card type in the application", channel.sw, card_type=found)
    return found


def read_version(channel):
    """The stored value of C0, or None: nothing depends on it."""
    data = read_free(channel, layout.VERSION_P1, 0, layout.VERSION_SIZE)
    if data is None or data[0] != layout.VERSION_TAG or data[1] != len(data) - 2:
        return None
    return data[2:]


# Sessions


class AgreedSession:
    """Types 1, 2 (triple DES) and 05, 06 (AES): GET CHALLENGE and MUTUAL AUTHENTICATE."""

    def __init__(self, channel, number, cipher):
        self.channel = channel
        self.cipher = cipher
        self.key = self._agree(number)

    def _agree(self, number):
        sw = None
        for _ in range(2):
            # 6985: the challenge is not fresh any more. A new one, once.
            answer, sw, sent = self._authenticate(number)
            if sw != 0x6985:
                break
        if sw != OK:
            raise number_error(sw, "MUTUAL AUTHENTICATE")
        return self._check(answer, sent)

    def _authenticate(self, number):
        rnd_icc = self.channel.expect(GET_CHALLENGE, "GET CHALLENGE")
        if len(rnd_icc) != 8:
            raise ProtocolError("the challenge has not 8 bytes", OK)
        base = crypto.base_key(number)
        rnd_ifd, k_ifd = crypto.random_bytes(8), crypto.random_bytes(16)
        cryptogram = self.cipher.encrypt(base, rnd_ifd + rnd_icc + k_ifd)
        body = cryptogram + self.cipher.mac(base, cryptogram)
        answer, sw = self.channel.send(MUTUAL_HEAD + body + b"\x00")
        return answer, sw, (base, rnd_ifd, rnd_icc, k_ifd)

    def _check(self, answer, sent):
        base, rnd_ifd, rnd_icc, k_ifd = sent
        if len(answer) != 40:
            raise ProtocolError("answer to MUTUAL AUTHENTICATE has not 40 bytes", OK)
        cryptogram, mac = answer[:32], answer[32:]
        if not hmac.compare_digest(self.cipher.mac(base, cryptogram), mac):
            raise ProtocolError("M_ICC is wrong: the card does not know the number", OK)
        plain = self.cipher.decrypt(base, cryptogram)
        if plain[:8] != rnd_icc or plain[8:16] != rnd_ifd:
            raise ProtocolError("the card's answer belongs to other randoms", OK)
        return crypto.session_key(k_ifd, plain[16:])

    def le_object(self, count):
        return b"\x96\x02" + count.to_bytes(2, "big")

    def next_iv(self):
        """The IV of the next SM command and its answer."""
        return bytes(self.cipher.block)


class DeliveredSession:
    """Types 07 and 08: SET SESSION KEY. Nobody has compared this with the official text."""

    cipher = crypto.Aes

    def __init__(self, channel, public_key):
        self.channel = channel
        self.counter = 0
        key_field = crypto.random_bytes(32)
        message = crypto.key_message(key_field)
        for _ in range(2):
            # 6F00: the cryptogram is not below the modulus. Another seed, once.
            apdu = SET_KEY_HEAD + crypto.wrap_key(public_key, message)
            _, sw = channel.send(apdu)
            if sw != 0x6F00:
                break
        if sw != OK:
            raise ProtocolError(f"SET SESSION KEY: status word {sw:04X}", sw)
        self.key = key_field[:16]

    def le_object(self, count):
        return b"\x96\x03\x00" + count.to_bytes(2, "big")

    def next_iv(self):
        self.counter += 1
        return crypto.counter_iv(self.key, self.counter)


def open_session(channel, card_type, number, public_key):
    """Session key and VERIFY of the type's own kind, each tried once."""
    if card_type in GEN1_TYPES:
        session = AgreedSession(channel, number, crypto.TripleDes)
    elif card_type in GEN2_TYPES:
        session = AgreedSession(channel, number, crypto.Aes)
    else:
        session = DeliveredSession(channel, public_key)
    verify_number(session, number)
    return session


def verify_number(session, number):
    """VERIFY: the number under secure messaging; padding 80 00 00 00 for either block size."""
    padded = crypto.pad(number, session.cipher.block)
    cryptogram = session.cipher.encrypt(session.key, padded, session.next_iv())
    _, sw = session.channel.send(VERIFY_HEAD + cryptogram)
    if sw != OK:
        raise number_error(sw, "VERIFY")


def read_file(session, file):
    """Reads a file of the current DF, whole if the card gives it so, else piece by piece."""
    p1, data, count = file.p1, b"", 0
    while len(data) < file.size:
        piece, sw = _read_piece(session, file, p1, len(data), count)
        if sw == 0x6A82 and not data and file.other_p1 not in (None, p1):
            p1 = file.other_p1
            continue
        if sw == 0x6700 and count == 0:
            count = file.size - len(data)  # some cards may want to be told the length
            continue
        if sw == 0x6B00 and data:
            break
        if sw not in (OK, END_OF_FILE):
            raise status_error(sw, file.key)
        if not piece:
            break
        data, count = data + piece, 0
    return data[:file.size]


def _read_piece(session, file, p1, offset, count):
    p1, p2 = (p1, offset) if offset < 256 else (offset >> 8, offset & 0xFF)
    if not file.secure:
        return session.channel.send(read_plain(p1, p2, count))
    # The answer has the same IV as its command; each piece its own padding.
    iv = session.next_iv()
    answer, sw = session.channel.send(read_secure(p1, p2, session.le_object(count)))
    if sw not in (OK, END_OF_FILE):
        return b"", sw
    cryptogram = open_sm(answer)
    if not cryptogram or len(cryptogram) % session.cipher.block:
        raise ProtocolError("cryptogram is not whole blocks", sw)
    try:
        plain = session.cipher.decrypt(session.key, cryptogram, iv)
        return crypto.unpad(plain, session.cipher.block), sw
    except crypto.PaddingError as error:
        raise ProtocolError("padding inside object 86 is wrong", sw) from error
