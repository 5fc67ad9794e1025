"""What is kept: one logbook is one runner, in one SQLite file.

Originals are kept byte for byte under their own hash; everything derived from them
carries its method and version and can be made again. ``open_logbook`` brings the file
to the newest schema; each write is one transaction, so a crash leaves nothing half done.
"""

from psoas.store.logbook import Logbook, open_logbook

__all__ = ["Logbook", "open_logbook"]
