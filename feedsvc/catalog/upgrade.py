"""A catalog of an earlier version, brought to this one: no id, date or slug changes."""

from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from feedsvc.catalog import schema
from feedsvc.catalog.schema import entries, shown, site
from feedsvc.catalog.times import micros


def upgrade(connection: Connection) -> None:
    """Bring the tables from version 1 to 2: archives, versions, and what readers have seen.

    The next sync gives all entries their numbers. Version 1 did not write down what feeds
    showed: what was public counts as seen.
    """
    connection.exec_driver_sql("ALTER TABLE site ADD COLUMN settled BIGINT")
    connection.exec_driver_sql("ALTER TABLE files ADD COLUMN beside TEXT")
    schema.metadata.create_all(connection)
    schema.entries_by_leaving.create(connection)
    seen = select(entries.c.key).where(entries.c.first_public <= micros(datetime.now(UTC)))
    connection.execute(insert(shown).from_select(["entry"], seen))
    connection.execute(update(site).values(version=schema.VERSION))
