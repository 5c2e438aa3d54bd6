"""Publishing a site to a folder: each document is a file, written atomically."""

import contextlib
import itertools
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from feedsvc.errors import PublishError
from feedsvc.publish.files import File, copy, flush, remove, write_files
from feedsvc.publish.writing import Writer, Written, file_of
from feedsvc.redirects import FILES, Redirects, is_ours
from feedsvc.site import BuildPlan, BuildResult, HeldBack, Site

Progress = Callable[[int, int], None]
"""Called with the number of documents written so far, and the number to write."""

BATCH = 40
"""How many documents are rendered by one task: those of several feeds in all formats."""


class PublishReport(msgspec.Struct, frozen=True, kw_only=True):
    """What publishing did: numbers of files, and the documents that the gate held back.

    `next_change` is when the clock alone changes the site: an embargo opens, an entry expires
    or becomes too old for a feed.
    """

    written: int
    unchanged: int
    removed: int
    held: tuple[HeldBack, ...] = ()
    next_change: datetime | None = None


def publish(
    site: Site,
    folder: Path,
    *,
    at: datetime | None = None,
    progress: Progress | None = None,
) -> PublishReport:
    """Write the documents of a site to a folder, as of now or of the time `at`.

    Only files whose bytes differ are written, each to a temporary file that is then renamed, so
    that a killed run leaves either the old file or the new one. Files of documents that no
    longer exist are removed; files that feedsvc did not write are left alone. After the first
    run, only documents that can have changed are rendered. With the setting `compress`,
    compressed copies are written next to each file, where web servers look for them. A feed's
    file has the time of its last change, so that web servers send the same Last-Modified as
    `serve`; other files have the time when they were written. Raises PublishError with the
    file and the system's reason.
    """
    preview, at = at is not None, at or site.now()
    whole = not file_of(folder, "/").exists()
    plan = site.build_plan(str(folder.resolve()), at, whole=whole)
    writer = Writer(site, folder, at, preview=preview, compress=site.settings.compress)
    site.begin_build(plan)
    with _explained(folder):
        copied = sum(copy(each.file, file_of(folder, each.path)) for each in plan.attachments)
        documents = _write_documents(site, writer, plan, progress)
        redirects = _redirect_files(folder, site.settings.redirects)
        changed_redirects = [file for file in redirects if not file.is_current()]
        write_files(changed_redirects)
        removed_paths = [*plan.stale, *documents.missing]
        removed = sum(
            remove(file_of(folder, path), folder)
            for path in (*removed_paths, *plan.stale_attachments)
        )
        removed += 0 if redirects else _remove_redirect_files(folder)
        written = copied + documents.changed + len(changed_redirects)
        if written:
            flush()
    held_paths = {each.place for each in documents.held}
    site.record_build(
        plan, BuildResult(written=documents.paths, held=held_paths, removed=removed_paths)
    )
    return PublishReport(
        written=written,
        unchanged=len(documents.paths) + len(plan.attachments) + len(redirects) - written,
        removed=removed,
        held=(*site.held_entries(), *documents.held),
        next_change=site.next_build(at),
    )


def _write_documents(
    site: Site, writer: Writer, plan: BuildPlan, progress: Progress | None
) -> Written:
    """Write the pages of stories, then the documents that are joined from their entries' parts."""
    batches = (plan.paths[start : start + BATCH] for start in range(0, len(plan.paths), BATCH))
    results: list[Written] = []
    done = 0
    for written in itertools.chain(
        site.workers.map(writer.stories, plan.blocks), site.workers.map(writer.documents, batches)
    ):
        results.append(written)
        site.publication.theme.report(*written.problems)
        done += len(written.paths) + len(written.missing)
        if progress:
            progress(done, len(plan.stories) + len(plan.paths))
    return Written(
        paths=[path for result in results for path in result.paths],
        missing=[path for result in results for path in result.missing],
        changed=sum(result.changed for result in results),
        held=tuple({held.place: held for result in results for held in result.held}.values()),
    )


def _redirect_files(folder: Path, redirects: Redirects) -> list[File]:
    """Return the files that configure redirects in web servers; none without redirects."""
    files = [
        File(str(folder / name), write(redirects)) for name, write in FILES.items() if redirects
    ]
    for file in files:
        existing = Path(file.path)
        if existing.exists() and not is_ours(existing.read_bytes()):
            raise PublishError(
                f"{file.path}: not written by feedsvc, which needs this file for the settings "
                "'moved' and 'gone'; move its lines into the settings and delete it"
            )
    return files


def _remove_redirect_files(folder: Path) -> int:
    """Remove the redirect files of an earlier build, but no files that feedsvc did not write."""
    places = [folder / name for name in FILES]
    ours = [place for place in places if place.is_file() and is_ours(place.read_bytes())]
    for place in ours:
        place.unlink()
    return len(ours)


@contextlib.contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place = error.filename or folder
        raise PublishError(f"{place}: cannot be written: {error.strerror}") from error
