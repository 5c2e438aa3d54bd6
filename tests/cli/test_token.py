"""`feedsvc token`: add, list and revoke, and the errors of each."""

import re

import pytest
from support.commands import newsroom, run

SETTINGS = """\
base_url = "https://news.example.org"
timezone = "Pacific/Auckland"

[[feeds]]
name = "members"
private = true

[[feeds]]
name = "partners"
private = true

[[feeds]]
name = "rivers"
"""
URL = re.compile(r"https://news\.example\.org/private/([\w-]{43})/(\w+)/rss\.xml")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = newsroom(tmp_path, monkeypatch)
    (folder / "feedsvc.toml").write_text(SETTINGS)
    return folder


def add_token(*arguments):
    """Add a token; return it and the feeds that the printed URLs name."""
    result = run("token", "add", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    *urls, last = result.stdout.splitlines()
    assert last.startswith(f"These URLs are for {arguments[0]} only and are not shown again; ")
    parts = [URL.fullmatch(url).groups() for url in urls]
    assert len({token for token, _ in parts}) == 1
    return parts[0][0], [feed for _, feed in parts]


@pytest.mark.usefixtures("folder")
def test_add_prints_the_urls_of_all_private_feeds():
    assert add_token("anna@example.org")[1] == ["members", "partners"]


@pytest.mark.usefixtures("folder")
def test_add_with_a_feed_prints_the_url_of_that_feed_only():
    assert add_token("anna@example.org", "--feed", "partners")[1] == ["partners"]


@pytest.mark.usefixtures("folder")
def test_every_token_is_different():
    assert len({add_token(f"reader {number}")[0] for number in range(20)}) == 20


@pytest.mark.usefixtures("folder")
def test_list_prints_names_and_feeds_but_no_tokens():
    tokens = [add_token("zoe")[0], add_token("Büro für Presse", "--feed", "members")[0]]
    result = run("token", "list")
    assert result.exit_code == 0
    head, *rows = (re.split(r" {2,}", line) for line in result.stdout.splitlines())
    assert head == ["Name", "Feed", "Added"]
    assert [row[:2] for row in rows] == [["Büro für Presse", "members"], ["zoe", "all private"]]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", row[2]) for row in rows)
    assert not any(token in result.output for token in tokens)


@pytest.mark.usefixtures("folder")
def test_list_prints_how_to_create_the_first_token():
    assert (
        run("token", "list").output
        == "There are no tokens; create one with 'feedsvc token add NAME'\n"
    )


@pytest.mark.usefixtures("folder")
def test_a_revoked_token_is_not_listed_and_its_name_can_be_used_again():
    first, _ = add_token("anna")
    result = run("token", "revoke", "anna")
    assert (result.exit_code, result.stdout) == (0, "Revoked the token of anna\n")
    assert (
        run("token", "list").output
        == "There are no tokens; create one with 'feedsvc token add NAME'\n"
    )
    assert add_token("anna")[0] != first


@pytest.mark.usefixtures("folder")
def test_quiet_revoke_prints_nothing():
    add_token("anna")
    assert run("token", "revoke", "anna", "--quiet").output == ""


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["add", "anna"], "'anna' has a token already; revoke that one, or use another name"),
        (["add", "ben", "--feed", "rivers"], "no private feed 'rivers'; use one of: members, partners"),  # noqa: E501 -- the whole line
        (["add", " "], "invalid name: ' '; use one such as anna@example.org"),
        (["add", "two\nlines"], r"invalid name: 'two\nlines'; use one such as anna@example.org"),
        (["revoke", "ben"], "no token for 'ben'; list all tokens with 'feedsvc token list'"),
    ],
)  # fmt: skip
def test_an_error_is_one_line_and_exit_code_2(arguments, line):
    add_token("anna")
    result = run("token", *arguments)
    assert result.exit_code == 2
    assert (result.stdout, result.stderr) == ("", f"Error: {line}\n")
    assert run("token", "list").stdout.count("\n") == 2


def test_add_fails_if_no_feed_is_private(folder):
    (folder / "feedsvc.toml").write_text("[[feeds]]\nname = 'rivers'\n")
    result = run("token", "add", "anna")
    assert result.exit_code == 2
    line = "Error: no feed is private; first set private = true in a [[feeds]] table\n"
    assert result.stderr == line


def test_tokens_belong_to_a_folder_of_stories(folder):
    (folder / "other").mkdir()
    add_token("anna", "other")
    assert (
        run("token", "list").output
        == "There are no tokens; create one with 'feedsvc token add NAME'\n"
    )
    assert "anna" in run("token", "list", "other").stdout
    assert run("token", "revoke", "anna").exit_code == 2
    assert run("token", "revoke", "anna", "other").exit_code == 0


@pytest.mark.parametrize("words", [["--help"], ["add", "--help"], ["list", "-h"], ["revoke", "-h"]])
def test_every_help_has_an_example(words):
    result = run("token", *words)
    assert result.exit_code == 0
    assert "feedsvc token " in re.split("Examples?:", result.stdout)[1]
