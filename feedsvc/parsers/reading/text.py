"""Turns the bytes of a story file into text: encoding, line ends, decode_raw XML cannot hold."""

import codecs
import re
from typing import NoReturn

from feedsvc.errors import StoryError
from feedsvc.parsers.source import Note, Source

AS_UTF8 = "save it as UTF-8"

# UTF-32 before UTF-16, whose little-endian mark is the beginning of UTF-32's.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Documents that begin with readable bytes, or that people keep beside their stories.
SIGNATURES = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
)

# What newsrooms save. Among all the encodings that it knows, chardet takes short texts for
# rare ones (MacIceland, cp720).
LIKELY_ENCODINGS = (
    *("utf-8", "utf-16-le", "utf-16-be", "iso-2022-jp", "shift_jis", "cp932", "euc-jp"),
    *("gb18030", "big5", "euc-kr", "cp949", "koi8-r", "koi8-u", "iso-8859-2"),
    *("windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254"),
    *("windows-1255", "windows-1256", "windows-1257", "mac-roman"),
)

# The bytes 80 to 9F, controls in ISO 8859, are letters and quotes in the encodings that
# these names stand for in practice (WHATWG Encoding Standard, section 4.2).
WIDER = {
    "iso-8859-1": "windows-1252",
    "ascii": "windows-1252",
    "iso-8859-9": "windows-1254",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "gb2312": "gb18030",
}

_ISO_2022 = re.compile(rb"\x1b(?:\$[@B]|\$\([A-D]|\([BIJ])")
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_ENDS = "\r\x0b\x0c\u2028\u2029"
_LINE_END = re.compile("\r\n?|[\x0b\x0c\u2028\u2029]")
_NO_BREAK = re.compile(r"(?<![\d«])\xa0(?![\d»:;!?%€$])")
_MOJIBAKE = re.compile("â€|[ÃÂ][\xa0-\xbf]|ï¿½")
_MOST_CONTROLS, _MANY_NULS = 0.1, 0.1
_GUESSED_FROM = 200_000
_LOOKED_AT = 4096


def decode(source: Source) -> tuple[str, tuple[Note, ...]]:
    r"""Return the text of a story file, with line ends of `\n` alone, and what was mended.

    A byte order mark decides the encoding, then strict UTF-8, then chardet. Characters that
    XML 1.0 cannot hold (section 2.2) are dropped, with a note for each line. Raises
    StoryError for a file that is empty, too long, no text, or damaged in its encoding.
    """
    text, notes = decode_raw(source)
    if not text.strip():
        raise StoryError(source.name, "the file is empty", cure="write a story in it or remove it")
    if any(ending in text for ending in _LINE_ENDS):
        text = _LINE_END.sub("\n", text)
    # Printable is what XML can hold, and three times as fast to ask for.
    if not text.replace("\n", "").isprintable() and _NOT_XML.search(text):
        text, more = _without_controls(source, text)
        notes = (*notes, *more)
    mojibake = _MOJIBAKE.search(text) if any(sign in text for sign in "âÃïÂ") else None
    if mojibake:
        line = _line_of(text, mojibake.start())
        text, what_now = (_repaired(text), "mended") if source.options.repair else (text, "kept")
        message = f"UTF-8 that was read as windows-1252 and saved again, {what_now}"
        notes = (*notes, Note(message=message, line=line))
    return text, notes


def decode_raw(source: Source) -> tuple[str, tuple[Note, ...]]:
    """Return the text of a story file as it is, control decode_raw and all.

    For formats in which control decode_raw have a meaning, such as IPTC 7901. Raises
    StoryError as `decode` does, but for an empty file.
    """
    data = source.data
    longest = source.options.max_bytes
    if len(data) > longest:
        reason = f"the file has {len(data):,} bytes, more than the {longest:,} of a story"
        raise StoryError(source.name, reason, cure="split it in smaller files")
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            _refuse_binary(source, f"this is {what}, not text")
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decoded_as(source, data[len(mark) :], encoding), ()
    if data.count(0) > _MANY_NULS * len(data) or _ISO_2022.search(data):
        encoding = _guess(data)
        if encoding.startswith(("utf-16", "iso-2022")):
            return _decoded_as(source, data, encoding), ()
    try:
        return data.decode(), ()
    except UnicodeDecodeError as error:
        return _damaged_or_other(source, error)


def split_bom(data: bytes) -> tuple[bytes, str | None]:
    """Return bytes without their byte order mark, and the encoding of the mark if there is one."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :], encoding
    return data, None


def with_plain_spaces(text: str) -> str:
    """Return text with spaces for the no-break spaces between words, that pages are copied with.

    Those that typography asks for, beside a number or a sign, stay.
    """
    return _NO_BREAK.sub(" ", text) if "\xa0" in text else text


def looks_like_text(source: Source) -> bool:
    """Tell from its first bytes whether a file may be text, without decoding it."""
    head = source.data[:_LOOKED_AT]
    if head.startswith(tuple(mark for mark, _ in BYTE_ORDER_MARKS)):
        return True
    signed = any(head.startswith(signature) for signature, _ in SIGNATURES)
    return bool(head.strip()) and b"\0" not in head and not signed


def is_truncated(data: bytes) -> bool:
    """Tell whether a file in UTF-8 ends in the middle of a character: it was cut off."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data" and not data[: error.start].isascii()
    return False


def _repaired(text: str) -> str:
    """Read the lines that were read in the wrong encoding in the right one."""
    import ftfy  # noqa: PLC0415 - only files that are to be mended pay for it

    return "\n".join(
        line if line.isascii() else ftfy.fix_encoding(line) for line in text.split("\n")
    )


def _damaged_or_other(source: Source, error: UnicodeDecodeError) -> tuple[str, tuple[Note, ...]]:
    """Decode what is not UTF-8: cut off in a character, or in another encoding."""
    data, line = source.data, source.data.count(b"\n", 0, error.start) + 1
    whole = data[: error.start]
    if error.reason == "unexpected end of data" and not whole.isascii():
        note = Note(message="the file ends in the middle of a character, left out", line=line)
        return whole.decode(), (note,)
    lenient = data.decode(errors="replace")
    if len(lenient) - len(lenient.encode("ascii", "ignore")) > 2 * lenient.count("\ufffd"):
        reason = f"byte 0x{data[error.start]:02X} is not UTF-8, as the rest of the file is"
        raise StoryError(source.name, reason, line=line, cure=AS_UTF8)
    encoding = _guess(data)
    if not encoding:
        _refuse_binary(source, "this is not text in any encoding that is known", line)
    message = f"read as {encoding}, which is a guess; {AS_UTF8} to be sure"
    return _decoded_as(source, data, encoding), (Note(message=message, line=line),)


def _guess(data: bytes) -> str:
    """Name the encoding that chardet sees; empty where it sees none."""
    import chardet  # noqa: PLC0415 - 40 ms that files in UTF-8 need not pay

    found = chardet.detect(
        data,
        max_bytes=_GUESSED_FROM,
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
        place = f"byte {error.start + len(source.data) - len(data)} is not {encoding}"
        raise StoryError(source.name, place, line=line, cure=AS_UTF8) from error


def _without_controls(source: Source, text: str) -> tuple[str, tuple[Note, ...]]:
    """Drop what XML 1.0 cannot hold; where that is much, the file was no text at all."""
    notes, lines = [], []
    dropped = 0
    for number, line in enumerate(text.split("\n"), 1):
        clean, count = _NOT_XML.subn("", line)
        lines.append(clean)
        if count:
            dropped += count
            names = sorted({f"U+{ord(char):04X}" for char in _NOT_XML.findall(line)})
            amount = f"{count} character{'' if count == 1 else 's'}"
            message = f"dropped {amount} that XML cannot hold: {', '.join(names[:5])}"
            notes.append(Note(message=message, line=number))
    if dropped > _MOST_CONTROLS * len(text):
        _refuse_binary(source, "this is not text: it is full of control characters", notes[0].line)
    return "\n".join(lines), tuple(notes)


def _refuse_binary(source: Source, reason: str, line: int | None = None) -> NoReturn:
    cure = "save the story as plain text in UTF-8, or keep the file elsewhere"
    raise StoryError(source.name, reason, line=line, cure=cure)


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
