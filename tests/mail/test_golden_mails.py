"""Golden mails: each .eml beside the event it becomes; the first part of its name says where it comes in.

`make accept` writes the .event files; read the difference before you commit it.
"""

from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ilnmail.events import Event, Level, Mail
from ilnmail.model import Ask, Letter, Person, PersonState
from ilnmail.understand.context import Context
from ilnmail.understand.interpret import interpret
from ilnmail.understand.read import read
from ilnmail.understand.reading import Us
from tests.conftest import Golden

HERE = Path(__file__).parent
MAILS = sorted(HERE.glob("*.eml"))
NOW = datetime(2027, 1, 20, 10, tzinfo=UTC)
US = Us("iln@example.org", "International Librarians Network", authserv_id="mx.example.org")

AMINA = Person(
    id=1,
    address="amina@example.org",
    name="Amina Yusuf",
    country="KE",
    languages=("en", "sw"),
    state=PersonState.ACTIVE,
)
APPLYING = Person(id=1, address="amina@example.org", name="Amina Yusuf", languages=("en",))
MARIA = Person(id=9, address="maria@example.org", name="Maria", state=PersonState.ACTIVE, coordinator=True)


def letter(kind: str, owner: Person = AMINA) -> Letter:
    return Letter(
        key=f"{kind}/1",
        kind=kind,
        person=owner.id,
        address=owner.address,
        message_id=f"<{kind}@example.org>",
        state="sent",
        created_at=datetime(2027, 1, 19, 10, tzinfo=UTC),
        pairing=27,
        round=1,
        ask=5,
    )


def answering(kind: str, ask: str = "", who: Person = AMINA, *lines: tuple[str, str]) -> Context:
    asked = Ask(id=5, person=who.id, kind=ask, key=f"{kind}/1", lines=lines, asked_at=NOW) if ask else None
    return Context(sender=who, owner=who, letter=letter(kind, who), route="token", ask=asked)


SITUATIONS = {
    "stranger": Context(),
    "participant": Context(sender=AMINA, partners=("Jonas Brandt",)),
    "coordinator": Context(sender=MARIA),
    "card": answering(
        "card",
        "card",
        APPLYING,
        ("Name", "Amina Yusuf"),
        ("Country", ""),
        ("City", ""),
        ("Languages", "English"),
    ),
    "introduction": answering("introduction"),
    "prompt": Context(
        sender=AMINA, owner=AMINA, letter=letter("prompt"), route="token", topic="2-books-that-travel"
    ),
    "day-7": answering("day-7", "day-7"),
    "proposal": answering("proposal", "proposal", MARIA, ("1", "M-27"), ("2", "M-28"), ("3", "M-29")),
    "digest": answering("digest", "digest", MARIA, ("1", "Q-4"), ("2", "Q-5")),
    "forwarded": Context(owner=AMINA, letter=letter("card"), route="token"),
    "two-tokens": Context(sender=AMINA, owner=AMINA, letter=letter("card"), route="token", several=True),
    "returned": Context(owner=AMINA, letter=letter("prompt"), route="token"),
}
"""What the database knows when the mail comes in."""


def understood(path: Path) -> Event:
    reading = read(path.read_bytes(), US)
    return interpret(reading, SITUATIONS[path.name.split(".")[0]], 812, NOW)


def shown(event: Event) -> str:
    """One line a value, those that say nothing left out."""
    told = [(one.name, getattr(event, one.name)) for one in fields(event)]
    lines = [f"{name}: {value!r}" for name, value in told if value not in ("", None, (), False, NOW, 812)]
    return "\n".join([type(event).__name__, *lines]) + "\n"


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_a_golden_mail_becomes_the_event_beside_it(path: Path, golden: Golden) -> None:
    golden(path.with_suffix(".event"), shown(understood(path)).encode())


def test_every_mail_has_its_event_and_every_event_its_mail() -> None:
    assert {path.stem for path in MAILS} == {path.stem for path in HERE.glob("*.event")}


def test_every_kind_of_event_that_a_mail_can_become_has_a_golden_mail() -> None:
    assert {type(understood(path)) for path in MAILS} == set(Mail.__subclasses__())


def test_a_failed_authentication_is_worth_nothing_whatever_token_it_carries() -> None:
    event = understood(HERE / "day-7.forged.eml")
    assert isinstance(event, Mail)
    assert event.level is Level.NOTHING


def test_a_date_in_an_absence_note_is_a_date() -> None:
    event = understood(HERE / "returned.out-of-office.eml")
    assert getattr(event, "until", None) == date(2027, 2, 1)
