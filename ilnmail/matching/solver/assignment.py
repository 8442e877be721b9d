"""The half-integral optimum: everybody is once a row and once a column, and each row takes one column.

An assignment of the doubled graph (Ball & Derigs 1983 start a matching from it), with a loop of weight 0 for whoever stays
alone. Its cycles of even length split into pairs at no loss; only the odd ones remain for the blossoms, two in a hundred people.
Solved by augmenting row reduction and shortest augmenting paths (Jonker & Volgenant 1987), here over sparse arcs.
"""

from typing import NamedTuple

from ilnmail.matching.solver.heap import Heap, heap_pop, heap_push
from ilnmail.matching.solver.kernels import Ints, entry, kernel

FAR = 1 << 62
_ROUNDS = 6  # of row reduction: what is left then is better found by paths
_MOST_STEPS = 20  # of row reduction a person, so that a price war ends


class Arcs(NamedTuple):
    """The neighbours of i, in ascending order, stand at `start[i]` to `start[i + 1]`."""

    start: Ints
    to: Ints
    weight: Ints


class Cover(NamedTuple):
    """`column[i]` is what row i takes, `row[j]` who takes column j (-1: nobody); u and v are their prices."""

    column: Ints
    row: Ints
    u: Ints
    v: Ints


class Search(NamedTuple):
    """Room for one search of a shortest path."""

    distance: Ints
    before: Ints
    done: Ints
    touched: Ints
    heap: Heap


@kernel
def best_two(arcs: Arcs, v: Ints, i: int) -> tuple[int, int, int, int]:
    """The dearest column of row i after its price, and the second: (gain, column, gain, column or -1)."""
    best = -v[i]
    first = i
    second_best = -FAR
    second = -1
    to = arcs.to
    weight = arcs.weight
    for e in range(arcs.start[i], arcs.start[i + 1]):
        gain = weight[e] - v[to[e]]
        if gain > best:
            second_best = best
            second = first
            best = gain
            first = to[e]
        elif gain > second_best:
            second_best = gain
            second = to[e]
    if second < 0:
        second_best = best
    return best, first, second_best, second


@kernel
def first_prices(arcs: Arcs, cover: Cover, todo: Ints) -> int:
    """Half of each one's best weight. Every row is still to be served."""
    n = len(cover.v)
    for i in range(n):
        best = 0
        for e in range(arcs.start[i], arcs.start[i + 1]):
            best = max(best, arcs.weight[e])
        cover.v[i] = (best + 1) // 2
        todo[i] = i
    return n


@kernel
def keep_tight(arcs: Arcs, cover: Cover, todo: Ints) -> int:
    """From an earlier solution on fewer arcs: rows whose column is still their dearest keep it. How many do not."""
    count = 0
    for i in range(len(cover.v)):
        best, _, _, _ = best_two(arcs, cover.v, i)
        kept = cover.column[i]
        gain = -cover.v[i] if kept == i else -FAR
        for e in range(arcs.start[i], arcs.start[i + 1]):
            if arcs.to[e] == kept:
                gain = arcs.weight[e] - cover.v[kept]
        if kept >= 0 and gain == best:
            cover.row[kept] = i
        else:
            cover.column[i] = -1
            todo[count] = i
            count += 1
    return count


@kernel
def reduce_rows(arcs: Arcs, cover: Cover, todo: Ints, count: int) -> int:
    """Each row takes its dearest column and lowers what the column is worth to others. How many rows are without one."""
    n = len(cover.v)
    left = 0
    at = 0
    steps = 0
    while at < count:
        i = todo[at]
        at += 1
        best, column, second_best, second = best_two(arcs, cover.v, i)
        taken_from = cover.row[column]
        if best > second_best:
            cover.v[column] += best - second_best
        elif taken_from >= 0 and second >= 0:
            column = second
            taken_from = cover.row[column]
        cover.column[i] = column
        cover.row[column] = i
        if taken_from >= 0:
            cover.column[taken_from] = -1
            steps += 1
            if best > second_best and steps < _MOST_STEPS * n:
                at -= 1
                todo[at] = taken_from
            else:
                todo[left] = taken_from
                left += 1
    return left


@kernel
def row_prices(arcs: Arcs, cover: Cover) -> None:
    for i in range(len(cover.u)):
        best, _, _, _ = best_two(arcs, cover.v, i)
        cover.u[i] = best


@kernel
def reach(arcs: Arcs, cover: Cover, search: Search, i: int, base: int, touched: int) -> int:
    """Look along the arcs of row i, whose distance is `base`; and along its loop."""
    to = arcs.to
    weight = arcs.weight
    v = cover.v
    distance = search.distance
    first = arcs.start[i]
    along = base + cover.u[i]
    for e in range(first - 1, arcs.start[i + 1]):
        loop = e < first
        j = i if loop else to[e]
        far = along + v[j] - (0 if loop else weight[e])
        if far < distance[j] and search.done[j] == 0:
            if distance[j] == FAR:
                search.touched[touched] = j
                touched += 1
            distance[j] = far
            search.before[j] = i
            heap_push(search.heap, far, j, 0)
    return touched


@kernel
def nearest(search: Search) -> tuple[int, int]:
    """The nearest column that is not done: (distance, column)."""
    far, j, _ = heap_pop(search.heap)
    while search.done[j] != 0 or far != search.distance[j]:
        far, j, _ = heap_pop(search.heap)
    return far, j


@kernel
def settle_prices(cover: Cover, search: Search, source: int, base: int, touched: int) -> None:
    """Prices along the tree of the search, so that its path is tight; and the search is forgotten."""
    for t in range(touched):
        j = search.touched[t]
        if search.done[j] != 0 and search.distance[j] < base:
            gap = base - search.distance[j]
            cover.v[j] += gap
            if cover.row[j] >= 0:
                cover.u[cover.row[j]] -= gap
        search.distance[j] = FAR
        search.done[j] = 0
    cover.u[source] -= base


@kernel
def augment(arcs: Arcs, cover: Cover, search: Search, source: int) -> None:
    """The shortest path from a row without a column to a column without a row; all on it change (Dijkstra's search)."""
    search.heap.size[0] = 0
    base = 0
    i = source
    touched = 0
    while True:
        touched = reach(arcs, cover, search, i, base, touched)
        base, j = nearest(search)
        search.done[j] = 1
        if cover.row[j] < 0:
            break
        i = cover.row[j]
    settle_prices(cover, search, source, base, touched)
    while True:
        i = search.before[j]
        following = cover.column[i]
        cover.column[i] = j
        cover.row[j] = i
        j = following
        if i == source:
            break


@entry
def assign(arcs: Arcs, cover: Cover, search: Search, todo: Ints, warm: int) -> None:
    """The best cover; `warm` says that `cover` holds an earlier one."""
    count = keep_tight(arcs, cover, todo) if warm else first_prices(arcs, cover, todo)
    for _ in range(_ROUNDS):
        count = reduce_rows(arcs, cover, todo, count)
    row_prices(arcs, cover)
    for i in range(len(cover.u)):
        if cover.column[i] < 0:
            augment(arcs, cover, search, i)
