"""Which messages of a FIT file belong to which activity: files in a row, sessions in a file."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from psoas.intake.fit_columns import Flags, Messages
from psoas.intake.fit_profile import SPORT_MULTISPORT

#: Kinds of which each message belongs to one session, by its time.
BY_TIME = ("record", "event", "lap")


def activities(messages: Messages) -> Iterator[Messages]:
    """Yield the messages of each activity.

    Notes
    -----
    1. Files in a row are apart; one without records and sessions is left out unless all are.
    2. Within one, each session is an activity: from its start to the next one's. A session
       that sums a multisport activity up is none where others are there.
    """
    parts = [messages]
    if len(messages.parts) > 1:
        parts = [_part(messages, *ends) for ends in messages.parts]
    with_samples = [part for part in parts if part.count("record") or part.count("session")]
    for part in with_samples or parts[:1]:
        yield from _sessions(part)


def _part(messages: Messages, from_byte: int, to_byte: int) -> Messages:
    starts = {kind: messages.starts(kind) for kind in messages.kinds()}
    return messages.where(
        {kind: (own >= from_byte) & (own < to_byte) for kind, own in starts.items()}
    )


def _sessions(messages: Messages) -> Iterator[Messages]:
    start_s = messages.numbers("session", "start_time")
    legs = ~np.isnan(start_s)
    single = legs & (messages.numbers("session", "sport") != SPORT_MULTISPORT)
    if single.any():
        legs = single
    begins = np.unique(start_s[legs])
    if len(begins) < 2:
        yield messages
        return
    edges = [-np.inf, *begins[1:].tolist(), np.inf]
    for nth, begin in enumerate(begins.tolist()):
        kept: dict[str, Flags] = {"session": legs & (start_s == begin)}
        for kind in BY_TIME:
            at_s = messages.numbers(kind, "timestamp")
            kept[kind] = (at_s >= edges[nth]) & (at_s < edges[nth + 1])
        yield messages.where(kept)
