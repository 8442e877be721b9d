"""What looks like chance in a made-up round: numbers derived from names, the same at every playing."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def share(*names: object) -> float:
    """A number from 0 up to 1 that belongs to these names."""
    digest = hashlib.sha256("\x1f".join(map(str, names)).encode()).digest()
    return int.from_bytes(digest[:7], "big") / 2**56


def pick(choices: Sequence[T], *names: object) -> T:
    """The one of the choices that belongs to these names. There must be one."""
    return choices[int(share(*names) * len(choices))]


def between(low: float, high: float, *names: object) -> float:
    """A number from `low` up to `high`."""
    return low + share(*names) * (high - low)
