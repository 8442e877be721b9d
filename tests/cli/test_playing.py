"""`demo` and `talk`: a round that plays, the page it leaves, and being somebody in it."""

import json
import re
from email import message_from_bytes
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ilnmail.cli import app

MOST_OCTETS_OF_A_PAGE = 3_000_000


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, object], Path]:
    """The figures of a small round, and the folder it left. The seventh never says YES, and is forgotten in it."""
    out = tmp_path_factory.mktemp("demo")
    said = CliRunner().invoke(app, ["demo", "--people", "7", "--fast", "--json", "--out", str(out)])
    assert said.exit_code == 0, said.output
    return json.loads(said.stdout), out


def test_a_demo_plays_a_round_in_which_everybody_is_paired(played: tuple[dict[str, object], Path]) -> None:
    figures, _ = played
    assert figures["people"] == 6
    assert figures["pairings"] == 3


def test_every_mail_of_a_demo_lies_in_its_folder_and_in_its_page(
    played: tuple[dict[str, object], Path],
) -> None:
    figures, out = played
    mails = [message_from_bytes(path.read_bytes()) for path in (out / "mails").glob("*.eml")]
    assert len(mails) == figures["mails"]
    assert all(mail["From"] and mail["To"] for mail in mails)


def test_the_page_of_a_demo_needs_no_network_and_fits_a_phone(
    played: tuple[dict[str, object], Path],
) -> None:
    _, out = played
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "A mentoring programme" in page
    assert re.findall(r"""(?:src|href)=["']?(?:https?:)?//""", page.split("<script")[0]) == []
    assert 'name="viewport"' in page
    assert len(page.encode()) < MOST_OCTETS_OF_A_PAGE


def test_a_demo_of_nobody_is_one_line_that_says_how_many_it_takes(tmp_path: Path) -> None:
    said = CliRunner().invoke(app, ["demo", "--people", "1", "--out", str(tmp_path)])
    assert said.exit_code == 1
    assert len(said.output.strip().splitlines()) == 1


def test_in_talk_one_joins_pauses_and_reads_somebody_elses_letters(tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text(
        "\nYES\nwhy\nPAUSE until 3 May\n.\nas maria\nas nobody\nweek\nmails\nquit\n", encoding="utf-8"
    )

    said = " ".join(CliRunner().invoke(app, ["talk", "--script", str(script)]).output.split())

    assert "Welcome, Amina" in said
    assert "Understood as CardAnswered" in said
    assert "Paused until Monday 3 May 2027" in said
    assert "You are Maria Santos" in said
    assert "Nobody is called 'nobody'" in said
    assert "NEEDS YOU" in said
