"""A model without the parts that nobody asks for: two lists of its file are written shorter.

A ``.tflite`` file is a tree of tables whose places are written as distances. The operators of a
graph are one list, its results another; what does not lead to a wanted result is left off both,
in place, and nothing else of the file changes. BlazePose's outline of the body, a third of the
smaller model's time, is so never computed; what is left gives the same bits as before.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

# Places in the tables of TensorFlow Lite's schema.
_SUBGRAPHS, _OUTPUTS, _OPERATORS = 2, 2, 3
_INPUTS_OF, _OUTPUTS_OF = 1, 2


def without_unused(model: bytes, outputs: Sequence[int]) -> bytes:
    """Return a model that computes some of its results only.

    Parameters
    ----------
    model
        A ``.tflite`` file of one graph.
    outputs
        Which of its results to keep, by their place, in the order they will have.

    Raises
    ------
    ValueError
        Where it holds more than one graph.
    """
    found = bytearray(model)
    graphs = _list_at(found, _followed(found, 0), _SUBGRAPHS)
    if len(graphs) != 1:
        raise ValueError(f"a model of one graph is needed, got {len(graphs)}")
    graph = _followed(found, graphs[0])
    results = _numbers(found, graph, _OUTPUTS)
    wanted = {results[each] for each in outputs}
    kept = []
    slots = _list_at(found, graph, _OPERATORS)
    for operator in reversed([_followed(found, slot) for slot in slots]):
        if not wanted.isdisjoint(_numbers(found, operator, _OUTPUTS_OF)):
            kept.append(operator)
            wanted.update(_numbers(found, operator, _INPUTS_OF))
    for slot, operator in zip(slots, reversed(kept), strict=False):
        struct.pack_into("<I", found, slot, operator - slot)
    struct.pack_into("<I", found, slots[0] - 4, len(kept))
    place = _list_at(found, graph, _OUTPUTS)[0]
    numbers = [results[each] for each in outputs]
    struct.pack_into(f"<I{len(numbers)}i", found, place - 4, len(numbers), *numbers)
    return bytes(found)


def _followed(model: bytearray, at: int) -> int:
    """Where the distance that is written at a place leads."""
    return at + int(struct.unpack_from("<I", model, at)[0])


def _list_at(model: bytearray, table: int, number: int) -> list[int]:
    """Places of the entries of a table's list; none where it has no such list."""
    named = table - struct.unpack_from("<i", model, table)[0]
    n_bytes, far = struct.unpack_from("<H", model, named)[0], 4 + 2 * number
    distance = struct.unpack_from("<H", model, named + far)[0] if far < n_bytes else 0
    if not distance:
        return []
    start = _followed(model, table + distance)
    return [start + 4 + 4 * at for at in range(struct.unpack_from("<I", model, start)[0])]


def _numbers(model: bytearray, table: int, number: int) -> list[int]:
    return [
        int(struct.unpack_from("<i", model, place)[0]) for place in _list_at(model, table, number)
    ]
