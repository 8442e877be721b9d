"""Answers and hostile texts in eight languages, row by row: what each is understood as."""

from pathlib import Path

import pytest

from benchmarks.answers import Row, rows
from ilnmail.understand.commands import read_command

HERE = Path(__file__).parent
ANSWERS = [row for table in sorted(HERE.glob("answers-*.csv")) for row in rows(table)]
HOSTILE = [row for table in sorted(HERE.glob("hostile-*.csv")) for row in rows(table)]


def name(row: Row) -> str:
    return f"{row.asked}-{row.language}-{row.text[:40]}"


@pytest.mark.parametrize("row", ANSWERS, ids=name)
def test_an_answer_is_understood_as_its_writer_meant_it(row: Row) -> None:
    assert row.read() in row.expected.split("|")


@pytest.mark.parametrize("row", HOSTILE, ids=name)
def test_prose_is_never_taken_for_an_answer_or_a_command(row: Row) -> None:
    assert row.read() in row.expected.split("|")


@pytest.mark.parametrize(
    "text", ["unsubscribe", "désabonnement", "abmelden", "отписаться", "退订", "إلغاء الاشتراك"]
)
def test_no_more_mail_is_another_command_than_leaving(text: str) -> None:
    found = read_command(text)

    assert found is not None and found.word == "STOP"
