"""Odd cycles: made a node, opened again, and turned until another of its people is the base."""

from ilnmail.matching.solver.forest import (
    DROPPED,
    FREE,
    NOBODY,
    POOL,
    STAMP,
    Forest,
    S,
    T,
    give_label,
    people_of,
    scan,
    scan_from_trees,
    scan_node,
    write_prices,
)
from ilnmail.matching.solver.kernels import Ints, kernel


@kernel
def move_ring(f: Forest, place: int, node: int, start: int, stop: int) -> None:
    """Children from the spare room back to the pool."""
    for t in range(stop - start):
        f.ring[place + t] = f.spare[start + t]
        f.ring_from[place + t] = f.spare_from[start + t]
        f.ring_to[place + t] = f.spare_to[start + t]


@kernel
def spare_ring(f: Forest, place: int, at: int) -> None:
    """One child from the pool to the spare room."""
    f.spare[place] = f.ring[at]
    f.spare_from[place] = f.ring_from[at]
    f.spare_to[place] = f.ring_to[at]


@kernel
def make_room(f: Forest, size: int) -> None:
    """Room for so many children at the end of the pool; gaps are closed when it is full."""
    if f.tally[POOL] + size <= len(f.ring):
        return
    end = 0
    for b in range(f.n, len(f.parent)):
        start = f.first[b]
        if f.children[b] > 0:
            f.first[b] = end
        for t in range(f.children[b]):
            spare_ring(f, end, start + t)
            end += 1
    move_ring(f, 0, 0, 0, end)
    f.tally[POOL] = end
    if end + size > len(f.ring):
        raise MemoryError


@kernel
def new_blossom(f: Forest, size: int) -> int:
    """An id and a place in the pool; the children are written by the caller."""
    make_room(f, size)
    f.tally[FREE] -= 1
    b = f.free[f.tally[FREE]]
    f.first[b] = f.tally[POOL]
    f.children[b] = size
    f.tally[POOL] += size
    f.parent[b] = NOBODY
    f.excess[b] = 0
    f.label[b] = 0
    return b


@kernel
def drop_blossom(f: Forest, b: int) -> None:
    f.children[b] = 0
    f.free[f.tally[FREE]] = b
    f.tally[FREE] += 1
    f.label[b] = 0
    f.parent[b] = DROPPED


@kernel
def parent_in_tree(f: Forest, node: int) -> int:
    return NOBODY if f.tail[node] < 0 else f.top[f.tail[node]]


@kernel
def meeting(f: Forest, one: int, other: int) -> int:
    """The first S node that the ways from two S nodes to their common root share; both are walked in turn."""
    f.tally[STAMP] += 1
    stamp = f.tally[STAMP]
    while True:
        if one >= 0:
            if f.mark[one] == stamp:
                return one
            f.mark[one] = stamp
            one = parent_in_tree(f, one)
            if one >= 0:
                one = parent_in_tree(f, one)
        if other >= 0:
            one, other = other, one


@kernel
def steps_up(f: Forest, node: int, above: int) -> int:
    count = 0
    while node != above:
        count += 1
        node = parent_in_tree(f, node)
    return count


@kernel
def write_cycle(f: Forest, b: int, left: int, right: int, u: int, v: int, left_steps: int) -> None:
    """From the meeting down to `left`, over the edge u - v to `right`, and up again."""
    start = f.first[b]
    meet = f.ring[start]
    at = start + left_steps
    node = left
    while node != meet:
        f.ring[at] = node
        f.ring_from[at - 1] = f.tail[node]
        f.ring_to[at - 1] = f.head[node]
        at -= 1
        node = parent_in_tree(f, node)
    at = start + left_steps
    f.ring_from[at] = u
    f.ring_to[at] = v
    node = right
    while node != meet:
        at += 1
        f.ring[at] = node
        f.ring_from[at] = f.head[node]
        f.ring_to[at] = f.tail[node]
        node = parent_in_tree(f, node)


@kernel
def shrink(f: Forest, left: int, right: int, u: int, v: int) -> None:
    """The tight edge u - v closes an odd cycle within one tree: it becomes one S node, and its T people are scanned."""
    meet = meeting(f, left, right)
    steps = steps_up(f, left, meet)
    size = 1 + steps + steps_up(f, right, meet)
    b = new_blossom(f, size)
    start = f.first[b]
    f.ring[start] = meet
    write_cycle(f, b, left, right, u, v, steps)
    f.base[b] = f.base[meet]
    root = f.root[meet]
    late = 0
    for t in range(start, start + size):
        child = f.ring[t]
        odd = f.label[child] == T
        write_prices(f, child)
        f.label[child] = 0
        f.parent[child] = b
        for k in range(people_of(f, child, f.people)):
            f.top[f.people[k]] = b
            if odd:
                f.waiting[late] = f.people[k]
                late += 1
    give_label(f, b, S, f.tail[meet], f.head[meet], root)
    for t in range(late):
        scan(f, f.waiting[t])


@kernel
def child_with(f: Forest, person: int, b: int) -> int:
    node = person
    while f.parent[node] != b:
        node = f.parent[node]
    return node


@kernel
def place_in_ring(f: Forest, b: int, child: int) -> int:
    at = 0
    while f.ring[f.first[b] + at] != child:
        at += 1
    return at


@kernel
def turn(f: Forest, b: int, places: int) -> None:
    """The child so many places on becomes the first."""
    start = f.first[b]
    size = f.children[b]
    for t in range(size):
        spare_ring(f, t, start + (t + places) % size)
    move_ring(f, start, b, 0, size)


@kernel
def push_turn(f: Forest, node: int, person: int, size: int) -> int:
    """Remember that a node is still to be turned; a person needs no turning."""
    if node < f.n:
        return size
    f.stack[size] = node
    f.stack_person[size] = person
    return size + 1


@kernel
def turn_to(f: Forest, node: int, person: int) -> None:
    """Make a person the base of their node: the even side of each cycle is matched the other way round."""
    size = push_turn(f, node, person, 0)
    while size > 0:
        size -= 1
        b = f.stack[size]
        base = f.stack_person[size]
        child = child_with(f, base, b)
        places = place_in_ring(f, b, child)
        size = push_turn(f, child, base, size)
        start = f.first[b]
        count = f.children[b]
        step = 1 if places & 1 else -1
        at = places
        while at % count != 0:
            # The two children that pair off now, and the edge between them.
            one = at + step
            edge = one if step > 0 else one - 1
            p = f.ring_from[start + edge % count]
            q = f.ring_to[start + edge % count]
            size = push_turn(f, f.ring[start + edge % count], p, size)
            size = push_turn(f, f.ring[start + (edge + 1) % count], q, size)
            f.mate[p] = q
            f.mate[q] = p
            at += 2 * step
        if places > 0:
            turn(f, b, places)
        f.base[b] = base


@kernel
def release(f: Forest, b: int) -> None:
    """The children of a blossom stand for themselves again."""
    for t in range(f.first[b], f.first[b] + f.children[b]):
        child = f.ring[t]
        f.parent[child] = NOBODY
        f.label[child] = 0
        for k in range(people_of(f, child, f.people)):
            f.top[f.people[k]] = child


@kernel
def ring_edge(f: Forest, b: int, at: int, step: int) -> tuple[int, int]:
    """The edge from the child at a place to its neighbour in the direction of `step`: (here, there)."""
    start = f.first[b]
    count = f.children[b]
    if step > 0:
        return f.ring_from[start + at % count], f.ring_to[start + at % count]
    return f.ring_to[start + (at - 1) % count], f.ring_from[start + (at - 1) % count]


@kernel
def label_path(f: Forest, b: int, tail: int, head: int, root: int) -> None:
    """The children between the tree's edge and the base, on the side of even length, stay in the tree."""
    count = f.children[b]
    at = place_in_ring(f, b, child_with(f, head, b))
    release(f, b)
    step = 1 if at & 1 else -1
    label = T
    give_label(f, f.ring[f.first[b] + at], label, tail, head, root)
    while at % count != 0:
        here, there = ring_edge(f, b, at, step)
        at += step
        label = S + T - label
        give_label(f, f.ring[f.first[b] + at % count], label, here, there, root)


@kernel
def expand(f: Forest, b: int) -> None:
    """A T blossom whose excess is used up: its children go back to the tree (one side) or out of it (the other)."""
    write_prices(f, b)
    label_path(f, b, f.tail[b], f.head[b], f.root[b])
    for t in range(f.first[b], f.first[b] + f.children[b]):
        if f.label[f.ring[t]] == S:
            scan_node(f, f.ring[t])
    for t in range(f.first[b], f.first[b] + f.children[b]):
        if f.label[f.ring[t]] == 0:
            scan_from_trees(f, f.ring[t])
    drop_blossom(f, b)


@kernel
def odd_cycle(f: Forest, cycle: Ints, size: int) -> None:
    """An odd cycle of the half-integral optimum as a blossom whose base is alone."""
    b = new_blossom(f, size)
    start = f.first[b]
    f.base[b] = cycle[0]
    for t in range(size):
        f.ring[start + t] = cycle[t]
        f.ring_from[start + t] = cycle[t]
        f.ring_to[start + t] = cycle[(t + 1) % size]
        f.parent[cycle[t]] = b
        f.top[cycle[t]] = b
