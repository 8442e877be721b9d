"""What a mail says of its writer, the dearest part of reading it, is looked for where it may matter, and only there."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from ilnmail import tables
from ilnmail.app.inside import furnish
from ilnmail.app.opening import opened
from ilnmail.database import insert, migrate, open_database, writing
from ilnmail.inbox import Waiting
from ilnmail.model import Address, Application, Person, PersonState
from ilnmail.understand.read import read
from tests.stories.test_stories import settings

NOW = datetime.fromisoformat("2027-03-03T10:00:00+00:00")


def mail(to: str) -> bytes:
    words = (
        "Hello, I am Amina Yusuf, a librarian in Mombasa, Kenya. I would like to take part. I write English."
    )
    return f"From: Amina <amina@example.org>\nTo: {to}\nSubject: Hello\n\n{words}\n".encode()


@pytest.mark.parametrize(
    ("state", "to", "looked_for"),
    [
        (None, "iln@example.org", True),
        (None, "iln+r1abcdefghabcdefghabcdefgh@example.org", True),
        (PersonState.LEFT, "iln+r1abcdefghabcdefghabcdefgh@example.org", True),
        (PersonState.ACTIVE, "iln@example.org", True),
        (PersonState.ACTIVE, "iln+r1abcdefghabcdefghabcdefgh@example.org", False),
    ],
)
def test_an_answer_of_somebody_who_is_with_us_is_no_application(
    state: PersonState | None, to: str, looked_for: bool, tmp_path: Path
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'ilnmail.db'}")
    migrate(engine)
    inside = furnish(settings([], str(engine.url)))
    if state is not None:
        person = Person(id=10, address="amina@example.org", name="Amina Yusuf", state=state)
        with writing(engine) as db:
            for fact in (person, Address(address=person.address, person=person.id, verified_at=NOW)):
                db.execute(insert(db, tables.TABLE_OF[type(fact)]).values(**fact.__dict__))
    raw = mail(to)
    (found,) = opened((Waiting(1, raw, len(raw), NOW, 1),), inside, None, None, engine)
    whole = read(raw, inside.us)
    assert whole.application.country == "KE"
    if looked_for:
        assert found == whole
    else:
        assert found == replace(whole, in_part=True, application=Application(), intent="unclear", friends=())
    engine.dispose()
