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
def heap_put(heap: Heap, at: int, key: int, first: int, second: int) -> None:
    heap.keys[at] = key
    heap.first[at] = first
    heap.second[at] = second


@kernel
def heap_push(heap: Heap, key: int, first: int, second: int) -> None:
    at = heap.size[0]
    heap.size[0] = at + 1
    while at > 0:
        above = (at - 1) >> 1
        if heap.keys[above] <= key:
            break
        heap_put(heap, at, heap.keys[above], heap.first[above], heap.second[above])
        at = above
    heap_put(heap, at, key, first, second)


@kernel
def heap_sink(heap: Heap, at: int, key: int, first: int, second: int) -> None:
    """Put an entry at a free place or below it."""
    size = heap.size[0]
    below = 2 * at + 1
    while below < size:
        if below + 1 < size and heap.keys[below + 1] < heap.keys[below]:
            below += 1
        if heap.keys[below] >= key:
            break
        heap_put(heap, at, heap.keys[below], heap.first[below], heap.second[below])
        at = below
        below = 2 * at + 1
    heap_put(heap, at, key, first, second)


@kernel
def heap_pop(heap: Heap) -> tuple[int, int, int]:
    key = heap.keys[0]
    first = heap.first[0]
    second = heap.second[0]
    last = heap.size[0] - 1
    heap.size[0] = last
    if last > 0:
        heap_sink(heap, 0, heap.keys[last], heap.first[last], heap.second[last])
    return key, first, second
