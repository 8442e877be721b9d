"""Answers and hostile texts in eight languages, table by table: what each row is understood as."""

from pathlib import Path

import pytest

from benchmarks.answers import rows
from ilnmail.understand.commands import read_command

HERE = Path(__file__).parent


def misread(table: Path) -> list[str]:
    """The rows of a table that are read as something else than their writer meant, with the reading."""
    found = [(row, row.read()) for row in rows(table)]
    assert found, f"{table.name} is empty"
    return [
        f"{row.asked} {row.language}: {row.text!r} is {it}, not {row.expected}"
        for row, it in found
        if it not in row.expected.split("|")
    ]


@pytest.mark.parametrize("table", sorted(HERE.glob("answers-*.csv")), ids=lambda table: table.stem)
def test_an_answer_is_understood_as_its_writer_meant_it(table: Path) -> None:
    assert misread(table) == []


@pytest.mark.parametrize("table", sorted(HERE.glob("hostile-*.csv")), ids=lambda table: table.stem)
def test_prose_is_never_taken_for_an_answer_or_a_command(table: Path) -> None:
    assert misread(table) == []


@pytest.mark.parametrize(
    "text", ["unsubscribe", "désabonnement", "abmelden", "отписаться", "退订", "إلغاء الاشتراك"]
)
def test_no_more_mail_is_another_command_than_leaving(text: str) -> None:
    found = read_command(text)

    assert found is not None and found.word == "STOP"
