"""Files of watches and apps in, recordings out; one reader per format.

A file is known by what it holds. Whatever is odd becomes a note on the recording,
whatever cannot be read an error that says what to do. Positions give distance and are
then forgotten.
"""

from psoas.intake.read import read_recording
from psoas.intake.sniff import sniff
from psoas.intake.unpack import unpack

__all__ = ["read_recording", "sniff", "unpack"]
