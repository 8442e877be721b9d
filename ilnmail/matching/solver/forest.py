"""What the blossom algorithm knows while it runs: nodes, their prices, the alternating trees, and one clock.

A node is a person (0 to n - 1) or a blossom. Prices of nodes in trees move with the clock, those in even nodes (S, reachable
from a root by an even path) down and those in odd ones (T) up; they are written only when a node changes its label (lazy
duals, Galil 1986). All prices are four times those of the weights, so that halves and quarters never arise.
"""

from typing import NamedTuple

from ilnmail.matching.solver.assignment import Arcs
from ilnmail.matching.solver.heap import Heap, heap_push
from ilnmail.matching.solver.kernels import Ints, entry, kernel

S, T = 1, 2
NOBODY = -1
DROPPED = -2  # stands as parent of a blossom that is no more
CLOCK, POOL, FREE, STAMP, ENTRY, TREES = 0, 1, 2, 3, 4, 5
"""Places in `tally`: the time; the end of the pool; how many blossom ids are free; the newest mark; the first free entry
of the trees' lists; how many trees there are."""


class Forest(NamedTuple):
    """Arrays over nodes, unless they say otherwise."""

    n: int
    arcs: Arcs  # weights times four
    price: Ints  # of a person, when their node was last labelled
    mate: Ints  # of a person
    top: Ints  # of a person: the outermost node around them
    parent: Ints
    base: Ints  # the person by which a blossom is matched outwards
    excess: Ints  # a blossom's own price, z
    label: Ints
    since: Ints  # the clock when the label was given
    tail: Ints  # the edge that a label came by: from this person of the parent in the tree ...
    head: Ints  # ... to this one of the node
    root: Ints
    listed: Ints  # by root: the first entry of the list of the tree's nodes
    entry_node: Ints  # by entry
    entry_next: Ints
    first: Ints  # a blossom's children stand in the pool from here, the base first
    children: Ints  # how many; 0: no blossom
    ring: Ints  # the pool: children round the odd cycle
    ring_from: Ints  # the edge from this child to the next leaves here ...
    ring_to: Ints  # ... and arrives there
    spare: Ints  # room of the pool's size, three times
    spare_from: Ints
    spare_to: Ints
    mark: Ints
    free: Ints  # ids for new blossoms
    heap: Heap
    people: Ints  # room for the people of a node
    waiting: Ints  # room for people to be scanned
    stack: Ints
    stack_person: Ints
    tally: Ints


# Events: (time, u, v) the edge from u in an S node gets tight; (time, u, -1) the price of u gets zero;
# (time, -1, b) the excess of T blossom b gets zero.


@kernel
def price_now(f: Forest, person: int) -> int:
    node = f.top[person]
    if f.label[node] == 0:
        return f.price[person]
    passed = f.tally[CLOCK] - f.since[node]
    return f.price[person] - passed if f.label[node] == S else f.price[person] + passed


@entry
def people_of(f: Forest, node: int, found: Ints) -> int:
    """Everybody in a node, written to `found`. How many."""
    if node < f.n:
        found[0] = node
        return 1
    stack = f.stack
    ring = f.ring
    n = f.n
    size = 1
    stack[0] = node
    count = 0
    while size > 0:
        size -= 1
        inner = stack[size]
        if inner < n:
            found[count] = inner
            count += 1
            continue
        start = f.first[inner]
        for t in range(start + f.children[inner] - 1, start - 1, -1):
            stack[size] = ring[t]
            size += 1
    return count


@kernel
def write_prices(f: Forest, node: int) -> None:
    """What the clock has done to a labelled node."""
    passed = f.tally[CLOCK] - f.since[node]
    if passed != 0 and f.label[node] != 0:
        change = -passed if f.label[node] == S else passed
        for t in range(people_of(f, node, f.people)):
            f.price[f.people[t]] += change
        if node >= f.n:
            f.excess[node] -= 2 * change
    f.since[node] = f.tally[CLOCK]


@kernel
def still_matters(f: Forest, u: int, v: int) -> bool:
    """Can this event still happen?"""
    if u < 0:
        return f.parent[v] == NOBODY and f.children[v] > 0 and f.label[v] == T
    if f.label[f.top[u]] != S:
        return False
    return v < 0 or f.top[u] != f.top[v]


@kernel
def forget_events(f: Forest) -> None:
    """The heap is full: only what can still happen stays, under the same order."""
    heap = f.heap
    kept = 0
    size = heap.size[0]
    heap.size[0] = 0
    for t in range(size):
        if still_matters(f, heap.first[t], heap.second[t]):
            # Pushing goes to places before t, which have been read.
            heap_push(heap, heap.keys[t], heap.first[t], heap.second[t])
            kept += 1
    if kept > len(heap.keys) * 9 // 10:
        raise MemoryError


@kernel
def plan(f: Forest, time: int, u: int, v: int) -> None:
    if f.heap.size[0] >= len(f.heap.keys):
        forget_events(f)
    heap_push(f.heap, time, u, v)


@kernel
def scan(f: Forest, u: int) -> None:
    """When do the edges of a person in an S node get tight, and when is their price zero?"""
    node = f.top[u]
    mine = price_now(f, u)
    now = f.tally[CLOCK]
    plan(f, now + mine, u, NOBODY)
    to = f.arcs.to
    weight = f.arcs.weight
    top = f.top
    label = f.label
    price = f.price
    for e in range(f.arcs.start[u], f.arcs.start[u + 1]):
        v = to[e]
        other = top[v]
        if label[other] == 0:
            plan(f, now + mine + price[v] - weight[e], u, v)
        elif label[other] == S and other != node:
            # Both come down.
            plan(f, now + ((mine + price_now(f, v) - weight[e]) >> 1), u, v)


@kernel
def scan_from_trees(f: Forest, node: int) -> None:
    """The people of a node that has lost its label can be reached anew by S neighbours."""
    for t in range(people_of(f, node, f.people)):
        v = f.people[t]
        for e in range(f.arcs.start[v], f.arcs.start[v + 1]):
            u = f.arcs.to[e]
            if f.label[f.top[u]] == S:
                slack = price_now(f, u) + f.price[v] - f.arcs.weight[e]
                plan(f, f.tally[CLOCK] + slack, u, v)


@kernel
def scan_node(f: Forest, node: int) -> None:
    for t in range(people_of(f, node, f.waiting)):
        scan(f, f.waiting[t])


@kernel
def give_label(f: Forest, node: int, label: int, tail: int, head: int, root: int) -> None:
    """A node joins the tree of `root` by the edge tail - head."""
    f.label[node] = label
    f.since[node] = f.tally[CLOCK]
    f.tail[node] = tail
    f.head[node] = head
    f.root[node] = root
    entry = f.tally[ENTRY]
    if entry < 0:
        raise MemoryError
    f.tally[ENTRY] = f.entry_next[entry]
    f.entry_node[entry] = node
    f.entry_next[entry] = f.listed[root]
    f.listed[root] = entry
    if label == T and node >= f.n:
        plan(f, f.tally[CLOCK] + (f.excess[node] >> 1), NOBODY, node)
