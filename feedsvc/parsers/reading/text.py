"""Decoding a story file: its encoding, line ends, and characters that XML does not allow."""

import codecs
import re
from typing import NoReturn

from feedsvc.errors import StoryError
from feedsvc.parsers.reading.html import NOT_XML, is_xml
from feedsvc.parsers.source import Note, Source

AS_UTF8 = "save it as UTF-8"

# UTF-32 comes first, since its little-endian mark begins with that of UTF-16.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Documents that begin with readable bytes, or that people store next to their stories.
SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
)

# The encodings that newsrooms use. Without this list, chardet detects rare ones in short
# texts (MacIceland, cp720).
LIKELY_ENCODINGS = (
    *("utf-8", "utf-16-le", "utf-16-be", "iso-2022-jp", "shift_jis", "cp932", "euc-jp"),
    *("gb18030", "big5", "euc-kr", "cp949", "koi8-r", "koi8-u", "iso-8859-2"),
    *("windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254"),
    *("windows-1255", "windows-1256", "windows-1257", "mac-roman"),
)

# In practice these names mean encodings in which the bytes 80 to 9F, control characters in
# ISO 8859, are letters and quotes (WHATWG Encoding Standard, section 4.2).
WIDER = {
    "iso-8859-1": "windows-1252",
    "ascii": "windows-1252",
    "iso-8859-9": "windows-1254",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
}

_ISO_2022 = re.compile(rb"\x1b(?:\$[@B]|\$\([A-D]|\([BIJ])")

_LINE_ENDS = "\r\x0b\x0c\u2028\u2029"
_LINE_END = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
_NO_BREAK = re.compile(r"(?<![\d«])\xa0(?![\d»:;!?%€$])")
_MOJIBAKE = re.compile("â€|[ÃÂ][\xa0-\xbf]|ï¿½")
_MAX_CONTROLS, _MANY_NULS = 0.1, 0.1
_DETECTION_BYTES = 200_000
_HEAD = 4096


def decode(source: Source) -> tuple[str, tuple[Note, ...]]:
    r"""Return the text of a story file with `\n` at line ends, and notes on what was fixed.

    The encoding is that of a byte order mark, else UTF-8 if the file is valid UTF-8, else
    what chardet detects. Characters that XML 1.0 does not allow (section 2.2) are removed,
    with a note for each line. Raises StoryError if the file is empty, too long, not text, or
    invalid in its encoding.
    """
    text, notes = decode_raw(source)
    if not text.strip():
        raise StoryError(source.name, "the file is empty", cure="write a story, or remove the file")
    if any(ending in text for ending in _LINE_ENDS):
        text = _LINE_END.sub("\n", text)
    if not is_xml(text):
        text, more = _without_controls(source, text)
        notes = (*notes, *more)
    may_be_mojibake = not text.isascii() and any(sign in text for sign in "âÃïÂ")
    mojibake = _MOJIBAKE.search(text) if may_be_mojibake else None
    if mojibake:
        line = _line_of(text, mojibake.start())
        repair = source.options.repair
        text = _repaired(text) if repair else text
        result = "fixed" if repair else "set repair = true in [reading] to fix it"
        message = f"UTF-8 that was read as windows-1252 and saved again: {result}"
        notes = (*notes, Note(message=message, line=line))
    return text, notes


def decode_raw(source: Source) -> tuple[str, tuple[Note, ...]]:
    """Return the text of a story file unchanged, with control characters, and notes.

    For formats in which control characters have a meaning, such as IPTC 7901. Raises
    StoryError as `decode` does, except for an empty file.
    """
    check_size(source)
    data = source.data
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            _reject_binary(source, f"this is {what}, not text")
    text, marked = split_bom(data)
    if marked:
        return _decoded_as(source, text, marked), ()
    many_nuls = b"\0" in data and data.count(0) > _MANY_NULS * len(data)
    if many_nuls or (b"\x1b" in data and _ISO_2022.search(data)):
        encoding = _guess(data)
        if encoding.startswith(("utf-16", "iso-2022")):
            return _decoded_as(source, data, encoding), ()
    try:
        return data.decode(), ()
    except UnicodeDecodeError as error:
        return _decoded_leniently(source, error)


def split_bom(data: bytes) -> tuple[bytes, str | None]:
    """Return bytes without their byte order mark, and the encoding of the mark if there is one."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :], encoding
    return data, None


def check_size(source: Source) -> None:
    """Raise StoryError for a file larger than the settings allow."""
    size, max_bytes = len(source.data), source.options.max_bytes
    if size > max_bytes:
        reason = f"the file is too large: {size:,} bytes, but at most {max_bytes:,} are allowed"
        raise StoryError(source.name, reason, cure="split it into smaller files")


def with_plain_spaces(text: str) -> str:
    """Return text with plain spaces instead of the no-break spaces that copied pages contain.

    No-break spaces next to a number or a punctuation mark are typographic, and stay.
    """
    return _NO_BREAK.sub(" ", text) if "\xa0" in text else text


def looks_like_text(source: Source) -> bool:
    """Return whether a file seems to be text, judging by its first bytes."""
    head = source.data[:_HEAD]
    if split_bom(head)[1]:
        return True
    signed = any(head.startswith(signature) for signature, _ in SIGNATURES)
    return bool(head.strip()) and b"\0" not in head and not signed


def is_truncated(data: bytes) -> bool:
    """Return whether a file in UTF-8 ends in the middle of a character."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and not data[: error.start].isascii()
    return False


def _repaired(text: str) -> str:
    """Fix the lines of a text that were decoded wrongly."""
    import ftfy  # noqa: PLC0415 - slow to import, and needed for few files

    return "\n".join(
        line if line.isascii() else ftfy.fix_encoding(line) for line in text.split("\n")
    )


def _decoded_leniently(source: Source, error: UnicodeDecodeError) -> tuple[str, tuple[Note, ...]]:
    """Return the text of a file that is truncated UTF-8 or has another encoding."""
    data, line = source.data, source.data.count(b"\n", 0, error.start) + 1
    whole = data[: error.start]
    if error.reason == "unexpected end of data" and not whole.isascii():
        note = Note(message="file ends in the middle of a character, which was removed", line=line)
        return whole.decode(), (note,)
    lenient = data.decode(errors="replace")
    if len(lenient) - len(lenient.encode("ascii", "ignore")) > 2 * lenient.count("\ufffd"):
        reason = f"byte 0x{data[error.start]:02X} is not UTF-8, unlike the rest of the file"
        raise StoryError(source.name, reason, line=line, cure=AS_UTF8)
    encoding = _guess(data)
    if not encoding:
        _reject_binary(source, "this is not text in any known encoding", line)
    message = f"encoding guessed: {encoding}; {AS_UTF8} to be sure"
    return _decoded_as(source, data, encoding), (Note(message=message, line=line),)


def _guess(data: bytes) -> str:
    """Return the encoding that chardet detects; empty if it detects none."""
    import chardet  # noqa: PLC0415 - takes 40 ms to import, and is not needed for UTF-8

    found = chardet.detect(
        data,
        max_bytes=_DETECTION_BYTES,
        include_encodings=LIKELY_ENCODINGS,
        no_match_encoding="windows-1252",
    )
    name = (found["encoding"] or "").lower()
    return WIDER.get(name, name)


def _decoded_as(source: Source, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "ignore")
        line = _line_of(before, len(before))
        reason = f"byte {error.start + len(source.data) - len(data)} is not {encoding}"
        raise StoryError(source.name, reason, line=line, cure=AS_UTF8) from error


def _without_controls(source: Source, text: str) -> tuple[str, tuple[Note, ...]]:
    """Return text without the characters that XML does not allow; reject a file full of them."""
    notes, lines = [], []
    removed = 0
    for number, line in enumerate(text.split("\n"), 1):
        clean, count = NOT_XML.subn("", line)
        lines.append(clean)
        if count:
            removed += count
            names = sorted({f"U+{ord(char):04X}" for char in NOT_XML.findall(line)})
            amount = f"{count} character{'' if count == 1 else 's'}"
            message = f"removed {amount} that XML does not allow: {', '.join(names[:5])}"
            notes.append(Note(message=message, line=number))
    if removed > _MAX_CONTROLS * len(text):
        _reject_binary(source, "this is not text: it is full of control characters", notes[0].line)
    return "\n".join(lines), tuple(notes)


def _reject_binary(source: Source, reason: str, line: int | None = None) -> NoReturn:
    cure = "save the story as plain text in UTF-8, or move the file elsewhere"
    raise StoryError(source.name, reason, line=line, cure=cure)


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
