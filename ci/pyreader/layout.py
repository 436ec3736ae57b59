"""Files and data objects of the six types, and the reader of BER-TLV."""

from collections import namedtuple

# required: the object must be there, though its value may be empty or all NUL.
Object = namedtuple("Object", "tag field size required image")
# p1: READ BINARY by SFI. secure: the card gives it under secure messaging only.
# signed: without it nothing can be verified. other_p1: tried if the first P1 gives 6A82.
File = namedtuple("File", "key df p1 size secure signed objects other_p1")


def _object(tag, field, size, required=True, image=False):
    return Object(tag, field, size, required, image)


def _file(key, p1, size, objects, secure=False, signed=False, other_p1=None):
    return File(key, int(key[2]), p1, size, secure, signed, objects, other_p1)


CHECK_CODE, CERTIFICATE = "check_code", "certificate"
TYPE_TAG, VERSION_TAG = 0xC1, 0xC0
TYPE_P1, VERSION_P1, VERSION_SIZE = 0x8A, 0x8B, 6

_GEN1_COMMON = [
    _file("df1/ef01", 0x85, 7004, [_object(0xD0, "front", 7000, image=True)], True, True),
    _file("df1/ef02", 0x86, 3004, [_object(0xD1, "face", 3000, False, True)], True, True),
    _file("df2/ef01", 0x81, 342, [
        _object(0xD2, "address_date", 8, False),
        _object(0xD3, "municipality", 6, False),
        _object(0xD4, "address", 320, False)]),
]
_GEN1_PERMISSIONS = [
    _file("df2/ef02", 0x82, 122, [_object(0xD5, "permission_comprehensive", 120, False)]),
    _file("df2/ef03", 0x83, 122, [_object(0xD6, "permission_individual", 120, False)]),
    _file("df2/ef04", 0x84, 3, [_object(0xD7, "application_status", 1)]),
]
_GEN1_SIGNATURE = [
    _file("df3/ef01", 0x82, 1464, [
        _object(0xDA, CHECK_CODE, 256, False),
        _object(0xDB, CERTIFICATE, 1200, False)], signed=True),
]

_ENTRIES_SHORT = [
    _object(0xC5, "card_expiry", 8),
    _object(0xC6, "birth", 8),
    _object(0xC7, "sex", 1),
    _object(0xC8, "nationality", 3),
    _object(0xC9, "status", 10),
    _object(0xCE, "period", 4),
]
_ENTRIES_LONG = _ENTRIES_SHORT + [
    _object(0xCA, "permission_kind", 2),
    _object(0xCB, "permission_date", 8),
    _object(0xCC, "work", 1),
    _object(0xCD, "period_until", 8),
]


def _gen2_df1(entries, size):
    return [
        _file("df1/ef01", 0x81, 14, [_object(0xC2, "number", 12)], True),
        _file("df1/ef02", 0x83, size, entries, True, True),
        _file("df1/ef03", 0x84, 5508, [
            _object(0xD0, "name", 2500, image=True),
            _object(0xD1, "face", 3000, False, True)], True, True),
        _file("df1/ef04", 0x86, 2505, [_object(0xDFD1, "address", 2500, image=True)], True),
    ]


_OTHERS = [_object(0xD9, "commissioner_entry", 1), _object(0xDE, "reserved_text", 200, False)]
# Sizes here are those of the file: a check code in DER form is longer than the tabled 96 bytes.
_GEN2_SIGNATURE = [
    _file("df3/ef01", 0x82, 704, [
        _object(0xDC, CHECK_CODE, 704, False),
        _object(0xDD, CERTIFICATE, 704, False)], signed=True),
]
_GEN2_RESIDENT = _gen2_df1(_ENTRIES_LONG, 73) + [
    _file("df2/ef01", 0x81, 22, [
        _object(0xD5, "permission_comprehensive", 7),
        _object(0xD6, "permission_comprehensive_until", 8, False),
        _object(0xD7, "permission_individual", 1)]),
    _file("df2/ef02", 0x82, 3, [_object(0xD8, "application_status", 1)]),
    _file("df2/ef03", 0x83, 207, _OTHERS),
] + _GEN2_SIGNATURE
_GEN2_PERMANENT = _gen2_df1(_ENTRIES_SHORT, 46) + [
    _file("df2/ef01", 0x83, 207, _OTHERS, other_p1=0x81),
] + _GEN2_SIGNATURE

FILES = {
    "1": _GEN1_COMMON + _GEN1_PERMISSIONS + _GEN1_SIGNATURE,
    "2": _GEN1_COMMON + _GEN1_SIGNATURE,
    "05": _GEN2_RESIDENT,
    "06": _GEN2_PERMANENT,
    "07": _GEN2_RESIDENT,
    "08": _GEN2_PERMANENT,
}
ENTRIES = {
    "05": _ENTRIES_LONG, "06": _ENTRIES_SHORT, "07": _ENTRIES_LONG, "08": _ENTRIES_SHORT,
}
# Texts that an older card may hold in Shift_JIS.
GUESSED_TEXTS = {"address", "permission_comprehensive", "permission_individual"}


class TlvError(ValueError):
    """The bytes are no sequence of data objects."""


def parse_tlv(data, one_byte_tags):
    """Returns [(tag, value)] in stored order. A tag 00 ends the data; tags have 1 or 2 bytes."""
    objects, at = [], 0
    while at < len(data) and data[at] != 0:
        tag = data[at]
        at += 1
        if not one_byte_tags and tag & 0x1F == 0x1F:
            if at >= len(data):
                raise TlvError("tag cut off")
            tag = tag << 8 | data[at]
            at += 1
        length, at = parse_length(data, at)
        if length > len(data) - at:
            raise TlvError("value longer than the file")
        objects.append((tag, data[at:at + length]))
        at += length
    return objects


def parse_length(data, at):
    """Returns the length at `at` (forms 00-7F, 81 xx, 82 xx xx) and the place behind it."""
    if at >= len(data):
        raise TlvError("length missing")
    first = data[at]
    if first < 0x80:
        return first, at + 1
    count = first - 0x80
    if count not in (1, 2):
        raise TlvError("form of length not allowed")
    if at + 1 + count > len(data):
        raise TlvError("length cut off")
    return int.from_bytes(data[at + 1:at + 1 + count], "big"), at + 1 + count


def read_objects(file, data, one_byte_tags):
    """Returns {field: stored value} of the file; objects that are not in its table are left out."""
    known = {item.tag: item for item in file.objects}
    found, order = {}, []
    for place, (tag, value) in enumerate(parse_tlv(data, one_byte_tags)):
        item = known.get(tag)
        if item is None:
            if place == 0:
                raise TlvError("another file's content")
            continue
        if len(value) > item.size:
            raise TlvError(f"{item.field} is too long")
        found[item.field] = value
        order.append(item.field)
    missing = [item.field for item in file.objects if item.required and item.field not in found]
    if missing:
        raise TlvError(f"{missing[0]} is missing")
    if order != [item.field for item in file.objects if item.field in found]:
        # The signature covers values without tags, so order alone tells what each one is.
        raise TlvError("objects out of order, or one of them twice")
    return found
