#!/usr/bin/env python3
"""Confirms the test vectors without any Go code.

Every expected value is recomputed with the openssl program and Python's
hashlib. Needs Python 3.8 or later and openssl, nothing else. Exits 0 if all
values agree, 1 if one differs or was not checked, 2 if a tool is missing.
"""
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys


def tdes(key, data, decrypt=False):
    """Two-key TDES, CBC, IV 0, no padding of openssl's own."""
    args = ["openssl", "enc", "-d" if decrypt else "-e", "-des-ede-cbc", "-nopad",
            "-K", key.hex(), "-iv", "00" * 8]
    return subprocess.run(args, input=data, stdout=subprocess.PIPE, check=True).stdout


def des(key, data, decrypt=False):
    """Single DES in CBC. Written as TDES with two equal keys, because openssl 3
    keeps single DES in a provider that is not always installed."""
    return tdes(key + key, data, decrypt)


def pad(data):
    data += b"\x80"
    return data + bytes(-len(data) % 8)


def raw_mac(key, padded):
    """ISO/IEC 9797-1 algorithm 3 over whole blocks."""
    last = des(key[:8], padded)[-8:]
    return des(key[:8], des(key[8:], last, decrypt=True))


def mac(key, data):
    return raw_mac(key, pad(data))


def ber_length(n):
    if n < 0x80:
        return bytes([n])
    if n < 0x100:
        return bytes([0x81, n])
    return bytes([0x82, n >> 8, n & 0xFF])


def sealed(key, plain):
    value = b"\x01" + tdes(key, pad(plain))
    return b"\x86" + ber_length(len(value)) + value


def base_key(i):
    digest = hashlib.sha1(i["number"].encode("ascii")).digest()
    return {"sha1": digest, "kenc": digest[:16], "kmac": digest[:16]}


def mac_op(i):
    out = {"mac": mac(i["key"], i["data"])}
    if len(i["data"]) % 8 == 0:
        out["mac-not"] = raw_mac(i["key"], i["data"])
    return out


def mutual_command(i):
    e = tdes(i["kenc"], i["rnd_ifd"] + i["rnd_icc"] + i["k_ifd"])
    m = mac(i["kenc"], e)
    return {"e_ifd": e, "m_ifd": m, "command": bytes.fromhex("0082000028") + e + m + b"\0"}


def mutual_answer(i):
    e = tdes(i["kenc"], i["rnd_icc"] + i["rnd_ifd"] + i["k_icc"])
    return {"e_icc": e, "m_icc": mac(i["kenc"], e)}


def session_key(i):
    xor = bytes(a ^ b for a, b in zip(i["k_ifd"], i["k_icc"]))
    digest = hashlib.sha1(xor + bytes.fromhex("00000001")).digest()
    return {"xor": xor, "sha1": digest, "ksenc": digest[:16]}


def verify_command(i):
    return {"command": bytes.fromhex("0820008613") + sealed(i["ksenc"], i["number"].encode("ascii"))}


def sm_answer(i):
    return {"answer": sealed(i["ksenc"], i["plain"])}


def signed_data(i):
    assert len(i["front"]) == 7000 and len(i["face"]) == 3000
    args = ["openssl", "dgst", "-sha256", "-binary"]
    digest = subprocess.run(args, input=i["front"] + i["face"], stdout=subprocess.PIPE, check=True).stdout
    info = bytes.fromhex("3031300D060960864801650304020105000420") + digest
    block = lambda t: b"\x00\x01" + b"\xff" * (256 - 3 - len(t)) + b"\x00" + t
    return {"sha256": digest, "standard_block": block(info), "bare_block": block(digest)}


def transcript(i):
    """Recomputes what the pinned randoms decide; the rest of a step is the
    specification's own text and is checked for consistency."""
    kenc = base_key(i)["kenc"]
    command = mutual_command(dict(i, kenc=kenc))["command"]
    answer = b"".join(mutual_answer(dict(i, kenc=kenc)).values())
    ksenc = session_key(i)["ksenc"]
    verify = verify_command(dict(i, ksenc=ksenc))["command"]
    whole = {
        "0084000008": i["rnd_icc"] + b"\x90\x00",
        command.hex().upper(): answer + b"\x90\x00",
        verify.hex().upper(): b"\x90\x00",
        "00A4040C10D392F0004F02" + "00" * 10: b"\x90\x00",
        "00A4040C10D392F0004F04" + "00" * 10: b"\x90\x00",
    }
    return {"ksenc": ksenc, "steps": lambda steps: check_steps(steps, whole)}


# READ BINARY of a whole file: its command, and the tags and lengths of the file
# (4.2.5(3), 3.3.4).
READS = {
    "08B08500000004960200000000": ["D0821B58"],
    "08B08600000004960200000000": ["D1820BB8"],
    "00B08200000000": ["DA820100", "DB8204B0"],
}


def check_steps(steps, whole):
    seen = [s["command"] for s in steps if "answer" in s]
    if sorted(seen) != sorted(whole):
        return False
    return all(check_elided(s) if "answer" not in s else
               bytes.fromhex(s["answer"]) == whole[s["command"]] for s in steps)


def check_elided(s):
    """The step as the file's headers demand it, field by field."""
    headers = READS.get(s["command"])
    if headers is None:
        return False
    sizes = [4 + int(h[4:8], 16) for h in headers]
    want = {"step": s["step"], "command": s["command"], "sw": "9000"}
    if s["command"].startswith("08"):
        padded = pad(bytes(sizes[0]))
        want["plain_begins"] = headers[0]
        want["plain_ends"] = padded[sizes[0]:].hex().upper()
        value = 1 + len(padded)
        begins = b"\x86" + ber_length(value) + b"\x01"
        want["answer_begins"] = begins.hex().upper()
        want["answer_length"] = len(begins) - 1 + value
    else:
        want["answer_begins"] = headers[0]
        want["answer_marks"] = [{"at": sizes[0], "bytes": headers[1]}]
        want["answer_length"] = sum(sizes)
    return s == want


OPS = {
    "base-key": base_key, "mac": mac_op, "mutual-command": mutual_command,
    "mutual-answer": mutual_answer, "session-key": session_key,
    "verify-command": verify_command, "sm-answer": sm_answer,
    "signed-data": signed_data, "transcript": transcript,
}


def confirm(vector):
    """Returns the names of the fields of "out" that do not agree."""
    inputs = {k: v if k == "number" else bytes.fromhex(v) for k, v in vector["in"].items()}
    want = OPS[vector["op"]](inputs)
    wrong = []
    for name, value in vector["out"].items():
        expected = want.get(name)
        if callable(expected):
            good = expected(value)
        else:
            good = expected is not None and value == expected.hex().upper()
        if not good:
            wrong.append(name)
    if not set(vector["out"]) >= set(want) - {"mac-not"}:
        wrong.append("a field is missing")
    return wrong


def main():
    if not shutil.which("openssl"):
        print("confirm: openssl is not installed; install it (Debian: apt-get install openssl)", file=sys.stderr)
        return 2
    folder = pathlib.Path(__file__).resolve().parent
    count, bad = 0, 0
    for path in sorted(folder.glob("*.json")):
        if path.name == "schema.json":
            continue
        for vector in json.loads(path.read_text(encoding="utf-8"))["vectors"]:
            count += 1
            wrong = confirm(vector)
            if wrong:
                bad += 1
                print(f"confirm: {path.name}: {vector['id']}: {', '.join(wrong)} differs", file=sys.stderr)
    if count == 0:
        print("confirm: no vectors found beside this script", file=sys.stderr)
        return 1
    print(f"confirm: {count - bad} of {count} vectors agree with openssl and hashlib")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
