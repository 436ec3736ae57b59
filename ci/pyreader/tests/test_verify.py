"""Signature and chain, with keys and certificates made here."""

import datetime
import hashlib
import unittest
import warnings

import support  # noqa: F401  puts the modules on the path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.x509.oid import NameOID

import layout
import verify

UTC = datetime.timezone.utc
NOW = datetime.datetime(2026, 6, 1, tzinfo=UTC)
START, END = datetime.datetime(2026, 1, 1), datetime.datetime(2030, 1, 1)
DER = serialization.Encoding.DER


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certificate(key, subject, issuer_key, issuer, ca=False, usage=True, digest=hashes.SHA256()):
    builder = x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer))
    builder = builder.public_key(key.public_key()).serial_number(7)
    builder = builder.not_valid_before(START).not_valid_after(END)
    builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    flags = dict.fromkeys(("content_commitment", "key_encipherment", "data_encipherment",
                           "key_agreement", "crl_sign", "encipher_only", "decipher_only"), False)
    builder = builder.add_extension(
        x509.KeyUsage(digital_signature=usage, key_cert_sign=not usage, **flags), critical=True)
    return builder.sign(issuer_key, digest).public_bytes(DER)


class Issuer:
    """A root and a leaf of one generation."""

    def __init__(self, make_key):
        self.make_key = make_key
        self.root_key, self.leaf_key = make_key(), make_key()
        self.root = certificate(self.root_key, "Root", self.root_key, "Root", True, False)
        self.leaf = certificate(self.leaf_key, "Leaf", self.root_key, "Root")
        self.anchors = [verify.Certificate(self.root)]


RSA = Issuer(lambda: rsa.generate_private_key(65537, 2048))
EC = Issuer(lambda: ec.generate_private_key(ec.SECP384R1()))
GEN1 = {"front": b"\xFA" * 6500 + bytes(500), "face": b"\x4E" * 2900 + bytes(100)}
GEN2 = {"face": b"\xFA" * 2900, "name": b"\x4E" * 2400, "card_expiry": b"20310401",
        "birth": b"20000102", "sex": b"1", "nationality": b"USA", "status": b"X000000000",
        "period": b"090", "permission_kind": b"01", "permission_date": b"20260615",
        "work": b"2", "period_until": b"20290615"}


def sign_block(block):
    numbers = RSA.leaf_key.private_numbers()
    number = pow(int.from_bytes(block, "big"), numbers.d, numbers.public_numbers.n)
    return number.to_bytes(256, "big")


def gen1(code=None, leaf=None, **changes):
    values = dict(GEN1)
    if code is None:
        data = verify.signed_data("1", values)
        code = RSA.leaf_key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    values.update({layout.CHECK_CODE: code,
                   layout.CERTIFICATE: (leaf or RSA.leaf).ljust(1200, b"\x00")})
    values.update(changes)
    return values


def ec_code(key=None, der=False):
    signature = (key or EC.leaf_key).sign(verify.signed_data("05", GEN2),
                                          ec.ECDSA(hashes.SHA256()))
    if der:
        return signature
    return b"".join(part.to_bytes(48, "big") for part in utils.decode_dss_signature(signature))


def gen2(code=None, leaf=None, **changes):
    values = dict(GEN2)
    values.update({layout.CHECK_CODE: code or ec_code(), layout.CERTIFICATE: leaf or EC.leaf})
    values.update(changes)
    return values


class Verdicts(unittest.TestCase):
    def judge(self, values, verdict, anchors=None, now=NOW, flags=()):
        card_type = "1" if "front" in values else "05"
        if anchors is None:
            anchors = (RSA if card_type == "1" else EC).anchors
        outcome = verify.verify(card_type, values, anchors, now)
        self.assertEqual((outcome.verdict, sorted(outcome.flags)), (verdict, sorted(flags)),
                         outcome.text)
        self.assertEqual(bool(outcome.covered), verdict == "VALID")
        return outcome

    def test_good(self):
        self.assertEqual(self.judge(gen1(), "VALID").covered, ["front", "face"])
        self.assertEqual(self.judge(gen2(), "VALID").covered, ["entries", "face", "name"])

    def test_changed_data(self):
        for field in ("front", "face"):
            for place in (0, 2999):
                value = bytearray(GEN1[field])
                value[place] ^= 1
                self.judge(gen1(**{field: bytes(value)}), "INVALID_SIGNATURE")
        for field in GEN2:
            value = bytes([GEN2[field][0] ^ 1]) + GEN2[field][1:]
            self.judge(gen2(**{field: value}), "INVALID_SIGNATURE")

    def test_every_byte_of_the_signature_counts(self):
        for make, size in ((gen1, 256), (gen2, 96)):
            for place in range(0, size, 5):
                code = bytearray(make()[layout.CHECK_CODE])
                code[place] ^= 1
                self.judge(make(bytes(code)), "INVALID_SIGNATURE")

    def test_rsa_blocks(self):
        digest = hashlib.sha256(verify.signed_data("1", GEN1)).digest()
        standard = verify.pkcs1_block(digest, verify.SHA256_PREFIX)
        self.judge(gen1(sign_block(standard)), "VALID")
        bare = sign_block(verify.pkcs1_block(digest, b""))
        self.judge(gen1(bare), "VALID", flags=["digestinfo-bare"])
        tail = b"\x00\x01" + b"\xA5" * 222 + digest
        short = b"\x00\x01" + b"\xFF" * 8 + b"\x00" + verify.SHA256_PREFIX + digest
        for block in (tail, short.ljust(256, b"\x00"), b"\x00\x02" + standard[2:]):
            self.judge(gen1(sign_block(block)), "INVALID_SIGNATURE")
        modulus = RSA.leaf_key.private_numbers().public_numbers.n
        for value in (0, 1, modulus - 1, modulus):
            self.judge(gen1(value.to_bytes(256, "big")), "INVALID_SIGNATURE")

    def test_rsa_twin_above_the_modulus(self):
        numbers = RSA.leaf_key.private_numbers().public_numbers
        for count in range(5000):
            data = count.to_bytes(8, "big")
            code = RSA.leaf_key.sign(data, padding.PKCS1v15(), hashes.SHA256())
            twin = int.from_bytes(code, "big") + numbers.n
            if twin < 1 << 2048:
                break
        else:
            self.skipTest("this modulus leaves no room for a twin")
        self.assertEqual(verify.check_rsa(numbers.n, numbers.e, code, data), "standard")
        self.assertIsNone(verify.check_rsa(numbers.n, numbers.e, twin.to_bytes(256, "big"), data))

    def test_ecdsa_forms(self):
        self.judge(gen2(ec_code(der=True)), "VALID", flags=["der-signature"])
        self.judge(gen2(ec_code(der=True) + b"\x00\x00"), "VALID", flags=["der-signature"])
        self.judge(gen2(ec_code(der=True) + b"\x01"), "INVALID_SIGNATURE")
        self.judge(gen2(b"\x30"), "INVALID_SIGNATURE")
        self.judge(gen2(b"\x01" * 95), "INVALID_SIGNATURE")
        self.judge(gen2(b"\xFF" * 96), "INVALID_SIGNATURE")
        self.judge(gen2(ec_code(EC.root_key)), "INVALID_SIGNATURE")

    def test_unsigned(self):
        for code, stored in ((b"", b""), (bytes(256), bytes(1200)), (b"", RSA.leaf)):
            values = gen1(**{layout.CHECK_CODE: code, layout.CERTIFICATE: stored})
            self.judge(values, "NOT_VERIFIABLE", flags=["unsigned-with-photo"])
            values["face"] = bytes(3000)
            self.judge(values, "NOT_VERIFIABLE")
        self.judge(gen1(bytes(256)), "INVALID_SIGNATURE")
        self.judge(gen1(face=b""), "NOT_VERIFIABLE")

    def test_anchors(self):
        self.judge(gen1(), "NOT_VERIFIABLE", anchors=[])
        self.judge(gen1(face=b"\x01"), "INVALID_SIGNATURE", anchors=[])
        self.judge(gen1(), "INVALID_CERTIFICATE", anchors=EC.anchors)
        other = Issuer(EC.make_key)
        self.judge(gen2(), "INVALID_CERTIFICATE", anchors=other.anchors)
        self.judge(gen2(), "VALID", anchors=other.anchors + RSA.anchors + EC.anchors)

    def test_dates_are_told_apart(self):
        late, early = NOW.replace(year=2031), NOW.replace(year=2025)
        self.judge(gen1(), "VALID", now=late, flags=["leaf-expired", "root-expired"])
        self.judge(gen2(), "VALID", now=early, flags=["leaf-not-yet-valid"])

    def test_leaves(self):
        def leaf(**options):
            key = options.pop("key", RSA.leaf_key)
            return certificate(key, "Leaf", RSA.root_key, "Root", **options)
        small = rsa.generate_private_key(65537, 1024)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that SHA-1 should not be used is the point
            sha1 = leaf(digest=hashes.SHA1())
        for bad in (leaf(ca=True), leaf(usage=False), leaf(key=small), sha1,
                    leaf(key=EC.leaf_key), RSA.root, b"\x30", b"\x30\x82\xFF\xFF", b"\x01" * 1200,
                    b"\x30\x80" * 500, RSA.leaf + b"\x01", RSA.leaf[:-1],
                    certificate(RSA.leaf_key, "Leaf", RSA.leaf_key, "Root"),
                    certificate(RSA.leaf_key, "Leaf", RSA.root_key, "Toor")):
            self.judge(gen1(leaf=bad), "INVALID_CERTIFICATE")
        p256 = ec.generate_private_key(ec.SECP256R1())
        self.judge(gen2(leaf=certificate(p256, "Leaf", EC.root_key, "Root")),
                   "INVALID_CERTIFICATE")

    def test_every_byte_of_the_certificate_counts(self):
        for make, issuer in ((gen1, RSA), (gen2, EC)):
            for place in range(0, len(issuer.leaf), 7):
                changed = bytearray(issuer.leaf)
                changed[place] ^= 1
                card_type = "1" if issuer is RSA else "05"
                outcome = verify.verify(card_type, make(leaf=bytes(changed)), issuer.anchors, NOW)
                self.assertEqual(outcome.verdict, "INVALID_CERTIFICATE", place)

    def test_ber_length_is_accepted(self):
        # Only the outermost length, which is not signed, in a longer form than DER allows.
        body = EC.leaf[4:]
        self.assertEqual(EC.leaf[:2], b"\x30\x82")
        for head, tail in ((b"\x30\x83\x00" + EC.leaf[2:4], b""), (b"\x30\x80", b"\x00\x00")):
            self.judge(gen2(leaf=head + body + tail + b"\x00" * 3), "VALID")


if __name__ == "__main__":
    unittest.main()
