"""The command line: thin, one file per family of commands; each imports what it needs.

Results go to stdout, as words or with ``--json``; progress and errors go to stderr.
Exit codes: 0 fine, 1 a failure that can be mended, 2 wrong usage.
"""

from psoas.cli.main import main

__all__ = ["main"]
