"""Writes repertoire.bin: the characters of JIS X 0201 and JIS X 0213:2004.

The data is CPython's codec shift_jis_2004. Run it in this folder:
    python3 repertoire.py
One bit a code point, U+0000 to U+2FFFF, least significant bit first.
"""
import unicodedata

# JIS X 0201 differs from ASCII in two places, which files use both ways; and
# some systems write these characters of JIS X 0213 in another width.
chars = set(map(chr, range(0x20, 0x7F))) | set("～－∥￠￡￢＼")


def take(code):
    try:
        chars.update(code.decode("shift_jis_2004"))
    except UnicodeDecodeError:
        pass


for a in range(0x20, 0x100):
    take(bytes([a]))
for a in [*range(0x81, 0xA0), *range(0xE0, 0xFD)]:
    for b in [*range(0x40, 0x7F), *range(0x80, 0xFD)]:
        take(bytes([a, b]))

chars = {c for c in chars if unicodedata.category(c) not in ("Cc", "Co", "Cs")}
bits = bytearray(0x30000 // 8)
for c in chars:
    bits[ord(c) // 8] |= 1 << (ord(c) % 8)
with open("repertoire.bin", "wb") as f:
    f.write(bits)
print(len(chars), "characters")
