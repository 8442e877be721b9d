"""The best matching of a graph: arrays laid out, the two moves, and the prices taken out again."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ilnmail.matching.solver import kernels
from ilnmail.matching.solver.assignment import FAR, Arcs, Cover, Search, assign
from ilnmail.matching.solver.forest import FREE, NOBODY, Forest
from ilnmail.matching.solver.grow import grow
from ilnmail.matching.solver.heap import Heap
from ilnmail.matching.solver.kernels import Ints
from ilnmail.matching.solver.prices import SCALE, Array, Prices

_PLACES = 12  # of the pool a person: far more than the children alive at once, so that gaps are seldom closed
_ENTRIES = 32  # of the trees' lists a node
_MOVES = (assign.__name__, grow.__name__)  # by which the kernels know the two moves


@dataclass(frozen=True)
class Graph:
    """Edges first < second, each once, of weight 0 or more. Who stays alone weighs 0."""

    count: int
    first: Array
    second: Array
    weight: Array

    def __post_init__(self) -> None:
        assert not len(self.weight) or int(self.weight.min()) >= 0


@dataclass(frozen=True)
class Start:
    """Where an earlier solve on fewer edges left the half-integral optimum."""

    column: Array
    price: Array


@dataclass(frozen=True, kw_only=True)
class Matching(Prices):
    """Who is with whom (-1: alone), and the proof: fair prices whose bound is reached."""

    mate: Array
    start: Start

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        return tuple((n, m) for n, m in enumerate(self.mate.tolist()) if m > n)


def best_matching(graph: Graph, start: Start | None = None, *, compiled: bool = False) -> Matching:
    """A matching of the largest weight. Ties go by the order of the edges, so that a run can be repeated."""
    code = kernels.compiled() if compiled else kernels.plain()
    lay: Any = _array if compiled else _list
    arcs = _arcs(graph)
    cover = _assigned(code, lay, graph.count, arcs, start)
    column, v = np.array(cover.column, np.int64), np.array(cover.v, np.int64)
    grown = _forest(lay, graph.count, arcs, np.array(cover.u, np.int64) + v)
    getattr(code, _MOVES[1])(grown, lay(column))
    return Matching(
        mate=np.array(grown.mate, np.int64),
        price=np.array(grown.price, np.int64),
        blossoms=_blossoms(code, grown, lay),
        start=Start(column, v),
    )


def _array(values: Array) -> Array:
    return values


def _list(values: Array) -> list[int]:
    listed: list[int] = values.tolist()
    return listed


def _full(lay: Any, size: int, value: int = 0) -> Ints:
    """All of one kind of number, so that nothing is compiled twice."""
    made: Ints = lay(np.full(size, value, np.int64))
    return made


def _arcs(graph: Graph) -> tuple[Array, Array, Array]:
    """Both directions of each edge, by person and neighbour: (starts, neighbours, weights)."""
    ends = np.concatenate((graph.first, graph.second))
    others = np.concatenate((graph.second, graph.first))
    order = np.argsort(ends * graph.count + others, kind="stable")
    weights = np.concatenate((graph.weight, graph.weight))[order]
    starts = np.searchsorted(ends[order], np.arange(graph.count + 1))
    return starts.astype(np.int64), others[order].astype(np.int64), weights.astype(np.int64)


def _assigned(code: Any, lay: Any, count: int, arcs: Any, start: Start | None) -> Cover:
    cover = Cover(
        column=lay(start.column.copy()) if start else _full(lay, count, NOBODY),
        row=_full(lay, count, NOBODY),
        u=_full(lay, count),
        v=lay(start.price.copy()) if start else _full(lay, count),
    )
    search = Search(
        distance=_full(lay, count, FAR),
        before=_full(lay, count),
        done=_full(lay, count),
        touched=_full(lay, count),
        heap=_heap(lay, len(arcs[1]) + 2 * count + 8),
    )
    getattr(code, _MOVES[0])(Arcs(*map(lay, arcs)), cover, search, _full(lay, count), int(start is not None))
    return cover


def _heap(lay: Any, size: int) -> Heap:
    return Heap(_full(lay, size), _full(lay, size), _full(lay, size), _full(lay, 1))


def _forest(lay: Any, count: int, arcs: Any, prices: Array) -> Forest:
    nodes, pool = count + count // 2 + 2, _PLACES * count + 64
    entries = _ENTRIES * nodes + 64
    tallies = np.zeros(8, np.int64)
    tallies[FREE] = nodes - count
    nothing = {name: _full(lay, nodes, NOBODY) for name in ("parent", "tail", "head", "root", "listed")}
    nodewise = {name: _full(lay, nodes) for name in ("excess", "label", "since", "first", "children", "mark")}
    rings = ("ring", "ring_from", "ring_to", "spare", "spare_from", "spare_to")
    starts, others, weights = arcs
    return Forest(
        n=count,
        arcs=Arcs(lay(starts), lay(others), lay(SCALE * weights)),
        price=lay(SCALE // 2 * prices),
        mate=_full(lay, count, NOBODY),
        top=lay(np.arange(count)),
        base=lay(np.arange(nodes)),
        entry_node=_full(lay, entries),
        entry_next=lay(np.append(np.arange(1, entries), NOBODY)),
        free=lay(np.arange(nodes - 1, count - 1, -1)),
        heap=_heap(lay, SCALE * len(others) + 8 * count + 64),
        people=_full(lay, count + 8),
        waiting=_full(lay, count + 8),
        stack=_full(lay, 2 * nodes),
        stack_person=_full(lay, 2 * nodes),
        tally=lay(tallies),
        **nothing,
        **nodewise,
        **{name: _full(lay, pool) for name in rings},
    )


def _blossoms(code: Any, grown: Forest, lay: Any) -> tuple[tuple[Array, int], ...]:
    """Those that are part of the proof."""
    found = []
    alive = np.flatnonzero((np.array(grown.children) > 0) & (np.array(grown.excess) != 0)).tolist()
    room = _full(lay, grown.n + 8)
    for b in alive:
        size = code.people_of(grown, b, room)
        found.append((np.sort(np.array(room[:size], np.int64)), int(grown.excess[b])))
    return tuple(found)
