"""Detecting pages and decoding them."""

import pytest
from support.savedpages import PROSE, entry, page

from feedsvc.parsers import Source, parse
from feedsvc.parsers.webpage import claims


@pytest.mark.parametrize(
    ("name", "data", "claimed"),
    [
        ("a.html", b"<p>x", True),
        ("a.htm", b"Only words", True),
        ("a.xhtml", b'<?xml version="1.0"?><!DOCTYPE html><html/>', True),
        ("a.xhtml", b'<?xml version="1.0"?>\n<html xmlns="x"/>', True),
        ("a.txt", b"<!DOCTYPE html>\n<p>x", True),
        ("a.txt", b"\xef\xbb\xbf<HTML><body>x", True),
        ("a.txt", b"<!-- saved -->\n<!doctype HTML PUBLIC 'x'>", True),
        ("a.txt", "<html>".encode("utf-16"), True),
        ("a.txt", b"Ferry stays", False),
        ("a.html", b'<?xml version="1.0"?><rss/>', False),
        ("a.html", b'{"title": "x"}', False),
        ("a.html", b"  \n", False),
        ("a.xml", b"<nitf/>", False),
    ],
)
def test_a_page_is_detected_by_its_beginning_or_its_suffix(name, data, claimed):
    assert claims(Source(name=name, data=data)) is claimed


def test_a_page_with_front_matter_is_parsed_as_markdown():
    source = Source(name="a.html", data=b"---\ntitle: Low tide\n---\n<p>It is low.</p>\n")
    assert parse(source).entries[0].title == "Low tide"


def test_a_saved_page_among_stories_is_parsed():
    (found,) = parse(Source(name="a.html", data=page().encode())).entries
    assert found.title == "Ferry stays"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ('<meta charset="windows-1251">', "windows-1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">', "cp1252"),
        ('<meta charset="iso-8859-1">', "utf-8"),
        ('<meta charset="utf-8">', "utf-16"),
        ('<meta charset="no-such">', "utf-8"),
        ('<meta charset="gb2312">', "gb18030"),
        ("", "utf-8-sig"),
    ],
)
def test_the_encoding_is_detected_or_declared(declared, encoding):
    words = {"windows-1251": "Паром остаётся", "gb18030": "渡轮继续运行"}.get(
        encoding, "Fähre “bleibt”"
    )
    text = page(declared, f"<article><h1>{words}</h1>{PROSE}</article>")
    text = text if encoding != "windows-1251" else text.replace("“", "«").replace("”", "»")
    assert entry(text.encode(encoding)).title == words
