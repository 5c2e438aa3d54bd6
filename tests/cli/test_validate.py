"""`feedsvc validate`: targets, options, exit codes, and the pre-commit hook."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pre_commit.clientlib import load_manifest
from support.commands import newsroom
from support.commands import run as run_feedsvc

import feedsvc
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
    """A working folder with documents of several kinds."""
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


@pytest.fixture
def built(folder, monkeypatch):
    """A site with one story, built in the working folder."""
    newsroom(folder, monkeypatch)
    run_feedsvc("build", "--output", "public")
    return folder / "public"


def run(*arguments, **options):
    return run_feedsvc("validate", *arguments, **options)


def documents(*arguments, **options):
    result = run("--format", "json", *arguments, **options)
    return {one["document"]: one for one in json.loads(result.stdout)["documents"]}


def codes_in(document):
    return {finding["code"] for finding in document["findings"]}


# Targets


def test_all_feeds_in_a_folder_are_checked_in_order_of_their_names():
    assert list(documents("site")) == [
        "site/good.rss",
        "site/a/LIST.OPML",
        "site/b/feed.json",
        "site/b/other.json",
    ]


def test_a_json_file_named_as_target_is_always_checked():
    assert list(documents("site/b/package.json")) == ["site/b/package.json"]


def test_a_folder_without_feeds_is_an_error():
    result = run("empty")
    assert result.exit_code == 2
    assert result.stderr == "Error: empty: no feeds in this folder\n"


SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>'
NEWS = 'sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9'


def test_other_xml_in_a_folder_is_skipped(folder):
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
def test_a_folder_with_other_documents_only_is_an_error(folder, name, text):
    (folder / "empty" / name).write_text(text)
    result = run("empty")
    assert result.exit_code == 2
    assert result.stderr == "Error: empty: no feeds in this folder\n"


def test_links_to_parent_folders_and_pipes_in_a_folder_are_ignored(folder):
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


def test_a_broken_link_and_an_unreadable_folder_are_reported(folder):
    (folder / "site/b/gone.rss").symlink_to("nowhere")
    too_long = Path("f" * 250)
    here = folder / "site"
    for _ in range(17):  # a path that is too long for the system, for any user
        os.chdir(here)
        too_long.mkdir()
        here = too_long
    os.chdir(folder)
    result = run("site", "--severity", "error")
    assert result.exit_code == 2
    errors = result.stderr.splitlines()
    assert errors[0] == "Error: site/b/gone.rss: cannot be read: No such file or directory"
    assert errors[1].endswith("cannot be read: File name too long")
    assert result.stdout.splitlines()[-1].endswith(", 2 not read")


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("", ""),
        ("gopher://gull.example/rss", "; only http:// and https:// URLs can be fetched"),
        ("gull.example/rss.xml", "; a URL begins with https://"),
    ],
)
def test_a_target_that_does_not_exist_is_reported_in_one_line(name, cure):
    result = run(name)
    assert result.exit_code == 2
    assert result.stderr == f"Error: {name!r} does not exist{cure}\n"


def test_control_characters_in_a_file_name_do_not_reach_the_terminal(folder):
    (folder / "empty" / "\x1b[31m\n.rss").symlink_to("nowhere")
    assert run("empty").stderr == (
        "Error: empty/\u241b[31m\u240a.rss: cannot be read: No such file or directory\n"
    )


@pytest.mark.parametrize("name", ["{here}/gull.rss", "site/../gull.rss", "../elsewhere/gull.rss"])
def test_the_url_of_a_file_is_its_path_below_the_base_url(folder, name):
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    link = (
        '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" '
        'type="application/rss+xml" href="https://gull.example/gull.rss"/></channel>'
    )
    for place in (folder, elsewhere):
        (place / "gull.rss").write_text(GOOD.replace("</channel>", link))
    named = name.format(here=folder)
    assert codes_in(documents(named, "--base-url", "https://gull.example")[named]) == {
        "missing-dc-language"
    }


@pytest.mark.parametrize("url", ["gull.example", "ftp://gull.example/", "https://", ""])
def test_an_invalid_base_url_is_refused(url):
    result = run("rss.xml", "--base-url", url)
    assert result.exit_code == 2
    assert f"{url!r}; expected a URL such as https://news.example.org" in result.stderr


def test_the_base_url_is_that_of_the_target_folder(folder):
    link = (
        '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" '
        'type="application/rss+xml" href="https://gull.example/news/a/tide%20table.rss"/></channel>'
    )
    (folder / "site/a/tide table.rss").write_text(GOOD.replace("</channel>", link))
    options = ("--select", "self-doesnt-match-location", "--base-url")
    for base, expected in (("news", set()), ("sport", {"self-doesnt-match-location"})):
        checked = documents("site", *options, f"https://gull.example/{base}")
        assert codes_in(checked["site/a/tide table.rss"]) == expected


def test_other_targets_are_checked_if_one_cannot_be_read():
    result = run("nowhere.xml", "rss.xml", "-", input=GOOD)
    assert result.exit_code == 2
    assert result.stderr == "Error: 'nowhere.xml' does not exist\n"
    assert "rss.xml:1:20: error: channel has no link; add it [missing-link]" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("3 documents: 2 errors")
    assert result.stdout.splitlines()[-1].endswith(", 1 not read")


def test_a_target_is_required():
    result = run()
    assert result.exit_code == 2
    assert "Missing argument 'TARGET...'" in result.stderr


@pytest.mark.parametrize("style", ["text", "json", "sarif", "github", "junit"])
def test_names_and_documents_with_any_bytes_can_be_printed(folder, style):
    name = os.fsdecode(b"t\xefde.json")
    (folder / name).write_text('{"version": 1, "items": [], "\\ud800": "\\ud800"}')
    result = run("--format", style, name)
    assert result.exit_code == 1
    assert not isinstance(result.exception, UnicodeError)


@pytest.mark.parametrize("style", ["text", "json", "sarif", "github", "junit"])
def test_a_report_in_any_language_can_be_printed_in_a_small_encoding(folder, style):
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


def test_severities_are_colored_on_a_terminal_unless_no_color_is_set(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    colored = run("rss.xml", "story.xml", color=True).stdout
    assert "rss.xml:1:20: \x1b[31m\x1b[1merror\x1b[0m: channel has no link" in colored
    assert {"\x1b[31m", "\x1b[36m"} <= set(re.findall(r"\x1b\[3\dm", colored))
    assert "\x1b" not in run("rss.xml", "story.xml").stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("rss.xml", "nowhere.xml", color=True).output


def test_a_closed_pipe_is_not_an_error():
    command = [BIN / "feedsvc", "validate", "rss.xml"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.parametrize("style", ["text", "json", "sarif", "github", "junit"])
def test_quiet_omits_the_text_report_but_not_the_frame_for_programs(style):
    report = run("--quiet", "--format", style, "site/good.rss").stdout
    assert "good.rss" not in report
    assert bool(report) is (style in {"json", "sarif", "junit"})


# Output


@pytest.mark.usefixtures("built")
def test_built_documents_have_no_errors_or_warnings():
    names = ("public/rss.xml", "public/atom.xml", "public/feed.json", "public/opml.xml")
    result = run(*names)
    assert result.exit_code == 0
    assert "4 documents: 0 errors, 0 warnings" in result.stdout


def test_standard_input_is_checked():
    result = run("-", input=BAD)
    assert result.exit_code == 1
    assert "missing-link" in result.stdout


@pytest.mark.usefixtures("built")
def test_json_names_the_documents_as_given():
    result = run("--format", "json", "public/atom.xml", "-", input=BAD)
    assert result.exit_code == 1
    atom, rss = json.loads(result.stdout)["documents"]
    assert (atom["document"], atom["valid"]) == ("public/atom.xml", True)
    assert (rss["document"], rss["valid"]) == ("-", False)
    assert "missing-link" in codes_in(rss)


def test_self_links_are_compared_with_the_base_url(built, monkeypatch):
    monkeypatch.chdir(built)
    here = run("--base-url", "http://127.0.0.1:8000", "sections/river/atom.xml")
    away = run("--base-url", "https://other.example/", "sections/river/atom.xml")
    assert "self-doesnt-match-location" not in here.stdout
    assert "self-doesnt-match-location" in away.stdout


@pytest.mark.usefixtures("built")
def test_quiet_reports_invalid_documents_only():
    assert run("--quiet", "public/atom.xml").output == ""
    result = run("--quiet", "public/atom.xml", "rss.xml")
    assert result.exit_code == 1
    assert "1 document: " in result.stdout


# Selecting findings


def test_the_exit_code_depends_on_the_selected_findings():
    assert run("rss.xml").exit_code == 1
    assert run("rss.xml", "--ignore", "missing-link,missing-description").exit_code == 0
    assert run("rss.xml", "--select", "missing-dc-*").exit_code == 0
    assert run("rss.xml", "--severity", "error").exit_code == 1
    assert run("site/good.rss").exit_code == 0


@pytest.mark.parametrize("lowest", list(Severity))
def test_the_lowest_severity_to_report_can_be_chosen(lowest):
    shown = documents("rss.xml", "--severity", lowest.value)["rss.xml"]["findings"]
    allowed = list(Severity)[: list(Severity).index(lowest) + 1]
    assert {finding["severity"] for finding in shown} == set(allowed)


def test_select_and_ignore_can_be_repeated_and_accept_patterns():
    options = ("--select", "missing-link", "--select", "missing-d*", "--ignore", "*-dc-*")
    assert codes_in(documents("rss.xml", *options)["rss.xml"]) == {
        "missing-link",
        "missing-description",
    }


@pytest.mark.parametrize("option", ["--select", "--ignore", "--explain"])
def test_an_unknown_code_is_reported_in_one_line_with_similar_codes(option):
    result = run("rss.xml", option, "mising-link")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("Error: unknown rule 'mising-link'; did you mean missing")
    assert "missing-link" in result.stderr
    assert result.stderr.count("\n") == 1


# Profiles


def test_a_profile_adds_its_rules():
    plain = documents("story.xml")["story.xml"]
    msn = documents("story.xml", "--profile", "msn")["story.xml"]
    assert not any(code.startswith("msn-") for code in codes_in(plain))
    assert any(code.startswith("msn-") for code in codes_in(msn))


@pytest.mark.parametrize("style", ["text", "sarif", "github", "junit", "json"])
def test_several_profiles_can_be_given_and_are_reported_in_every_format(style):
    options = [word for name in PROFILES for word in ("--profile", name)]
    result = run("story.xml", "--format", style, *options)
    assert result.exit_code == 1
    assert "msn-" in result.stdout


def test_an_unknown_profile_is_reported_in_one_line():
    result = run("rss.xml", "--profile", "flipbord")
    assert result.exit_code == 2
    assert result.stderr == "Error: unknown profile 'flipbord'; did you mean flipboard?\n"


# Rules


@pytest.mark.parametrize("code", [*CODES, *profile_codes()])
def test_every_rule_is_explained(code):
    result = run("--explain", code)
    assert len(result.stdout) < 8000
    assert result.exit_code == 0
    known, rule = codes()[code], rules_of_code(code)[0]
    words = " ".join(result.stdout.split())
    assert words.startswith(f"{code} ({known.severity.value}) {known.summary} {known.why}")
    assert known.spec in result.stdout
    for title, example in (("Wrong", rule.bad), ("Right", rule.good)):
        shown = [safe(line).rstrip() for line in example.shown.strip().splitlines()]
        assert f"\n{title}:\n    {shown[0]}\n" in result.stdout


def test_an_explanation_looks_like_this():
    assert run("--explain", "http-error").stdout == (
        "http-error (error)\n"
        "\n"
        "The server responds with an error instead of the feed.\n"
        "Feed readers show nothing new, and many stop polling after some days. Correct\n"
        "the URL, or fix the server.\n"
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
def test_a_partner_rule_is_explained_with_its_date_and_all_requirements_of_the_partner(code):
    words = " ".join(run("--explain", code).stdout.split())
    known = profile_codes()[code]
    assert f"Checked with --profile {known.profile}. As of {known.date}" in words
    assert (", a draft from a secondary source." in words) is (known.source == SECONDARY)
    assert all(note in words for note in PROFILES[known.profile].notes)


def test_an_explanation_names_partners_that_contradict_the_rule():
    words = " ".join(run("--explain", "flipboard-few-items").stdout.split())
    assert "SmartNews contradicts: the document must not exceed 1 MB." in words


def test_a_rule_can_be_explained_as_json():
    rule = json.loads(run("--explain", "id-changed", "--format", "json").stdout)
    assert {"code", "severity", "summary", "why", "spec", "bad", "good"} <= rule.keys()
    assert rule["remarks"] == []
    rule = json.loads(run("--explain", "flipboard-image", "--format", "json").stdout)
    assert {"profile", "date", "source"} <= rule.keys()
    assert any("contradicts: the enclosure is the episode" in one for one in rule["remarks"])


def test_all_rules_are_listed():
    result = run("--list-rules")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(codes())
    line = next(line for line in lines if line.startswith("missing-link "))
    assert line.split(maxsplit=2)[1:] == ["error", CODES["missing-link"].summary]


def test_the_list_of_rules_can_be_filtered():
    result = run("--list-rules", "--select", "*redirect", "--severity", "info")
    assert [line.split()[0] for line in result.stdout.splitlines()] == [
        "permanent-redirect",
        "temp-redirect",
    ]
    rules = json.loads(run("--list-rules", "--format", "json", "--profile", "msn").stdout)
    profiles = {one["code"].split("-")[0] for one in rules if one.get("profile")}
    assert profiles == {"msn"}
    assert {"code", "severity", "summary", "why", "spec"} <= rules[0].keys()


def test_rules_can_only_be_shown_as_text_or_json():
    result = run("--list-rules", "--format", "junit")
    assert result.exit_code == 2
    assert "rules can be shown as text or json, not as junit" in result.stderr


# Imports


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


def test_help_loads_no_heavy_library():
    heavy = {"flask", "sqlalchemy", "httpx", "asyncio", "lxml", "rich", "feedgen"}
    assert not modules_after("--help") & heavy


@pytest.mark.parametrize(
    "arguments",
    [["rss.xml"], ["rss.xml", "--format", "sarif"], ["rss.xml", "--previous", "site/good.rss"]],
)
def test_without_a_url_no_http_library_is_loaded(arguments):
    assert not modules_after(*arguments) & {"flask", "sqlalchemy", "httpx", "asyncio", "feedgen"}


# The Python API


def test_validate_can_be_called_from_python():
    report = feedsvc.validate(BAD.encode())
    assert not report.valid
    report = feedsvc.validate(STORY.encode(), location="https://gull.example/", profiles=["msn"])
    assert any(finding.code.startswith("msn-") for finding in report.findings)
    assert (
        feedsvc.validate(STORY.encode(), location="https://gull.example/", profiles="msn") == report
    )


# The pre-commit hook


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
def test_the_hook_selects_files_named_like_feeds(hook, name, is_feed):
    assert bool(re.search(hook["files"], name)) is is_feed


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_the_hook_rejects_a_commit_with_an_invalid_feed(tmp_path, hook):
    """Use another `language` than the hook, because with `python` pre-commit installs feedsvc."""
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
    assert "rss.xml:1:20: error: channel has no link; add it [missing-link]" in stopped.stdout
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
    variables = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    return variables | {"PATH": path, "PRE_COMMIT_HOME": str(folder / ".git" / "hooks-home")}
