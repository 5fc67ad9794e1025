"""One neural network on one thread, by LiteRT."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from psoas.errors import MissingProgram
from psoas.pose.graph import without_unused

Tensor = Annotated[NDArray[np.float32], "a batch of one; what it holds its model says"]
Network = Callable[[Tensor], Sequence[Tensor]]

_ALONE = threading.Lock()


def network(model: bytes, *, outputs: Sequence[int]) -> Network:
    """Return a function from a picture to a model's results.

    Parameters
    ----------
    model
        A ``.tflite`` file with one input.
    outputs
        Which of its results to compute, by their place.

    Raises
    ------
    MissingProgram
        Where LiteRT is not installed: it has no wheel for every machine.

    Notes
    -----
    A network serves one thread at a time; while it computes, other threads run.
    """
    try:
        from ai_edge_litert.interpreter import Interpreter
    except ImportError as error:
        raise MissingProgram(
            "LiteRT, which runs the pose model, is not installed",
            where="ai-edge-litert",
            fix="Install it (pip install ai-edge-litert), or measure key points, as here.",
        ) from error
    with _hushed():
        interpreter = Interpreter(model_content=without_unused(model, outputs), num_threads=1)
        interpreter.allocate_tensors()
    came_in = interpreter.get_input_details()[0]["index"]
    goes_out = [each["index"] for each in interpreter.get_output_details()]

    def run(tensor: Tensor) -> Sequence[Tensor]:
        interpreter.set_tensor(came_in, tensor)
        interpreter.invoke()
        return [interpreter.get_tensor(each) for each in goes_out]

    return run


@contextmanager
def _hushed() -> Iterator[None]:
    """LiteRT greets once on stderr, past Python and without a switch."""
    with _ALONE:
        sys.stderr.flush()
        kept = os.dup(2)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 2)
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)
