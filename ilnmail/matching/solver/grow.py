"""All exposed nodes grow their trees at the same speed until nobody is left who could be paired better.

One clock and one heap for all trees: growing one tree at a time takes forty times as long at 50,000 people, since the last
few odd cycles lie far apart and each would walk through everybody.
"""

from ilnmail.matching.solver.blossoms import expand, odd_cycle, shrink, turn_to
from ilnmail.matching.solver.forest import (
    CLOCK,
    ENTRY,
    NOBODY,
    TREES,
    Forest,
    S,
    T,
    give_label,
    price_now,
    scan,
    scan_from_trees,
    scan_node,
    write_prices,
)
from ilnmail.matching.solver.heap import heap_pop
from ilnmail.matching.solver.kernels import Ints, entry, kernel


@kernel
def begin(f: Forest, column: Ints) -> None:
    """Pairs out of the cycles of the half-integral optimum; the odd ones become blossoms."""
    cycle = f.waiting
    for person in range(f.n):
        if f.mark[person] != 0:
            continue
        size = 0
        at = person
        while f.mark[at] == 0:
            f.mark[at] = 1
            cycle[size] = at
            size += 1
            at = column[at]
        odd = size & 1
        for t in range(odd, size, 2):
            f.mate[cycle[t]] = cycle[t + 1]
            f.mate[cycle[t + 1]] = cycle[t]
        if odd and size > 1:
            odd_cycle(f, cycle, size)
    for person in range(f.n):
        f.mark[person] = 0


@kernel
def plant(f: Forest) -> None:
    """Whoever is alone and could gain by a partner is the root of a tree."""
    for person in range(f.n):
        node = f.top[person]
        if f.mate[person] < 0 and f.base[node] == person and f.price[person] > 0:
            give_label(f, node, S, NOBODY, NOBODY, node)
            f.tally[TREES] += 1
    for person in range(f.n):
        if f.label[f.top[person]] == S:
            scan(f, person)


@kernel
def flip(f: Forest, u: int, v: int) -> None:
    """u, in an S node, is matched to v from now on; the change is passed on up to the root."""
    while True:
        node = f.top[u]
        tail = f.tail[node]
        turn_to(f, node, u)
        f.mate[u] = v
        if tail < 0:
            return
        above = f.top[tail]
        u = f.tail[above]
        v = f.head[above]
        turn_to(f, above, v)
        f.mate[v] = u


@kernel
def dismantle(f: Forest, root: int) -> None:
    """A tree is done: its prices are written, its labels gone, and the other trees see its people again."""
    first = f.listed[root]
    f.listed[root] = NOBODY
    f.tally[TREES] -= 1
    last = first
    entry = first
    while entry >= 0:
        node = f.entry_node[entry]
        if f.parent[node] == NOBODY and f.label[node] != 0 and f.root[node] == root:
            write_prices(f, node)
            f.label[node] = 0
        else:
            f.entry_node[entry] = NOBODY
        last = entry
        entry = f.entry_next[entry]
    entry = first
    while entry >= 0:
        if f.entry_node[entry] >= 0:
            scan_from_trees(f, f.entry_node[entry])
        entry = f.entry_next[entry]
    f.entry_next[last] = f.tally[ENTRY]
    f.tally[ENTRY] = first


@kernel
def stay_alone(f: Forest, u: int, time: int) -> None:
    """The price of u is zero: u loses nothing by being alone, and the root of the tree is matched instead."""
    node = f.top[u]
    if f.price[u] - (time - f.since[node]) != 0:
        return
    f.tally[CLOCK] = time
    tail = f.tail[node]
    root = f.root[node]
    turn_to(f, node, u)
    f.mate[u] = NOBODY
    if tail >= 0:
        above = f.top[tail]
        here = f.tail[above]
        there = f.head[above]
        turn_to(f, above, there)
        f.mate[there] = here
        flip(f, here, there)
    dismantle(f, root)


@kernel
def weight_of(f: Forest, u: int, v: int) -> int:
    """By bisection: neighbours stand in ascending order."""
    low = f.arcs.start[u]
    high = f.arcs.start[u + 1]
    while low < high:
        middle = (low + high) >> 1
        if f.arcs.to[middle] < v:
            low = middle + 1
        else:
            high = middle
    return f.arcs.weight[low]


@kernel
def reach_out(f: Forest, u: int, v: int) -> None:
    """The tight edge u - v leads out of all trees: to somebody alone, or to a pair that joins the tree."""
    node = f.top[v]
    root = f.root[f.top[u]]
    if f.mate[f.base[node]] < 0:
        turn_to(f, node, v)
        f.mate[v] = u
        flip(f, u, v)
        dismantle(f, root)
        return
    base = f.base[node]
    beyond = f.mate[base]
    even = f.top[beyond]
    give_label(f, node, T, u, v, root)
    give_label(f, even, S, base, beyond, root)
    scan_node(f, even)


@kernel
def edge_tight(f: Forest, u: int, v: int, time: int) -> None:
    """What the edge from u in an S node leads to, if it is tight by now."""
    node = f.top[u]
    other = f.top[v]
    if node == other or f.label[other] == T:
        return
    before = f.tally[CLOCK]
    f.tally[CLOCK] = time
    if price_now(f, u) + price_now(f, v) != weight_of(f, u, v):
        f.tally[CLOCK] = before
        return
    if f.label[other] != S:
        reach_out(f, u, v)
        return
    root = f.root[node]
    far_root = f.root[other]
    if root == far_root:
        shrink(f, node, other, u, v)
        return
    flip(f, u, v)
    flip(f, v, u)
    dismantle(f, root)
    dismantle(f, far_root)


@kernel
def step(f: Forest) -> None:
    """The next event, if it still means anything."""
    time, u, v = heap_pop(f.heap)
    if u < 0:
        spent = f.parent[v] == NOBODY and f.children[v] > 0 and f.label[v] == T
        if spent and f.excess[v] == 2 * (time - f.since[v]):
            f.tally[CLOCK] = time
            expand(f, v)
    elif f.label[f.top[u]] == S:
        if v < 0:
            stay_alone(f, u, time)
        else:
            edge_tight(f, u, v, time)


@entry
def grow(f: Forest, column: Ints) -> None:
    """From the half-integral optimum to the best matching."""
    begin(f, column)
    plant(f)
    while f.tally[TREES] > 0:
        step(f)
