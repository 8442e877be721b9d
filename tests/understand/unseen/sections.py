"""The files of these sets: sections headed "#### name ...", in which lines "====" divide the mail from its readings."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Section(NamedTuple):
    """`told` is what stands behind the name; `readings` are the texts any of which is right."""

    name: str
    told: tuple[str, ...]
    body: str
    readings: tuple[str, ...]


def sections(pattern: str) -> Iterator[Section]:
    """Those of all files of a kind, as "texts-*.txt"."""
    for path in sorted(HERE.glob(pattern)):
        for part in path.read_text(encoding="utf-8").split("#### ")[1:]:
            head, _, rest = part.partition("\n")
            name, *told = head.split(" ")
            body, *readings = re.split(r"^====\n", rest, flags=re.M)
            yield Section(f"{path.stem}:{name}", tuple(told), body, tuple(readings))
