"""A spreadsheet of people: what its cells mean, which cannot be read, and that our own export comes back as it went."""

from dataclasses import replace

from ilnmail.decide.coordinator.sheets import SHEETS
from ilnmail.decide.inviting import person_of
from ilnmail.decide.sheet import read_sheet
from ilnmail.matching.propose import propose
from ilnmail.model import PersonState
from tests.coordinators import desk

HEAD = "id,name,country,languages,work,avoid,former,interests,wish,experience,owed,address\n"
ROWS = (
    'P-3,Amina Yusuf,Kenya,English,,"Jonas Berg, Lima City Library",P-9,"Maps, oral history",a student,12 years,1,a@example.org\n'
    "P-4,Jonas Berg,Norway,English,,,,,,,,\n"
    "P-5,Lucía Rojas,Peru,English,Lima City Library,,,,,,,\n"
    "P-6,Jonas Berg,Denmark,English,,,,,,,,\n"
)


def test_whom_avoid_means() -> None:
    """Everybody of that name, and who works there."""
    sheet = read_sheet(HEAD + ROWS)
    assert sheet.problems == sheet.notes == ()
    assert sheet.people[0].avoid == (4, 6, 5)
    assert sheet.people[0].former == (9,)


def test_a_name_that_nobody_bears_is_told_and_keeps_nobody_from_being_matched() -> None:
    sheet = read_sheet(HEAD + ROWS.replace("Jonas Berg, Lima", "Jonas Borg, Lima", 1))
    assert [str(note) for note in sheet.notes] == ["row 2, avoid: 'Jonas Borg' is nobody in this sheet"]
    assert len(sheet.people) == 4


def test_one_language_of_two_that_cannot_be_read_is_an_error() -> None:
    (problem,) = read_sheet(HEAD + "P-3,Amina,Kenya,English / Klingonese,,,,,,,,\n").problems
    assert str(problem) == "row 2, languages: 'Klingonese' is no language we know"


def test_the_card_of_somebody_invited_keeps_their_words() -> None:
    sheet = read_sheet(HEAD + ROWS)
    card = person_of(sheet.people[0], sheet, 50)
    assert (card.interests, card.wish, card.stage) == (("Maps", "oral history"), "a student", "12 years")
    assert (card.never, card.favour) == (("Jonas Berg", "Lima City Library"), 1)


def test_an_export_can_be_matched_as_it_is() -> None:
    """Former partners, those to be kept apart and favours come along; who is not active stays out."""
    gone = replace(desk.HANA, state=PersonState.LEFT)
    owed = replace(desk.AMINA, favour=2, never=("Lucía Rojas",))
    known = replace(
        desk.STATE,
        people=(owed, desk.JONAS, desk.LUCIA, desk.MARIA, gone),
        couples=(desk.RUNNING,),
        numbers={"kept apart": ((desk.JONAS.id, desk.MARIA.id),)},
    )
    sheet = read_sheet(SHEETS["people"](known))
    assert sheet.problems == ()
    assert [note.column for note in sheet.notes] == ["state"]
    by_id = {one.id: one for one in sheet.people}
    first, second = (p.id for p in desk.RUNNING.people)
    assert (by_id[first].former, by_id[second].former) == ((second,), (first,))
    assert by_id[desk.AMINA.id].owed == 2
    assert by_id[desk.AMINA.id].avoid == (desk.LUCIA.id,)
    assert by_id[desk.JONAS.id].avoid == (desk.MARIA.id,)
    assert {one.members for one in propose(sheet.people).pairings} == {
        (desk.MARIA.id, desk.AMINA.id),
        (desk.JONAS.id, desk.LUCIA.id),
    }
