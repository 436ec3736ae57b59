"""Ways to a card: vpcd's frames over TCP, and PC/SC.

A transport has `start()`, `exchange(apdu) -> answer` and `close()`. The answer ends with the two
bytes of the status word. What goes wrong is one of the typed errors below, never anything else.
"""

import socket
import struct
import time

POWER_OFF, POWER_ON, RESET, GET_ATR = b"\x00", b"\x01", b"\x02", b"\x04"
SHARING_VIOLATION_TRIES = 5


class CardError(Exception):
    """Base of everything that can end a session; `verdict` is the word for the result."""

    verdict = "PROTOCOL_ERROR"

    def __init__(self, text, sw=None, flag=None):
        super().__init__(text)
        self.sw = sw
        self.flag = flag


class CardRemoved(CardError):
    """The card, or the way to it, is gone or was never there."""

    verdict = "CARD_REMOVED"


class CardTimeout(CardError):
    """No answer in time."""

    verdict = "TIMEOUT"


class TransportError(CardError):
    """The way to the card works otherwise than agreed."""


class Unavailable(Exception):
    """This program or this computer does not have such a transport (exit status 89)."""


def open_card(address, deadline):
    """Returns the transport that ZAIRYU_CARD names. `deadline` is a time.monotonic() value."""
    kind, _, rest = address.partition(":")
    if kind == "tcp":
        host, _, port = rest.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise Unavailable("tcp: needs HOST:PORT")
        return TcpCard(host, int(port), deadline)
    if kind == "pcsc" and rest:
        return PcscCard(rest)
    raise Unavailable("no such transport; there are tcp:HOST:PORT and pcsc:READER")


class TcpCard:
    """A card behind a TCP port: frames of a 2-byte big-endian length and that many bytes.

    One byte is a control code; only GET_ATR is answered. Anything longer is a command APDU.
    """

    def __init__(self, host, port, deadline):
        self.address = (host, port)
        self.deadline = deadline
        self.socket = None

    def start(self):
        try:
            self.socket = socket.create_connection(self.address, timeout=self._left())
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except socket.timeout as error:
            raise CardTimeout("no connection in time") from error
        except OSError as error:
            raise CardRemoved("nothing listens there: no card") from error
        self._send(POWER_ON)
        self._send(RESET)
        self._send(GET_ATR)
        if not self._receive():
            raise CardRemoved("empty ATR: no card")

    def exchange(self, apdu):
        self._send(apdu)
        answer = self._receive()
        if not answer:
            raise CardRemoved("empty answer: the card is gone")
        return answer

    def close(self):
        if self.socket is None:
            return
        try:
            self.socket.sendall(struct.pack(">H", 1) + POWER_OFF)
        except OSError:
            pass
        self.socket.close()
        self.socket = None

    def _left(self):
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise CardTimeout("time is up")
        return left

    def _send(self, data):
        try:
            self.socket.settimeout(self._left())
            self.socket.sendall(struct.pack(">H", len(data)) + data)
        except socket.timeout as error:
            raise CardTimeout("the card takes no command in time") from error
        except OSError as error:
            raise CardRemoved("connection lost") from error

    def _receive(self):
        return self._receive_bytes(struct.unpack(">H", self._receive_bytes(2))[0])

    def _receive_bytes(self, count):
        data = b""
        while len(data) < count:
            try:
                self.socket.settimeout(self._left())
                piece = self.socket.recv(count - len(data))
            except socket.timeout as error:
                raise CardTimeout("no answer in time") from error
            except OSError as error:
                raise CardRemoved("connection lost") from error
            if not piece:
                raise CardRemoved("connection closed")
            data += piece
        return data


class PcscCard:
    """A card in a PC/SC reader, by the reader's full name.

    A PC/SC call cannot be given a time limit: whoever calls this bounds it from outside.
    """

    GONE = {
        0x80100009: "unknown reader",
        0x8010000C: "no card in the reader",
        0x80100017: "the reader is gone",
        0x8010002E: "no reader",
        0x80100066: "the card does not answer",
        0x80100067: "the card has no power",
        0x80100069: "the card was removed",
    }

    def __init__(self, name):
        try:
            from smartcard import scard  # only here: tcp works without pyscard
        except ImportError as error:
            raise Unavailable("pcsc needs python3-pyscard") from error
        self.scard = scard
        self.name = name
        self.context = None
        self.card = None
        self.protocol = None

    def start(self):
        code, self.context = self.scard.SCardEstablishContext(self.scard.SCARD_SCOPE_USER)
        self._check(code, "PC/SC service")
        wanted = self.scard.SCARD_PROTOCOL_T1 | self.scard.SCARD_PROTOCOL_T0
        for attempt in range(SHARING_VIOLATION_TRIES):
            code, self.card, self.protocol = self.scard.SCardConnect(
                self.context, self.name, self.scard.SCARD_SHARE_SHARED, wanted)
            if code & 0xFFFFFFFF != 0x8010000B:
                break
            time.sleep(0.1 * (attempt + 1))
        if code != 0:
            self.card = None
        self._check(code, "connect")
        # Other programs' commands between ours would break the session.
        self._check(self.scard.SCardBeginTransaction(self.card), "begin")

    def exchange(self, apdu):
        code, answer = self.scard.SCardTransmit(self.card, self.protocol, list(apdu))
        self._check(code, "transmit")
        if not answer:
            raise CardRemoved("empty answer: the card is gone")
        return bytes(value & 0xFF for value in answer)

    def close(self):
        if self.card is not None:
            # A reset ends keys and rights of this session on the card.
            self.scard.SCardEndTransaction(self.card, self.scard.SCARD_RESET_CARD)
            self.scard.SCardDisconnect(self.card, self.scard.SCARD_RESET_CARD)
            self.card = None
        if self.context is not None:
            self.scard.SCardReleaseContext(self.context)
            self.context = None

    def _check(self, code, where):
        code &= 0xFFFFFFFF
        if code == 0:
            return
        if code in self.GONE:
            raise CardRemoved(f"{where}: {self.GONE[code]}")
        if code == 0x8010000A:
            raise CardTimeout(f"{where}: PC/SC reports a timeout")
        if code == 0x8010000B:
            raise TransportError(f"{where}: another program keeps the card for itself")
        if code == 0x8010001D:
            raise CardRemoved(f"{where}: no PC/SC service is running")
        raise TransportError(f"{where}: PC/SC error {code:08X}")
