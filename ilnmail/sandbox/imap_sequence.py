"""Sets of message numbers or UIDs: `1:5,9,12:*` (RFC 3501 section 9, sequence-set)."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ilnmail.sandbox.imap_error import bad

RANGE = re.compile(rb"(\*|[1-9]\d{0,9})(?::(\*|[1-9]\d{0,9}))?\Z")


@dataclass(frozen=True, slots=True)
class SequenceSet:
    """Ranges; None stands for `*`, the last there is."""

    ranges: tuple[tuple[int | None, int | None], ...]

    def positions(self, numbers: Sequence[int]) -> list[int]:
        """Where in `numbers`, which grow, the members of this set stand; each once, in order."""
        last = numbers[-1] if numbers else 0
        found: set[int] = set()
        for low, high in self._resolved(last):
            found.update(range(bisect_left(numbers, low), bisect_right(numbers, high)))
        return sorted(found)

    def contains(self, number: int, last: int) -> bool:
        return any(low <= number <= high for low, high in self._resolved(last))

    def largest(self) -> int:
        """The largest number written; 1 stands for `*`, which needs at least one message."""
        return max(number or 1 for pair in self.ranges for number in pair)

    def _resolved(self, last: int) -> list[tuple[int, int]]:
        """The ranges in numbers; `9:*` means the last one even when it is below 9."""
        pairs = [(last if low is None else low, last if high is None else high) for low, high in self.ranges]
        return [(min(pair), max(pair)) for pair in pairs]


def read_sequence_set(written: bytes) -> SequenceSet:
    """Raises ImapError for what is no set."""
    matches = [RANGE.match(piece) for piece in written.split(b",")]
    if not all(matches):
        raise bad("that is not a set of messages")
    return SequenceSet(tuple((_number(m[1]), _number(m[2] or m[1])) for m in matches if m))


def _number(written: bytes) -> int | None:
    return None if written == b"*" else int(written)


def write_set(numbers: Sequence[int]) -> str:
    """`1:3,7` for [1, 2, 3, 7]: the shortest form that keeps the order."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ",".join(f"{low}:{high}" if high > low else str(low) for low, high in ranges)
