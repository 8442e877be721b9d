"""Links that people share, table by table: what is read in a text, and that names of files and addresses are none."""

import csv
from pathlib import Path

import pytest

from benchmarks.links import read

HERE = Path(__file__).parent


@pytest.mark.parametrize("table", sorted(HERE.glob("links-*.csv")), ids=lambda table: table.stem)
def test_the_links_of_a_text_are_read_whole_and_nothing_else(table: Path) -> None:
    with table.open(encoding="utf-8", newline="") as lines:
        rows = [(row["text"].replace("\\n", "\n"), row["links"].split("|")) for row in csv.DictReader(lines)]
    found = [(text, " ".join(read(text)), expected) for text, expected in rows]

    assert found
    assert [one for one in found if one[1] not in one[2]] == []
