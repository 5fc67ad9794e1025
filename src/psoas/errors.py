"""What a person can act on: what went wrong, where, and what to do.

The core raises only ``ValueError`` kinds for impossible input. The shell raises
these, named for what the caller does next. ``cli`` turns them into exit codes and
``web`` into HTTP statuses; nothing else does.
"""

from __future__ import annotations


class PsoasError(Exception):
    """Something a person can mend.

    Parameters
    ----------
    what
        What went wrong, in one sentence.
    where
        The file, field or page it concerns.
    fix
        What to do about it.
    """

    def __init__(self, what: str, *, where: str, fix: str) -> None:
        super().__init__(what, where, fix)
        self.what = what
        self.where = where
        self.fix = fix

    def __str__(self) -> str:
        """Return the three parts as one line."""
        return f"{self.where}: {self.what}. {self.fix}"


class UnreadableFile(PsoasError):
    """A file that cannot be read as what it should be: get another copy of it."""


class InvalidAnswer(PsoasError):
    """An answer that cannot be true or is not understood: ask again."""


class LibraryError(PsoasError):
    """An entry of the shelf that breaks its own rules: mend the entry."""


class NotMeasurable(PsoasError):
    """A recording that is sound and shows too little: record it as the fix says."""


class NotFound(PsoasError):
    """A thing that was named and is not there: name another."""


class Conflict(PsoasError):
    """A request that contradicts what is already kept: decide which holds."""


class NotNow(PsoasError):
    """A request that may succeed later: try again."""


class MissingProgram(PsoasError):
    """A program outside Python that this step needs: install it."""


class NotAnActivity(PsoasError):
    """A file that holds no activity: there is nothing to do, and nothing is wrong."""
