"""What the user gives: card number, clock, delivery key."""

import datetime
import hashlib
import re
import unicodedata

from Cryptodome.PublicKey import RSA

import cardio
import layout
import protocol

PUBLISHED_DELIVERY_KEY = "98bf7014e478241f7943fc1a76c38b6c7bda4da9a927d106ae9ab8a1ad684d0a"


class BadInput(cardio.CardError):
    verdict = "BAD_INPUT"


def clean_number(typed):
    """12 ASCII bytes; spaces, lower case and full width are put right."""
    text = "".join(unicodedata.normalize("NFKC", typed).split()).upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{8}[A-Z]{2}", text):
        raise BadInput("the number is not 2 letters, 8 digits, 2 letters")
    return text.encode("ascii")


def parse_now(text):
    if not text:
        return datetime.datetime.now(datetime.timezone.utc)
    now = datetime.datetime.fromisoformat(text)
    if not 1000 <= now.year <= 9998:  # another zone must not lead out of what Python counts
        raise ValueError("a year of four digits")
    return now if now.tzinfo else now.replace(tzinfo=datetime.timezone.utc)


def load_delivery_key(path):
    """Returns (public key, SHA-256 of the file).

    The file is SPKI or PKCS#1 in DER or PEM, a modulus of 256 bytes with or without an
    exponent behind it, or TLV with 81 modulus and 82 exponent.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(65536)
    except OSError as error:
        raise protocol.ProtocolError("the delivery key file cannot be read") from error
    try:
        key = _parse_delivery_key(data)
        if key.size_in_bits() != 2048 or key.has_private():
            raise ValueError
    except (ValueError, IndexError, TypeError) as error:
        raise protocol.ProtocolError("the delivery key is no RSA public key of 2048 bits") \
            from error
    return key, hashlib.sha256(data).hexdigest()


def _parse_delivery_key(data):
    if data[:1] == b"\x81":
        parts = dict(layout.parse_tlv(data, True))
        if set(parts) == {0x81, 0x82}:
            return _rsa(parts[0x81], parts[0x82])
    if len(data) == 256:
        return _rsa(data, b"\x01\x00\x01")
    if 256 < len(data) <= 264 and data[:1] != b"\x30":
        return _rsa(data[:256], data[256:])
    try:
        return RSA.import_key(data)
    except (ValueError, IndexError, TypeError):
        if 256 < len(data) <= 264:
            return _rsa(data[:256], data[256:])
        raise


def _rsa(modulus, exponent):
    return RSA.construct((int.from_bytes(modulus, "big"), int.from_bytes(exponent, "big")))
