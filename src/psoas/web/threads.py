"""Handlers that may block: each runs in a thread, so that an import holds nobody up."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar

from anyio import to_thread

P = ParamSpec("P")
T = TypeVar("T")


def threaded(handler: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Return *handler* as one that Litestar awaits while it runs in a thread.

    Litestar's own ``sync_to_thread=True`` wraps a handler twice where its path has a
    second method (2.25: ``on_registration`` runs again), and then answers with 500.
    """

    @wraps(handler)
    async def awaited(*args: P.args, **kwargs: P.kwargs) -> T:
        return await to_thread.run_sync(partial(handler, *args, **kwargs))

    return awaited
