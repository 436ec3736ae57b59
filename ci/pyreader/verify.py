"""Check code, certificate and chain.

Everything here comes from the card and is untrusted, so one place turns whatever a parser
raises into the verdict INVALID_CERTIFICATE.
"""

import hashlib
import os
from collections import namedtuple

from asn1crypto import parser, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils

import layout

SHA256_PREFIX = bytes.fromhex("3031300D060960864801650304020105000420")
OFFICIAL_TEST_ROOT = "1846b815d31f04fe93d57450a6d8a8c351eac3d8c444a2375d95734df7dd1057"
ENTRIES_SIZE = 53
MAX_ROOT_FILE = 65536
CHAIN_HASHES = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}

Outcome = namedtuple("Outcome", "verdict covered flags text")


class BadCertificate(Exception):
    """The card's certificate cannot be used."""


class Certificate:
    """A certificate in DER or BER; `raw_tbs` are the very bytes that its issuer signed."""

    def __init__(self, stored):
        end = _element_end(stored)
        if stored[end:].strip(b"\x00"):
            raise BadCertificate("bytes after the certificate")
        self.raw = stored[:end]
        content = parser.parse(self.raw)[4]
        tbs_end = _element_end(content)
        self.raw_tbs = content[:tbs_end]
        parsed = x509.Certificate.load(self.raw)
        tbs = parsed["tbs_certificate"]
        self.issuer = tbs["issuer"].dump()
        self.subject = tbs["subject"].dump()
        self.serial = tbs["serial_number"].native
        self.not_before = tbs["validity"]["not_before"].native
        self.not_after = tbs["validity"]["not_after"].native
        self.key_info = tbs["subject_public_key_info"]
        self.key_kind = self.key_info.algorithm
        algorithm = parsed["signature_algorithm"]
        if algorithm["algorithm"].dotted != tbs["signature"]["algorithm"].dotted:
            raise BadCertificate("two signature algorithms")
        self.signature_kind = algorithm.signature_algo
        self.signature_hash = CHAIN_HASHES.get(algorithm.hash_algo)
        self.signature = parsed["signature_value"].native
        self.is_ca = bool(parsed.ca)
        usage = parsed.key_usage_value
        self.may_sign_data = usage is None or "digital_signature" in usage.native

    def fingerprint(self):
        return hashlib.sha256(self.raw).hexdigest()


def _element_end(data):
    """Where the first element of `data` ends."""
    return sum(len(part) for part in parser.parse(data)[3:])


def load_anchors(folder):
    """All certificates of a folder of DER files. Anything else in it is passed over."""
    anchors = []
    for name in sorted(os.listdir(folder)) if folder and os.path.isdir(folder) else []:
        path = os.path.join(folder, name)
        if not os.path.isfile(path) or os.path.getsize(path) > MAX_ROOT_FILE:
            continue
        with open(path, "rb") as file:
            data = file.read()
        try:
            anchors.append(Certificate(data))
        except Exception:  # asn1crypto raises many kinds; a stray file must not stop us
            continue
    return anchors


def signed_data(card_type, values):
    """The bytes that the check code covers."""
    if card_type in ("1", "2"):
        return _filled(values, "front", 7000) + _filled(values, "face", 3000)
    entries = b"".join(_filled(values, item.field, item.size)
                       for item in layout.ENTRIES[card_type])
    entries = entries.ljust(ENTRIES_SIZE, b"\x00")
    return entries + _filled(values, "face", 3000) + _filled(values, "name", 2500)


def _filled(values, field, size):
    return values.get(field, b"").ljust(size, b"\x00")


def pkcs1_block(digest, prefix):
    """The whole block of 256 bytes of PKCS#1 v1.5 type 01."""
    tail = prefix + digest
    return b"\x00\x01" + b"\xFF" * (256 - 3 - len(tail)) + b"\x00" + tail


def check_rsa(modulus, exponent, signature, data):
    """Returns the form of the block that fits, "standard" or "bare", or None."""
    number = int.from_bytes(signature, "big")
    if len(signature) != 256 or number >= modulus:
        return None
    block = pow(number, exponent, modulus).to_bytes(256, "big")
    digest = hashlib.sha256(data).digest()
    for form, prefix in (("standard", SHA256_PREFIX), ("bare", b"")):
        if block == pkcs1_block(digest, prefix):
            return form
    return None


def split_ecdsa(code):
    """Returns (DER signature, form) of a check code; form "raw" or "der". None if it is neither."""
    if len(code) == 96:
        r, s = (int.from_bytes(half, "big") for half in (code[:48], code[48:]))
        return utils.encode_dss_signature(r, s), "raw"
    try:
        end = _element_end(code)
        utils.decode_dss_signature(code[:end])
    except ValueError:
        return None
    if code[end:].strip(b"\x00"):
        return None
    return code[:end], "der"


def check_ecdsa(point, code, data):
    """Returns the form of the check code, "raw" or "der", if it fits, else None."""
    split = split_ecdsa(code)
    if split is None:
        return None
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP384R1(), point)
    try:
        key.verify(split[0], data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return None
    return split[1]


def check_leaf(leaf, gen1):
    """Raises BadCertificate unless the certificate may sign cards of this generation."""
    if leaf.is_ca:
        raise BadCertificate("it is a CA's")
    if not leaf.may_sign_data:
        raise BadCertificate("its key is not for signatures")
    if leaf.serial <= 0:
        raise BadCertificate("its serial number is not positive")
    if gen1:
        if leaf.key_kind != "rsa" or leaf.key_info.bit_size != 2048:
            raise BadCertificate("its key is not RSA of 2048 bits")
        if leaf.key_info["public_key"].parsed["public_exponent"].native < 3:
            raise BadCertificate("its exponent is below 3")
    elif leaf.key_kind != "ec" or leaf.key_info.curve != ("named", "secp384r1"):
        raise BadCertificate("its key is not on P-384")
    if leaf.signature_hash is None:
        raise BadCertificate("its issuer used another hash than SHA-2")


def find_anchor(leaf, anchors):
    """The root that signed the leaf, or None. Names may repeat, so the signature decides."""
    for root in anchors:
        if root.raw == leaf.raw or root.key_kind != leaf.key_kind:
            continue
        if root.subject == leaf.issuer and _signed_by(leaf, root):
            return root
    return None


def _signed_by(leaf, root):
    try:
        key = serialization.load_der_public_key(root.key_info.dump())
        if leaf.signature_kind == "rsassa_pkcs1v15" and root.key_kind == "rsa":
            key.verify(leaf.signature, leaf.raw_tbs, padding.PKCS1v15(), leaf.signature_hash())
        elif leaf.signature_kind == "ecdsa" and root.key_kind == "ec":
            key.verify(leaf.signature, leaf.raw_tbs, ec.ECDSA(leaf.signature_hash()))
        else:
            return False
    except (InvalidSignature, ValueError):
        return False
    return True


def check_signature(leaf, card_type, code, data):
    """The form of the check code if it fits the data, else None."""
    public = leaf.key_info["public_key"]
    if card_type in ("1", "2"):
        rsa = public.parsed
        return check_rsa(rsa["modulus"].native, rsa["public_exponent"].native, code, data)
    return check_ecdsa(public.native, code, data)


def verify(card_type, values, anchors, now):
    """Judges what was read: an Outcome. `values` are stored values by field, NUL tails included."""
    code = values.get(layout.CHECK_CODE, b"")
    stored = values.get(layout.CERTIFICATE, b"")
    face = values.get("face", b"").strip(b"\x00")
    # No check code at all, or NULs without a certificate; NULs with one are a bad signature.
    if not code or not (code + stored).strip(b"\x00"):
        flags = ["unsigned-with-photo"] if face else []
        return Outcome("NOT_VERIFIABLE", [], flags, "the card holds no signature")
    try:
        return _verify(card_type, values, code, stored, anchors, now)
    except BadCertificate as error:
        return Outcome("INVALID_CERTIFICATE", [], [], f"certificate: {error}")
    except Exception as error:  # asn1crypto's parsers raise many kinds
        kind = type(error).__name__
        return Outcome("INVALID_CERTIFICATE", [], [], f"unreadable certificate ({kind})")


def _verify(card_type, values, code, stored, anchors, now):
    gen1 = card_type in ("1", "2")
    leaf = Certificate(stored)
    check_leaf(leaf, gen1)
    flags = _date_flags("leaf", leaf, now)
    root = find_anchor(leaf, anchors)
    if root is not None:
        flags += [flag for flag in _date_flags("root", root, now) if flag == "root-expired"]
        if root.fingerprint() == OFFICIAL_TEST_ROOT:
            flags.append("test-anchor")
    elif anchors:
        # The key is nobody's, so whether the signature fits it says nothing.
        return Outcome("INVALID_CERTIFICATE", [], flags, "no given root signed the certificate")
    form = check_signature(leaf, card_type, code, signed_data(card_type, values))
    if form is None:
        if not values.get("face", b"").strip(b"\x00"):
            return Outcome("NOT_VERIFIABLE", [], flags, "signed, but the photo is missing")
        return Outcome("INVALID_SIGNATURE", [], flags, "the signature does not fit the data")
    flags += {"bare": ["digestinfo-bare"], "der": ["der-signature"]}.get(form, [])
    if root is None:
        return Outcome("NOT_VERIFIABLE", [], flags, "no root certificates were given")
    covered = ["front", "face"] if gen1 else ["entries", "face", "name"]
    return Outcome("VALID", covered, flags, "signature and certificate are good")


def _date_flags(name, certificate, now):
    """Dates are facts beside the verdict."""
    if now < certificate.not_before:
        return [f"{name}-not-yet-valid"]
    return [f"{name}-expired"] if now > certificate.not_after else []
