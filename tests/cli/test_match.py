"""`ilnmail match`: a plain spreadsheet in, pairs and reasons out."""

import json
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from ilnmail.cli import app
from ilnmail.decide.sheet import COLUMNS, read_sheet
from tests.cli.test_commands import NEW

DOCS = Path(__file__).parents[2] / "docs" / "matching.md"
PEOPLE = """\
name,country,languages,city,interests,work,trio,avoid
Amina Yusuf,Kenya,"English, Swahili",Mombasa,"oral history, maps",cataloguer,yes,
Jonas Berg,Norway,"English, Norwegian",Oslo,"oral history, maps",public library,yes,
Lucía Rojas,Perú,"Spanish, English",Lima,"maps, poetry",archive,,Jonas Berg
Mei Chen,中国,"Chinese, English",成都,"poetry, bindings",university library,,
Hans Weber,DE,German,Berlin,bindings,archive,,
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def match(*words: object) -> Result:
    return CliRunner().invoke(app, ["match", *map(str, words)])


def test_people_of_a_spreadsheet_are_paired_with_reasons_and_a_proof(sheet: Path) -> None:
    told = json.loads(match(sheet, "--json").output)
    assert [one["people"] for one in told["pairings"]] == [
        ["Amina Yusuf", "Jonas Berg"],
        ["Lucía Rojas", "Mei Chen"],
    ]
    assert "both named oral history and maps" in told["pairings"][0]["reasons"]
    assert told["unmatched"] == [
        {"id": 6, "name": "Hans Weber", "reason": "Nobody who was left writes a language of yours."}
    ]
    assert "none scores more" in told["proof"]
    assert len(told["digest"]) == 64


def test_the_pairs_as_csv_and_as_a_page(sheet: Path, tmp_path: Path) -> None:
    said = match(sheet, "--csv", tmp_path / "pairs.csv", "--html", tmp_path / "pairs.html")
    assert "Hans Weber (Germany): Nobody who was left writes a language of yours." in said.output
    assert "Amina Yusuf, Jonas Berg" in (tmp_path / "pairs.csv").read_text(encoding="utf-8-sig")
    page = (tmp_path / "pairs.html").read_text(encoding="utf-8")
    assert "2 proposed pairs" in page
    assert "Lucía Rojas" in page
    assert "http" not in page.replace("http-equiv", "")


def test_names_cannot_become_part_of_the_page(sheet: Path, tmp_path: Path) -> None:
    sheet.write_text(PEOPLE.replace("Mei Chen", "<script>alert(1)</script>"), encoding="utf-8")
    match(sheet, "--html", tmp_path / "pairs.html")
    assert "<script>" not in (tmp_path / "pairs.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("written", "instead", "error"),
    [
        ("Norway", "Narnia", "row 3, country: 'Narnia' is no country we know, or more than one"),
        ("German,", "Klingonese,", "row 6, languages: 'Klingonese' is no language we know"),
        ("name,country", "name,land", "row 1, country: there is no such column"),
        ("library,yes", "library,perhaps", "row 3, trio: 'perhaps' is neither yes nor no"),
        ("Amina Yusuf", "", "row 2, name: is empty"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_by_row_and_column(
    sheet: Path, written: str, instead: str, error: str
) -> None:
    sheet.write_text(PEOPLE.replace(written, instead, 1), encoding="utf-8")
    said = match(sheet)
    assert said.exit_code == 1
    assert error in said.output


def test_a_note_about_the_file_does_not_mix_with_what_is_asked_for(sheet: Path) -> None:
    sheet.write_text(PEOPLE.replace(",Jonas Berg\n", ",Jonas Borg\n"), encoding="utf-8")
    said = match(sheet, "--json")
    assert said.stderr == "note: row 4, avoid: 'Jonas Borg' is nobody in this sheet\n"
    assert len(json.loads(said.stdout)["pairings"]) == 2


def test_two_thousand_rows_are_read_in_a_second(sheet: Path) -> None:
    """Each row was once held against all others: a minute."""
    row = 'Person {0},Kenya,"English, Swahili",Nairobi,"maps, poetry",archive,,Person {1}\n'
    text = PEOPLE.partition("\n")[0] + "\n" + "".join(row.format(n, n + 1) for n in range(2000))
    begun = time.process_time()
    assert len(read_sheet(text).people) == 2000
    assert time.process_time() - begun < 3


def test_a_missing_file_says_what_to_name() -> None:
    said = match("nobody.csv")
    assert (said.exit_code, said.output.strip()) == (
        1,
        "there is no nobody.csv; name a CSV file with a head line",
    )


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_is_in_the_manual(column: str) -> None:
    assert f"`{column}`" in DOCS.read_text(encoding="utf-8")


def test_the_weights_are_those_of_the_installation(sheet: Path, tmp_path: Path) -> None:
    (tmp_path / "words" / "schedules").mkdir(parents=True)
    rules = tmp_path / "words" / "schedules" / "matching.toml"
    rules.write_text("interests = 0\nlanguage = 100\nhours = 0\nwork = 0\n", encoding="utf-8")
    settings = tmp_path / "ilnmail.toml"
    assert CliRunner().invoke(app, ["init", *NEW, "--config", str(settings)]).exit_code == 0
    written = settings.read_text(encoding="utf-8")
    assert "[folders]" in written
    settings.write_text(
        written.replace("[folders]", f'[folders]\nwords = "{tmp_path / "words"}"'), encoding="utf-8"
    )
    told = json.loads(match(sheet, "--config", settings, "--json").output)
    assert [one["score"] for one in told["pairings"]] == [
        50,
        50,
    ]  # the first language of one, the second of the other
    rules.write_text("interests = 20\n", encoding="utf-8")
    said = match(sheet, "--config", settings)
    assert said.exit_code == 1
    assert "schedules/matching.toml: interests, language, hours and work make 60, not 100" in said.output
