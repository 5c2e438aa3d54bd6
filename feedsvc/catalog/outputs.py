"""What was built into which folder, so that the next build makes only what changed."""

from sqlalchemy import Connection, delete, insert, select

from feedsvc.catalog.model import Built, Output
from feedsvc.catalog.schema import output_paths, outputs
from feedsvc.catalog.store import chunks
from feedsvc.catalog.times import micros, moment

_LAST = "\U0010ffff"
"""The character behind all others."""


def output(connection: Connection, folder: str) -> Output | None:
    """Return the last build into a folder, or None where there was none."""
    row = connection.execute(select(outputs).where(outputs.c.folder == folder)).first()
    if row is None:
        return None
    return Output(
        folder=row.folder, settings=row.settings, generation=row.generation, at=moment(row.at)
    )


def paths_in(connection: Connection, folder: str, below: str) -> frozenset[str]:
    """Return the paths, with one beginning, whose documents were written into a folder."""
    path = output_paths.c.path
    query = select(path).where(output_paths.c.folder == folder, path >= below, path < below + _LAST)
    return frozenset(connection.scalars(query))


def held_in(connection: Connection, folder: str) -> frozenset[str]:
    """Return the paths whose documents the gate held back from a folder."""
    query = select(output_paths.c.path).where(output_paths.c.folder == folder, output_paths.c.held)
    return frozenset(connection.scalars(query))


def keep(connection: Connection, build: Output, built: Built) -> None:
    """Remember a build and what it did."""
    of_folder = output_paths.c.folder == build.folder
    for chunk in chunks({*built.made, *built.held, *built.gone}):
        connection.execute(delete(output_paths).where(of_folder, output_paths.c.path.in_(chunk)))
    rows = [
        {"folder": build.folder, "path": path, "held": path in built.held}
        for path in {*built.made, *built.held}
    ]
    if rows:
        connection.execute(insert(output_paths), rows)
    connection.execute(delete(outputs).where(outputs.c.folder == build.folder))
    connection.execute(
        insert(outputs).values(
            folder=build.folder,
            settings=build.settings,
            generation=build.generation,
            at=micros(build.at),
        )
    )
