"""All tables at once: out, in, and away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, TableClause, column, insert, select
from sqlalchemy import table as plain_table
from sqlalchemy.exc import IntegrityError, InterfaceError, ProgrammingError

from psoas.store.logbook import HEAD, Logbook
from psoas.store.tables import metadata

__all__ = ["HEAD", "delete_all", "dump", "is_empty", "load", "table_names"]


def table_names() -> tuple[str, ...]:
    """Return the tables, those that others point to first."""
    return tuple(table.name for table in metadata.sorted_tables)


def _plain(table: str) -> TableClause:
    """Return the table without our column types: its values as they lie in the file."""
    return plain_table(table, *(column(each.name) for each in metadata.tables[table].columns))


def dump(connection: Connection, table: str) -> Iterator[dict[str, Any]]:
    """Return the rows of a table as they lie in the file."""
    raw = _plain(table)
    keys = [raw.c[each.name] for each in metadata.tables[table].primary_key]
    query = select(raw).order_by(*keys).execution_options(yield_per=100)
    for row in connection.execute(query).mappings():
        yield dict(row)


def _since_the_first(table: str) -> set[str]:
    """Return the columns that older exports lack; each has a default."""
    columns = metadata.tables[table].columns
    return {each.name for each in columns if each.nullable or each.server_default is not None}


def load(
    connection: Connection, table: str, rows: Iterable[dict[str, Any]], *, schema: str = HEAD
) -> int:
    """Insert rows that ``dump`` gave; return how many.

    Parameters
    ----------
    connection, table, rows
        The rows of a table.
    schema
        That of the psoas that wrote them; what an older one did not have gets its default.

    Raises
    ------
    ValueError
        Where a row does not fit the table.
    """
    into = _plain(table)
    names = set(into.c.keys())
    needed = names if schema == HEAD else names - _since_the_first(table)
    n = 0
    for row in rows:
        if not needed <= set(row) <= names:
            raise ValueError(f"{table}: expected {sorted(names)}, found {sorted(row)}")
        try:
            connection.execute(insert(into).values(**row))
        except (IntegrityError, InterfaceError, ProgrammingError, OverflowError) as error:
            raise ValueError(f"{table}: a row does not fit ({error})") from error
        n += 1
    return n


def is_empty(connection: Connection) -> bool:
    """Return whether no table holds a row."""
    return not any(
        connection.execute(select(table).limit(1)).first() for table in metadata.sorted_tables
    )


def delete_all(logbook: Logbook) -> None:
    """Delete every row and give the pages back, overwritten."""
    with logbook.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    logbook.shrink()
