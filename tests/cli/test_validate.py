"""`feedsvc validate`: its targets, its options, its exit codes, and its hook for pre-commit."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from pre_commit.clientlib import load_manifest

import feedsvc
from feedsvc.cli import main
from feedsvc.validator import Severity
from feedsvc.validator.profiles import PROFILES, profile_codes
from feedsvc.validator.profiles.profile import SECONDARY
from feedsvc.validator.registry import CODES
from feedsvc.validator.reporters import safe
from feedsvc.validator.rulebook import codes, rules_of_code

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
BAD = '<rss version="2.0"><channel><title>Tides</title></channel></rss>'
GOOD = (
    '<rss version="2.0"><channel><title>Tides</title><link>https://gull.example/</link>'
    "<description>High water</description></channel></rss>"
)
STORY = GOOD.replace("</channel>", "<item><title>Ebb</title></item></channel>")
JSON_FEED = '{"version": "https://jsonfeed.org/version/1.1", "title": "Tides", "items": []}'


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A working folder with documents of all kinds."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "rss.xml": BAD,
        "story.xml": STORY,
        "site/good.rss": GOOD,
        "site/b/feed.json": "{}",
        "site/b/other.json": JSON_FEED,
        "site/b/package.json": '{"name": "no feed", "version": "1.0"}',
        "site/b/page.html": "<html/>",
        "site/a/LIST.OPML": '<opml version="2.0"/>',
        "site/.hidden.xml": BAD,
        "site/.git/rss.xml": BAD,
        "empty/note.txt": "nothing",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


def run(*arguments, **options):
    return CliRunner().invoke(main, ["validate", *arguments], prog_name="feedsvc", **options)


def documents(*arguments, **options):
    result = run("--format", "json", *arguments, **options)
    return {one["document"]: one for one in json.loads(result.stdout)["documents"]}


def found(document):
    return {finding["code"] for finding in document["findings"]}


# --- targets --------------------------------------------------------------------------------


def test_every_feed_below_a_folder_is_checked_in_the_order_of_names():
    assert list(documents("site")) == [
        "site/good.rss",
        "site/a/LIST.OPML",
        "site/b/feed.json",
        "site/b/other.json",
    ]


def test_a_json_file_that_is_named_is_checked_whatever_it_is():
    assert list(documents("site/b/package.json")) == ["site/b/package.json"]


def test_a_folder_below_which_no_feed_is_cannot_be_checked():
    result = run("empty")
    assert result.exit_code == 2
    assert result.stderr == "Error: empty: no feeds in this folder\n"


SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>'
NEWS = 'sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9'


def test_xml_of_another_kind_below_a_folder_is_passed_over(folder):
    escaped = JSON_FEED.replace("/", "\\/")
    for name, text in {
        "sitemap.xml": SITEMAP,
        "pom.xml": "<!-- no <rss> --><project/>",
        "cut.xml": SITEMAP[:-2],
        "page.xml": "<html></html>",
        "by-ann.xml": GOOD,
        "of-atom.xml": '<a:feed xmlns:a="http://www.w3.org/2005/Atom"/>',
        "feed.xml": "<html></html>",
        "note.xml": "",
        "news.xml": SITEMAP.replace("sitemap/0.9", NEWS),
        "php.json": escaped,
    }.items():
        (folder / "empty" / name).write_text(text)
    checked = documents("empty")
    assert {Path(name).name for name in checked} == {
        "by-ann.xml",
        "of-atom.xml",
        "feed.xml",
        "news.xml",
        "note.xml",
        "php.json",
    }
    assert list(documents("empty/sitemap.xml")) == ["empty/sitemap.xml"]


@pytest.mark.parametrize(("name", "text"), [("pom.xml", "<project/>"), ("package.json", "{}")])
def test_a_folder_of_other_documents_alone_cannot_be_checked(folder, name, text):
    (folder / "empty" / name).write_text(text)
    result = run("empty")
    assert result.exit_code == 2
    assert result.stderr == "Error: empty: no feeds in this folder\n"


def test_below_a_folder_links_lead_round_nothing_and_pipes_are_not_waited_for(folder):
    (folder / "site/a/up").symlink_to("..")
    (folder / "site/b/linked.rss").symlink_to("../good.rss")
    os.mkfifo(folder / "site/b/pipe.xml")
    (folder / "site/b/folder.xml").mkdir()
    assert list(documents("site")) == [
        "site/good.rss",
        "site/a/LIST.OPML",
        "site/b/feed.json",
        "site/b/linked.rss",
        "site/b/other.json",
    ]


def test_a_link_to_nothing_and_a_folder_that_cannot_be_read_are_told(folder):
    (folder / "site/b/gone.rss").symlink_to("nowhere")
    too_long = Path("f" * 250)
    here = folder / "site"
    for _ in range(17):  # a path longer than the system takes, for any user
        os.chdir(here)
        too_long.mkdir()
        here = too_long
    os.chdir(folder)
    result = run("site", "--severity", "error")
    assert result.exit_code == 2
    told = result.stderr.splitlines()
    assert told[0] == "Error: site/b/gone.rss: cannot be read: No such file or directory"
    assert told[1].endswith("cannot be read: File name too long")
    assert result.stdout.splitlines()[-1].endswith(", 2 not read")


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("", ""),
        ("gopher://gull.example/rss", "; only http:// and https:// URLs can be fetched"),
        ("gull.example/rss.xml", "; a URL begins with https://"),
    ],
)
def test_a_target_that_is_nothing_is_one_line(name, cure):
    result = run(name)
    assert result.exit_code == 2
    assert result.stderr == f"Error: {name!r} does not exist{cure}\n"


def test_the_name_of_a_file_is_no_command_for_the_terminal(folder):
    (folder / "empty" / "\x1b[31m\n.rss").symlink_to("nowhere")
    assert run("empty").stderr == (
        "Error: empty/\u241b[31m\u240a.rss: cannot be read: No such file or directory\n"
    )


@pytest.mark.parametrize("name", ["{here}/gull.rss", "site/../gull.rss", "../elsewhere/gull.rss"])
def test_a_file_is_published_at_its_place_in_the_working_folder(folder, name):
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    link = (
        '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" '
        'type="application/rss+xml" href="https://gull.example/gull.rss"/></channel>'
    )
    for place in (folder, elsewhere):
        (place / "gull.rss").write_text(GOOD.replace("</channel>", link))
    named = name.format(here=folder)
    assert found(documents(named, "--base-url", "https://gull.example")[named]) == {
        "missing-dc-language"
    }


@pytest.mark.parametrize("url", ["gull.example", "ftp://gull.example/", "https://", ""])
def test_a_base_url_that_is_no_address_is_refused(url):
    result = run("rss.xml", "--base-url", url)
    assert result.exit_code == 2
    assert f"{url!r}; expected a URL such as https://news.example.org" in result.stderr


def test_the_base_url_is_that_of_the_folder(folder):
    link = (
        '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" '
        'type="application/rss+xml" href="https://gull.example/news/a/tide%20table.rss"/></channel>'
    )
    (folder / "site/a/tide table.rss").write_text(GOOD.replace("</channel>", link))
    options = ("--select", "self-doesnt-match-location", "--base-url")
    for base, codes_found in (("news", set()), ("sport", {"self-doesnt-match-location"})):
        checked = documents("site", *options, f"https://gull.example/{base}")
        assert found(checked["site/a/tide table.rss"]) == codes_found


def test_others_are_checked_where_one_cannot_be_read():
    result = run("nowhere.xml", "rss.xml", "-", input=GOOD)
    assert result.exit_code == 2
    assert result.stderr == "Error: 'nowhere.xml' does not exist\n"
    assert "rss.xml:1:20: error: channel has no link [missing-link]" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("3 documents: 2 errors")
    assert result.stdout.splitlines()[-1].endswith(", 1 not read")


def test_a_target_is_needed():
    result = run()
    assert result.exit_code == 2
    assert "Missing argument 'TARGET...'" in result.stderr


@pytest.mark.parametrize("style", ["text", "json", "sarif", "github", "junit"])
def test_names_and_documents_of_any_bytes_are_printed(folder, style):
    name = os.fsdecode(b"t\xefde.json")
    (folder / name).write_text('{"version": 1, "items": [], "\\ud800": "\\ud800"}')
    result = run("--format", style, name)
    assert result.exit_code == 1
    assert not isinstance(result.exception, UnicodeError)


@pytest.mark.parametrize("style", ["text", "json", "sarif", "github", "junit"])
def test_an_output_of_few_letters_takes_a_report_in_any_language(folder, style):
    (folder / "moon.rss").write_text(GOOD.replace("</channel>", "<潮/>潮 \x80</channel>"))
    done = subprocess.run(
        [BIN / "feedsvc", "validate", "moon.rss", "--format", style],
        env=os.environ | {"PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == b""
    assert ("潮" in done.stdout.decode(errors="replace")) is (style in {"json", "sarif", "junit"})


def test_on_a_terminal_severities_have_colours_unless_no_color_is_set(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = run("rss.xml", "story.xml", color=True).stdout
    assert "rss.xml:1:20: \x1b[31m\x1b[1merror\x1b[0m: channel has no link" in coloured
    assert {"\x1b[31m", "\x1b[36m"} <= set(re.findall(r"\x1b\[3\dm", coloured))
    assert "\x1b" not in run("rss.xml", "story.xml").stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("rss.xml", "nowhere.xml", color=True).output


def test_who_reads_the_output_may_stop_early():
    command = [BIN / "feedsvc", "validate", "rss.xml"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.parametrize("style", ["text", "json", "sarif", "github", "junit"])
def test_quietly_programs_are_given_a_whole_report_and_people_nothing(style):
    told = run("--quiet", "--format", style, "site/good.rss").stdout
    assert "good.rss" not in told
    assert bool(told) is (style in {"json", "sarif", "junit"})


# --- which findings -------------------------------------------------------------------------


def test_exit_codes_go_by_what_is_shown():
    assert run("rss.xml").exit_code == 1
    assert run("rss.xml", "--ignore", "missing-link,missing-description").exit_code == 0
    assert run("rss.xml", "--select", "missing-dc-*").exit_code == 0
    assert run("rss.xml", "--severity", "error").exit_code == 1
    assert run("site/good.rss").exit_code == 0


@pytest.mark.parametrize("lowest", list(Severity))
def test_the_lowest_severity_that_is_shown_can_be_chosen(lowest):
    shown = documents("rss.xml", "--severity", lowest.value)["rss.xml"]["findings"]
    allowed = list(Severity)[: list(Severity).index(lowest) + 1]
    assert {finding["severity"] for finding in shown} == set(allowed)


def test_select_and_ignore_may_be_given_again_and_take_patterns():
    options = ("--select", "missing-link", "--select", "missing-d*", "--ignore", "*-dc-*")
    assert found(documents("rss.xml", *options)["rss.xml"]) == {
        "missing-link",
        "missing-description",
    }


@pytest.mark.parametrize("option", ["--select", "--ignore", "--explain"])
def test_an_unknown_code_is_one_line_with_those_most_like_it(option):
    result = run("rss.xml", option, "mising-link")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("Error: unknown rule 'mising-link'; did you mean missing")
    assert "missing-link" in result.stderr
    assert result.stderr.count("\n") == 1


# --- profiles -------------------------------------------------------------------------------


def test_a_profile_adds_its_rules():
    plain = documents("story.xml")["story.xml"]
    msn = documents("story.xml", "--profile", "msn")["story.xml"]
    assert not any(code.startswith("msn-") for code in found(plain))
    assert any(code.startswith("msn-") for code in found(msn))


@pytest.mark.parametrize("style", ["text", "sarif", "github", "junit", "json"])
def test_several_profiles_may_be_given_and_are_reported_in_every_format(style):
    options = [word for name in PROFILES for word in ("--profile", name)]
    result = run("story.xml", "--format", style, *options)
    assert result.exit_code == 1
    assert "msn-" in result.stdout


def test_an_unknown_profile_is_one_line():
    result = run("rss.xml", "--profile", "flipbord")
    assert result.exit_code == 2
    assert result.stderr == "Error: unknown profile 'flipbord'; did you mean flipboard?\n"


# --- rules ----------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [*CODES, *profile_codes()])
def test_every_rule_is_explained(code):
    result = run("--explain", code)
    assert len(result.stdout) < 8000
    assert result.exit_code == 0
    told, documented = codes()[code], rules_of_code(code)[0]
    words = " ".join(result.stdout.split())
    assert words.startswith(f"{code} ({told.severity.value}) {told.summary} {told.why}")
    assert told.spec in result.stdout
    for title, example in (("Wrong", documented.bad), ("Right", documented.good)):
        shown = [safe(line).rstrip() for line in example.shown.strip().splitlines()]
        assert f"\n{title}:\n    {shown[0]}\n" in result.stdout


def test_an_explanation_looks_like_this():
    assert run("--explain", "http-error").stdout == (
        "http-error (error)\n"
        "\n"
        "The server responds with an error instead of the feed.\n"
        "Feed readers show nothing new, and many unsubscribe after some days of errors.\n"
        "\n"
        "Wrong:\n"
        "    HTTP/1.1 404 Not Found\n"
        "\n"
        "Right:\n"
        "    HTTP/1.1 200 OK\n"
        "    Content-Type: application/rss+xml; charset=utf-8\n"
        '    ETag: "quay-7"\n'
        "    Last-Modified: Tue, 03 Mar 2026 09:30:00 GMT\n"
        "    Cache-Control: max-age=300\n"
        "\n"
        "https://www.rfc-editor.org/rfc/rfc9110#section-15\n"
    )


@pytest.mark.parametrize("code", profile_codes())
def test_of_a_partners_rule_its_date_and_all_that_the_partner_asks_for_is_told(code):
    words = " ".join(run("--explain", code).stdout.split())
    told = profile_codes()[code]
    assert f"Checked with --profile {told.profile}. As of {told.date}" in words
    assert (", from a secondary source: a draft." in words) is (told.source == SECONDARY)
    assert all(note in words for note in PROFILES[told.profile].notes)


def test_who_contradicts_a_partner_is_told():
    words = " ".join(run("--explain", "flipboard-few-items").stdout.split())
    assert "SmartNews contradicts: the document may have 1 MB at most." in words


def test_an_explanation_can_be_had_as_json():
    told = json.loads(run("--explain", "id-changed", "--format", "json").stdout)
    assert {"code", "severity", "summary", "why", "spec", "bad", "good"} <= told.keys()
    assert told["remarks"] == []
    told = json.loads(run("--explain", "flipboard-image", "--format", "json").stdout)
    assert {"profile", "date", "source"} <= told.keys()
    assert any("contradicts: the enclosure is the episode" in one for one in told["remarks"])


def test_all_rules_are_listed():
    result = run("--list-rules")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(codes())
    line = next(line for line in lines if line.startswith("missing-link "))
    assert line.split(maxsplit=2)[1:] == ["error", CODES["missing-link"].summary]


def test_the_list_goes_by_what_is_selected():
    result = run("--list-rules", "--select", "*redirect", "--severity", "info")
    assert [line.split()[0] for line in result.stdout.splitlines()] == [
        "permanent-redirect",
        "temp-redirect",
    ]
    told = json.loads(run("--list-rules", "--format", "json", "--profile", "msn").stdout)
    profiles = {one["code"].split("-")[0] for one in told if one.get("profile")}
    assert profiles == {"msn"}
    assert {"code", "severity", "summary", "why", "spec"} <= told[0].keys()


def test_rules_are_told_as_text_or_json():
    result = run("--list-rules", "--format", "junit")
    assert result.exit_code == 2
    assert "rules can be shown as text or json, not as junit" in result.stderr


# --- what is loaded -------------------------------------------------------------------------


def modules_after(*arguments):
    code = (
        "import json, sys\n"
        "from feedsvc.cli import main\n"
        "sys.argv[0] = 'feedsvc'\n"
        "try:\n    main()\n"
        "except SystemExit:\n    pass\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "validate", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.split(".")[0] for name in json.loads(done.stderr.splitlines()[-1])}


def test_help_loads_nothing_that_takes_long():
    heavy = {"flask", "sqlalchemy", "httpx", "asyncio", "lxml", "rich", "feedgen"}
    assert not modules_after("--help") & heavy


@pytest.mark.parametrize(
    "arguments",
    [["rss.xml"], ["rss.xml", "--format", "sarif"], ["rss.xml", "--previous", "site/good.rss"]],
)
def test_without_an_address_no_http_library_is_loaded(arguments):
    assert not modules_after(*arguments) & {"flask", "sqlalchemy", "httpx", "asyncio", "feedgen"}


# --- the library ----------------------------------------------------------------------------


def test_the_library_checks_bytes():
    report = feedsvc.validate(BAD.encode())
    assert not report.valid
    report = feedsvc.validate(STORY.encode(), location="https://gull.example/", profiles=["msn"])
    assert any(finding.code.startswith("msn-") for finding in report.findings)
    assert (
        feedsvc.validate(STORY.encode(), location="https://gull.example/", profiles="msn") == report
    )


# --- pre-commit -----------------------------------------------------------------------------


@pytest.fixture
def hook():
    (hook,) = load_manifest(ROOT / ".pre-commit-hooks.yaml")
    return hook


@pytest.mark.parametrize(
    ("name", "is_feed"),
    [
        ("site/tide.rss", True),
        ("news.atom", True),
        ("a/b/rss.xml", True),
        ("atom-full.xml", True),
        ("feed.json", True),
        ("public/index.xml", True),
        ("pom.xml", False),
        ("feedback.xml", False),
        ("package.json", False),
        ("feed.json.py", False),
    ],
)
def test_the_hook_takes_files_that_are_feeds_by_their_names(hook, name, is_feed):
    assert bool(re.search(hook["files"], name)) is is_feed


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_the_hook_stops_a_commit_with_an_invalid_feed(tmp_path, hook):
    """The hook itself, but for `language`: with `python`, pre-commit would install feedsvc."""
    repository = tmp_path / "repository"
    repository.mkdir()
    keys = ("id", "name", "entry", "types", "files")
    local = {"repo": "local", "hooks": [{key: hook[key] for key in keys} | {"language": "system"}]}
    (repository / ".pre-commit-config.yaml").write_text(json.dumps({"repos": [local]}))
    (repository / "rss.xml").write_text(BAD)
    (repository / "pom.xml").write_text("<project/>")
    git(repository, "init", "-q")
    git(repository, "add", ".")
    stopped = precommit(repository)
    assert stopped.returncode == 1
    assert "feedsvc validate" in stopped.stdout
    assert "rss.xml:1:20: error: channel has no link [missing-link]" in stopped.stdout
    assert "pom.xml" not in stopped.stdout
    (repository / "rss.xml").write_text(GOOD)
    git(repository, "add", ".")
    assert precommit(repository).returncode == 0


def git(folder, *arguments):
    subprocess.run(
        [shutil.which("git"), *arguments], cwd=folder, check=True, env=environment(folder)
    )


def precommit(folder):
    return subprocess.run(
        [BIN / "pre-commit", "run", "--all-files", "--color", "never"],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )


def environment(folder):
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    return kept | {"PATH": path, "PRE_COMMIT_HOME": str(folder / ".git" / "hooks-home")}
