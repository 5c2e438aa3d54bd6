"""Whatever happens to a newsroom's folder, the catalog agrees with a simple model of it."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from msgspec.structs import replace
from support.catalogfolder import AUTHORITY, Folder

from feedsvc.catalog import Catalog
from feedsvc.entry import HOLD, Category, Entry, Person

HOUR = timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)
NEVER = datetime.max.replace(tzinfo=UTC)

HOURS = st.none() | st.integers(-3, 9)
TITLES = st.sampled_from(["Weather", "Ferry", "Vote", "Storm"])
TAGS = st.lists(st.sampled_from(["Sea", "sea", "City", "Sport"]), max_size=3)
SECTIONS = st.sampled_from(["", "world/", "local-news/"])
PICK = st.integers(0, 99)


class KnownStory(msgspec.Struct, eq=False):
    """A story as the newsroom knows it: its text, and what no edit can change."""

    entry: Entry
    published: datetime | None = None
    updated: datetime | None = None
    edited: bool = False
    id: str = ""
    slug: str = ""

    def window(self):
        """Return when it opens and closes; None if it must not become public."""
        if self.entry.status != "usable" or self.entry.embargo == HOLD:
            return None
        opens = max(self.published, self.entry.embargo or self.published)
        closes = self.entry.expires or NEVER
        return (opens, closes) if opens < closes else None

    def is_public(self, at):
        window = self.window()
        return window is not None and window[0] <= at < window[1]


class Newsroom(RuleBasedStateMachine):
    """One event between two scans of the folder; after each, model and catalog agree."""

    @initialize()
    def begin(self):
        self.catalog = Catalog.open(":memory:", AUTHORITY)
        self.folder = Folder(self.catalog)
        self.files: dict[str, list[KnownStory]] = {}
        self.deleted: list[list[KnownStory]] = []
        self.owners: dict[str, KnownStory] = {}
        self.count = 0
        self.pages: dict[str, tuple] = {}

    def teardown(self):
        if hasattr(self, "catalog"):
            self.catalog.close()

    @rule(section=SECTIONS, titles=st.lists(TITLES, min_size=1, max_size=3), tags=TAGS, hours=HOURS)
    def write(self, section, titles, tags, hours):
        self.files[self.new_name(section)] = [
            self.new_story(title, tags, hours) for title in titles
        ]
        self.sync()

    @precondition(lambda self: self.files)
    @rule(file=PICK, place=PICK, title=TITLES, tags=TAGS, hours=HOURS)
    def insert(self, file, place, title, tags, hours):
        stories = self.files[self.picked(file)]
        stories.insert(place % (len(stories) + 1), self.new_story(title, tags, hours))
        self.sync()

    @precondition(lambda self: self.files)
    @rule(file=PICK, place=PICK, title=TITLES, move=st.booleans())
    def edit_headline(self, file, place, title, move):
        known = self.story(file, place)
        known.edited = title != known.entry.title
        known.entry = replace(known.entry, title=title)
        if move:
            self.files[self.new_name("")] = self.files.pop(self.picked(file))
        self.sync()

    @precondition(lambda self: self.files)
    @rule(file=PICK, place=PICK, title=st.none() | TITLES)
    def edit_body(self, file, place, title):
        known = self.story(file, place)
        known.edited = True
        known.entry = replace(known.entry, content=self.text(), title=title or known.entry.title)
        self.sync()

    @precondition(lambda self: self.files)
    @rule(file=PICK, place=PICK, tags=TAGS)
    def edit_tags(self, file, place, tags):
        known = self.story(file, place)
        categories = tuple(Category(term=tag) for tag in tags)
        known.edited = categories != known.entry.categories
        known.entry = replace(known.entry, categories=categories)
        self.sync()

    @precondition(lambda self: self.files)
    @rule(
        file=PICK,
        place=PICK,
        embargo=st.just(HOLD) | HOURS,
        expires=HOURS,
        status=st.sampled_from(["usable", "usable", "withheld", "canceled"]),
    )
    def hold(self, file, place, embargo, expires, status):
        known = self.story(file, place)
        known.entry = replace(
            known.entry,
            embargo=embargo if embargo == HOLD else self.time_at(embargo),
            expires=self.time_at(expires),
            status=status,
        )
        self.apply_date(known)
        self.sync()

    @precondition(lambda self: self.files)
    @rule(file=PICK, place=PICK, hours=st.integers(-3, 9))
    def redate(self, file, place, hours):
        known = self.story(file, place)
        known.entry = replace(known.entry, published=self.time_at(hours))
        self.apply_date(known)
        self.sync()

    @precondition(lambda self: self.files)
    @rule(file=PICK, place=PICK)
    def drop(self, file, place):
        name = self.picked(file)
        self.files[name].remove(self.story(file, place))
        if not self.files[name]:
            del self.files[name]
        self.sync()

    @precondition(lambda self: self.files)
    @rule(file=PICK, section=SECTIONS)
    def move(self, file, section):
        self.files[self.new_name(section)] = self.files.pop(self.picked(file))
        self.sync()

    @precondition(lambda self: self.files)
    @rule(file=PICK)
    def remove(self, file):
        self.deleted.append(self.files.pop(self.picked(file)))
        self.sync()

    @precondition(lambda self: self.deleted)
    @rule(which=PICK, section=SECTIONS)
    def bring_back(self, which, section):
        self.files[self.new_name(section)] = self.deleted.pop(which % len(self.deleted))
        self.sync()

    @rule()
    def touch(self):
        self.sync()

    def sync(self):
        """Let an hour pass, sync the catalog, and compare it with the model."""
        before = self.catalog.generation(), self.folder.now
        self.folder.now += HOUR
        self.folder.files = {}
        for name, stories in self.files.items():
            self.folder.write(name, *(known.entry for known in stories))
        self.folder.sync()
        for known in self.all_stories():
            self.date(known)
        for at in self.times():
            self.compare_entries(at)
            self.compare_terms(at)
        self.compare_changes(*before)

    def apply_date(self, known):
        """Apply the date in the text, which a kill notice never changes."""
        if known.entry.published is not None and known.entry.status != "canceled":
            known.published = known.entry.published
            known.updated = max(known.updated, known.published)

    def date(self, known):
        now = self.folder.now
        if known.published is None:
            known.published = known.updated = known.entry.published or now
        known.updated = min(known.updated, max(now, known.published))
        if known.edited:
            known.updated = max(now, known.published)
        known.edited = False

    def compare_entries(self, at):
        expected = {
            known.entry.content: known for known in self.all_stories() if known.is_public(at)
        }
        found = self.folder.entries(at)
        assert [entry.content for entry in found] == sorted(
            expected, key=lambda text: (-expected[text].published.timestamp(), ids(found)[text])
        )
        for entry in found:
            known = expected[entry.content]
            known.id, known.slug = known.id or entry.id, known.slug or entry.slug
            assert (entry.id, entry.slug) == (known.id, known.slug)
            assert self.owners.setdefault(entry.id, known) is known
            assert self.owners.setdefault(entry.slug, known) is known
            assert (entry.published, entry.updated) == (known.published, known.updated)
        opened = [
            edge for known in self.all_stories() for edge in known.window() or () if edge > at
        ]
        assert self.catalog.next_change(at) == min((e for e in opened if e != NEVER), default=None)
        assert self.catalog.count(at) == len(found)

    def compare_terms(self, at):
        found = self.folder.entries(at)
        tagged = Counter(
            tag for entry in found for tag in {c.term.casefold() for c in entry.categories}
        )
        terms = {
            term.term.casefold(): term for term in self.catalog.terms(at) if term.kind == "tag"
        }
        assert {key: term.count for key, term in terms.items()} == tagged
        for key, term in terms.items():
            chosen = self.folder.entries(at, tag=term.slug)
            assert chosen == [
                entry
                for entry in found
                if key in {category.term.casefold() for category in entry.categories}
            ]
            assert term.updated == max(entry.updated for entry in chosen)

    def compare_changes(self, generation, since):
        """Every page and feed that differs now must be among the changes."""
        at = self.folder.now
        before, self.pages = self.pages, self.all_pages(at)
        changes = self.catalog.changes_since(generation, since, at)
        listed = {f"/{slug}" for slug in (*changes.slugs, *changes.neighbors)}
        listed |= {f"/{kind}/{slug}" for kind, slug in changes.terms}
        changed = {
            path
            for path in before.keys() | self.pages.keys()
            if before.get(path) != self.pages.get(path)
        }
        assert changed <= listed

    def all_pages(self, at):
        pages = {}
        for entry in self.folder.entries(at):
            context = self.catalog.story(entry.slug, at)
            adjacent = [
                other and (other.slug, other.title) for other in (context.older, context.newer)
            ]
            pages[f"/{entry.slug}"] = entry, adjacent
        for term in self.catalog.terms(at):
            pages[f"/{term.kind}/{term.slug}"] = self.folder.entries(at, **{term.kind: term.slug})
        return pages

    def times(self):
        """Return now, and the times at and just before each opening and expiry."""
        edges = {edge for known in self.all_stories() for edge in known.window() or ()} - {NEVER}
        return [self.folder.now, *sorted(edges), *(edge - MICROSECOND for edge in sorted(edges))]

    def all_stories(self):
        return [known for stories in self.files.values() for known in stories]

    def new_story(self, title, tags, hours):
        return KnownStory(
            Entry(
                title=title,
                content=self.text(),
                published=self.time_at(hours),
                categories=tuple(Category(term=tag) for tag in tags),
                authors=(Person(name=f"Reporter {self.count % 3}"),),
            )
        )

    def text(self):
        self.count += 1
        return f"<p>What became of number {self.count}.</p>"

    def new_name(self, section):
        self.count += 1
        return f"{section}file-{self.count}.txt"

    def time_at(self, hours):
        return None if hours is None else self.folder.now + hours * HOUR

    def picked(self, number):
        return sorted(self.files)[number % len(self.files)]

    def story(self, file, place):
        stories = self.files[self.picked(file)]
        return stories[place % len(stories)]


def ids(entries):
    return {entry.content: entry.id for entry in entries}


Newsroom.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)


TestNewsroom = Newsroom.TestCase
