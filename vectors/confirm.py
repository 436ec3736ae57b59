#!/usr/bin/env python3
"""Confirms the test vectors without any Go code.

Every expected value is recomputed with the openssl program and Python's
hashlib. Needs Python 3.8 or later and openssl 3, nothing else. Exits 0 if all
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


def pad(data, block=8):
    data += b"\x80"
    return data + bytes(-len(data) % block)


def raw_mac(key, padded):
    """ISO/IEC 9797-1 algorithm 3 over whole blocks."""
    last = des(key[:8], padded)[-8:]
    return des(key[:8], des(key[8:], last, decrypt=True))


def aes(key, data, iv=bytes(16)):
    """AES-128, CBC, no padding of openssl's own."""
    args = ["openssl", "enc", "-e", "-aes-128-cbc", "-nopad", "-K", key.hex(), "-iv", iv.hex()]
    return subprocess.run(args, input=data, stdout=subprocess.PIPE, check=True).stdout


def cmac(key, data):
    args = ["openssl", "mac", "-cipher", "AES-128-CBC", "-macopt", "hexkey:" + key.hex(), "-in", "/dev/stdin", "CMAC"]
    return bytes.fromhex(subprocess.run(args, input=data, stdout=subprocess.PIPE, check=True).stdout.decode().strip())


def ber_length(n):
    if n < 0x80:
        return bytes([n])
    if n < 0x100:
        return bytes([0x81, n])
    return bytes([0x82, n >> 8, n & 0xFF])


def counter_iv(key, n, order="big"):
    """The counter of SM commands as 16 bytes, encrypted as one block."""
    return aes(key, n.to_bytes(16, order))


class First:
    """Types 1 and 2: two-key TDES and Retail MAC."""
    le = bytes.fromhex("9602")

    def cipher(self, key, data):
        return tdes(key, data)

    def mac(self, key, data):
        return raw_mac(key, pad(data))

    def mac_not(self, i):
        return raw_mac(i["key"], i["data"]) if len(i["data"]) % 8 == 0 else None

    def sealed(self, i, plain):
        return self.object(tdes(i["ksenc"], pad(plain)))

    def object(self, cryptogram):
        return b"\x86" + ber_length(1 + len(cryptogram)) + b"\x01" + cryptogram

    def padded(self, data):
        return pad(data)


class Second(First):
    """Types 05 and 06: AES-128, IV 0, the leftmost 8 bytes of the CMAC."""
    other_le = bytes.fromhex("960300")

    def cipher(self, key, data):
        return aes(key, data)

    def mac(self, key, data):
        return cmac(key, data)[:8]

    def mac_not(self, i):
        return {"right-half": cmac(i["key"], i["data"])[8:],
                "padded-input": cmac(i["key"], pad(i["data"], 16))[:8]}.get(i.get("neighbour"))

    def sealed(self, i, plain, neighbour=None):
        return self.object(aes(i["ksenc"], pad(plain, 16), self.iv(i, neighbour)))

    def iv(self, i, neighbour):
        return {None: bytes(16), "counter-iv": counter_iv(i["ksenc"], 1)}[neighbour]

    def padded(self, data):
        return pad(data, 16)


class Specified(Second):
    """Types 07 and 08: the IV comes from the counter."""
    le, other_le = bytes.fromhex("960300"), bytes.fromhex("9602")

    def iv(self, i, neighbour):
        move = {None: 0, "counter-before": -1, "counter-after": 1}
        return bytes(16) if neighbour == "zero-iv" else counter_iv(i["ksenc"], i["n"] + move[neighbour])


GENERATIONS = {"t1": First(), "t05": Second(), "t06": Second(), "t07": Specified()}


def with_neighbour(i, name, build):
    """The value, and beside it the one that must not be produced."""
    out = {name: build(None)}
    if "neighbour" in i:
        out[name + "-not"] = build(i["neighbour"])
    return out


def base_key(i, g):
    digest = hashlib.sha1(i["number"].encode("ascii")).digest()
    return {"sha1": digest, "kenc": digest[:16], "kmac": digest[:16]}


def mac_op(i, g):
    out = {"mac": g.mac(i["key"], i["data"])}
    if g.mac_not(i) is not None:
        out["mac-not"] = g.mac_not(i)
    return out


def mutual_command(i, g):
    e = g.cipher(i["kenc"], i["rnd_ifd"] + i["rnd_icc"] + i["k_ifd"])
    m = g.mac(i["kenc"], e)
    return {"e_ifd": e, "m_ifd": m, "command": bytes.fromhex("0082000028") + e + m + b"\0"}


def mutual_answer(i, g):
    e = g.cipher(i["kenc"], i["rnd_icc"] + i["rnd_ifd"] + i["k_icc"])
    return {"e_icc": e, "m_icc": g.mac(i["kenc"], e)}


def session_key(i, g):
    xor = bytes(a ^ b for a, b in zip(i["k_ifd"], i["k_icc"]))
    digest = hashlib.sha1(xor + bytes.fromhex("00000001")).digest()
    return {"xor": xor, "sha1": digest, "ksenc": digest[:16]}


def key_message(i, g):
    objects = bytes.fromhex("A0228020") + i["key"]
    out = with_neighbour(i, "message", lambda neighbour: {None: objects, "bare-32": i["key"]}[neighbour])
    return dict(out, ksenc=i["key"][:16])


def sm_iv(i, g):
    forms = lambda neighbour: {
        None: lambda: counter_iv(i["ksenc"], i["n"]), "little-endian": lambda: counter_iv(i["ksenc"], i["n"], "little"),
        "plain-counter": lambda: i["n"].to_bytes(16, "big")}[neighbour]()
    return with_neighbour(i, "iv", forms)


def sealed(i, g, plain, neighbour):
    return g.sealed(i, plain) if neighbour is None else g.sealed(i, plain, neighbour)


def verify_command(i, g):
    head, number = bytes.fromhex("0820008613"), i["number"].encode("ascii")
    return with_neighbour(i, "command", lambda neighbour: head + sealed(i, g, number, neighbour))


def read_command(i, g):
    def build(neighbour):
        le = {None: g.le, "other-le": g.other_le}[neighbour] + i["le"]
        return b"\x08\xB0" + i["p1"] + i["p2"] + b"\0\0" + bytes([len(le)]) + le + b"\0\0"
    return with_neighbour(i, "command", build)


def sm_answer(i, g):
    return with_neighbour(i, "answer", lambda neighbour: sealed(i, g, i["plain"], neighbour))


def sha256(data):
    args = ["openssl", "dgst", "-sha256", "-binary"]
    return subprocess.run(args, input=data, stdout=subprocess.PIPE, check=True).stdout


def signed_data(i, g):
    assert len(i["front"]) == 7000 and len(i["face"]) == 3000
    digest = sha256(i["front"] + i["face"])
    info = bytes.fromhex("3031300D060960864801650304020105000420") + digest
    block = lambda t: b"\x00\x01" + b"\xff" * (256 - 3 - len(t)) + b"\x00" + t
    return {"sha256": digest, "standard_block": block(info), "bare_block": block(digest)}


def signed_data_ecdsa(i, g):
    values, rest = b"", i["entries"]
    while rest:
        end = 2 + rest[1]
        values, rest = values + rest[2:end], rest[end:]
    values = values.ljust(53, b"\0")
    assert len(values) == 53 and len(i["face"]) <= 3000 and len(i["name"]) <= 2500
    return {"values": values, "sha256": sha256(values + i["face"].ljust(3000, b"\0") + i["name"].ljust(2500, b"\0"))}


def transcript(i, g):
    """Recomputes what the pinned randoms decide; the rest of a step is the
    specification's own text and is checked for consistency."""
    kenc = base_key(i, g)["kenc"]
    command = mutual_command(dict(i, kenc=kenc), g)["command"]
    answer = b"".join(mutual_answer(dict(i, kenc=kenc), g).values())
    ksenc = session_key(i, g)["ksenc"]
    verify = verify_command(dict(i, ksenc=ksenc), g)["command"]
    whole = {
        "0084000008": i["rnd_icc"] + b"\x90\x00",
        command.hex().upper(): answer + b"\x90\x00",
        verify.hex().upper(): b"\x90\x00",
        "00A4040C10D392F0004F02" + "00" * 10: b"\x90\x00",
        "00A4040C10D392F0004F04" + "00" * 10: b"\x90\x00",
    }
    return {"ksenc": ksenc, "steps": lambda steps: check_steps(steps, whole, g)}


# READ BINARY of a whole file: its command, and the objects of the file as tag
# and length and the bytes of value; 00 stands for the tail (4.2.5(3), 3.3.4). A
# length that varies is left out of the bytes and of what is compared.
READS = {
    First: {
        "08B08500000004960200000000": [("D0821B58", 7000)],
        "08B08600000004960200000000": [("D1820BB8", 3000)],
        "00B08200000000": [("DA820100", 256), ("DB8204B0", 1200)],
    },
    Second: {
        "08B08400000004960200000000": [("D08209C4", 2500), ("D1820BB8", 3000)],
        "00B08200000000": [("DC60", 96), ("DD8202", 1 + 602)],
    },
}


def check_steps(steps, whole, g):
    seen = [s["command"] for s in steps if "answer" in s]
    if sorted(seen) != sorted(whole) or len(steps) - len(seen) != len(READS[type(g)]):
        return False
    return all(check_elided(s, g) if "answer" not in s else
               bytes.fromhex(s["answer"]) == whole[s["command"]] for s in steps)


def check_elided(s, g):
    """The step as the file's headers demand it, field by field."""
    objects = READS[type(g)].get(s["command"])
    if objects is None:
        return False
    size, marks = 0, []
    for header, length in objects:
        marks.append({"at": size, "bytes": header})
        size += len(header) // 2 + length
    want = {"step": s["step"], "command": s["command"], "sw": "9000"}
    if s["command"].startswith("08"):
        padded = g.padded(bytes(size))
        want["plain_begins"] = marks[0]["bytes"]
        want["plain_ends"] = padded[size:].hex().upper()
        begins = b"\x86" + ber_length(1 + len(padded)) + b"\x01"
        want["answer_begins"] = begins.hex().upper()
        want["answer_length"] = len(begins) + len(padded)
    else:
        want["answer_begins"] = marks[0]["bytes"]
        want["answer_length"] = size
    if marks[1:]:
        want["plain_marks" if "plain_begins" in want else "answer_marks"] = marks[1:]
    return s == want


OPS = {
    "base-key": base_key, "key-message": key_message, "mac": mac_op,
    "mutual-command": mutual_command, "mutual-answer": mutual_answer,
    "read-command": read_command, "session-key": session_key,
    "verify-command": verify_command, "sm-answer": sm_answer, "sm-iv": sm_iv,
    "signed-data": signed_data, "signed-data-ecdsa": signed_data_ecdsa,
    "transcript": transcript,
}

# The fields of "in" that are no byte strings.
AS_THEY_ARE = {"number", "neighbour", "n"}


def confirm(vector):
    """Returns the names of the fields of "out" that do not agree."""
    inputs = {k: v if k in AS_THEY_ARE else bytes.fromhex(v) for k, v in vector["in"].items()}
    want = OPS[vector["op"]](inputs, GENERATIONS[vector["profile"]])
    wrong = []
    for name, value in vector["out"].items():
        expected = want.get(name)
        if callable(expected):
            good = expected(value)
        else:
            good = expected is not None and value == expected.hex().upper()
            good = good and (not name.endswith("-not") or value != vector["out"][name[:-4]])
        if not good:
            wrong.append(name)
    optional = {"mac-not"} if vector["profile"] == "t1" else set()
    if not set(vector["out"]) >= set(want) - optional:
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
