"""How story files were when they were read, as rows of the catalog."""

from typing import Any

import msgspec
from sqlalchemy import Row

from feedsvc.catalog.model import Beside, FileState


def values_of(state: FileState) -> dict[str, Any]:
    """Return the columns of a file's state."""
    beside = msgspec.json.encode(state.beside).decode() if state.beside else None
    return {**msgspec.structs.asdict(state), "beside": beside}


def state_of(row: Row[Any]) -> FileState:
    """Return the state that a row of the files has."""
    return FileState(
        size=row.size, mtime_ns=row.mtime_ns, digest=row.digest, beside=beside_of(row.beside)
    )


def beside_of(text: str | None) -> tuple[Beside, ...]:
    """Return what a column says that lies beside a story."""
    return msgspec.json.decode(text, type=tuple[Beside, ...]) if text else ()
