"""Keys, ciphers, MACs and padding of types 1 and 2, 05 and 06, 07 and 08."""

import hashlib
import os

from Cryptodome.Cipher import AES, DES, DES3, PKCS1_OAEP
from Cryptodome.Hash import CMAC, SHA256

SESSION_LABEL = b"\x00\x00\x00\x01"


class PaddingError(ValueError):
    """No whole blocks, or no `80 00..` at the end of the last one."""


def pad(data, block):
    """Appends 80 and NULs, always, up to a whole number of blocks."""
    return data + b"\x80" + bytes(-(len(data) + 1) % block)


def unpad(data, block):
    """Takes off what pad() appended: at least 1, at most `block` bytes."""
    if not data or len(data) % block:
        raise PaddingError("not whole blocks")
    body = data.rstrip(b"\x00")
    if not body.endswith(b"\x80") or len(data) - len(body) >= block:
        raise PaddingError("no padding 80 00..")
    return body[:-1]


def base_key(number):
    """Kenc = Kmac of a card number of 12 ASCII bytes."""
    return hashlib.sha1(number).digest()[:16]


def session_key(k_ifd, k_icc):
    """KSenc from the two shares of 16 bytes."""
    mixed = bytes(a ^ b for a, b in zip(k_ifd, k_icc))
    return hashlib.sha1(mixed + SESSION_LABEL).digest()[:16]


def retail_mac(key, data):
    """ISO 9797-1 algorithm 3 with padding method 2, 8 bytes."""
    chained = DES.new(key[:8], DES.MODE_CBC, bytes(8)).encrypt(pad(data, 8))[-8:]
    middle = DES.new(key[8:], DES.MODE_ECB).decrypt(chained)
    return DES.new(key[:8], DES.MODE_ECB).encrypt(middle)


def cmac8(key, data):
    """The left 8 bytes of AES-CMAC."""
    return CMAC.new(key, data, ciphermod=AES).digest()[:8]


class TripleDes:
    """Types 1 and 2."""

    block = 8
    mac = staticmethod(retail_mac)

    @staticmethod
    def encrypt(key, data, iv=bytes(8)):
        return DES3.new(key, DES3.MODE_CBC, iv).encrypt(data)

    @staticmethod
    def decrypt(key, data, iv=bytes(8)):
        return DES3.new(key, DES3.MODE_CBC, iv).decrypt(data)


class Aes:
    """Types 05 to 08."""

    block = 16
    mac = staticmethod(cmac8)

    @staticmethod
    def encrypt(key, data, iv=bytes(16)):
        return AES.new(key, AES.MODE_CBC, iv).encrypt(data)

    @staticmethod
    def decrypt(key, data, iv=bytes(16)):
        return AES.new(key, AES.MODE_CBC, iv).decrypt(data)


def counter_iv(key, counter):
    """The IV of the SM command number `counter` of a specified card, 16 bytes."""
    return AES.new(key, AES.MODE_ECB).encrypt(counter.to_bytes(16, "big"))


def key_message(key_field):
    """What SET SESSION KEY carries inside: A0 { 80: 32 bytes of key }."""
    inner = b"\x80" + bytes([len(key_field)]) + key_field
    return b"\xA0" + bytes([len(inner)]) + inner


def wrap_key(public_key, message):
    """RSAES-OAEP with SHA-256, MGF1 with SHA-256, empty label; a new seed each time."""
    return PKCS1_OAEP.new(public_key, hashAlgo=SHA256).encrypt(message)


def random_bytes(count):
    """Fresh randoms; in a place of its own so that a test can pin them."""
    return os.urandom(count)
