"""A binary heap of (key, first, second), smallest key first; equal keys come out in an order that depends on nothing else."""

from typing import NamedTuple

from ilnmail.matching.solver.kernels import Ints, kernel


class Heap(NamedTuple):
    """Room for as many entries as `keys` is long; `size[0]` are in it."""

    keys: Ints
    first: Ints
    second: Ints
    size: Ints


@kernel
def heap_push(heap: Heap, key: int, first: int, second: int) -> None:
    keys = heap.keys
    firsts = heap.first
    seconds = heap.second
    at = heap.size[0]
    heap.size[0] = at + 1
    while at > 0:
        above = (at - 1) >> 1
        if keys[above] <= key:
            break
        keys[at] = keys[above]
        firsts[at] = firsts[above]
        seconds[at] = seconds[above]
        at = above
    keys[at] = key
    firsts[at] = first
    seconds[at] = second


@kernel
def heap_sink(heap: Heap, key: int, first: int, second: int) -> None:
    """Put an entry at the top, which is free, or below it."""
    keys = heap.keys
    firsts = heap.first
    seconds = heap.second
    size = heap.size[0]
    at = 0
    below = 1
    while below < size:
        if below + 1 < size and keys[below + 1] < keys[below]:
            below += 1
        if keys[below] >= key:
            break
        keys[at] = keys[below]
        firsts[at] = firsts[below]
        seconds[at] = seconds[below]
        at = below
        below = 2 * at + 1
    keys[at] = key
    firsts[at] = first
    seconds[at] = second


@kernel
def heap_pop(heap: Heap) -> tuple[int, int, int]:
    key = heap.keys[0]
    first = heap.first[0]
    second = heap.second[0]
    last = heap.size[0] - 1
    heap.size[0] = last
    if last > 0:
        heap_sink(heap, heap.keys[last], heap.first[last], heap.second[last])
    return key, first, second
