"""By night: what fetching has missed is found and fetched; answers among the junk are counted and left alone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from ilnmail import inbox, tables
from ilnmail.database import reading, writing
from ilnmail.inbox import Message, look_by_night
from ilnmail.load.night import found_by_night, last_night
from ilnmail.tokens import Secret, token
from tests.outbox.desk import queue
from tests.world import Folder

NOW = datetime(2027, 1, 20, 10, tzinfo=UTC)


def mail(number: int) -> bytes:
    return f"From: amina@example.org\r\nMessage-ID: <{number}@example.org>\r\n\r\nMail {number}\r\n".encode()


@dataclass
class Forgetful(Folder):
    """A server that leaves messages out of its answers, for a while or for good."""

    left_out: set[int] = field(default_factory=set)
    asked: list[int] = field(default_factory=list)

    def read(self, uids: Sequence[int]) -> Sequence[Message]:
        self.asked += uids
        return [one for one in super().read(uids) if one.uid not in self.left_out]


@dataclass
class JunkFolder:
    heads: Sequence[bytes]
    name: str = "Spam"

    def junk(self, since: date) -> tuple[str, Sequence[bytes]]:
        assert since == date(2026, 12, 21)
        return self.name, self.heads


def kept(engine: Engine) -> list[int]:
    with reading(engine) as db:
        return sorted(db.execute(select(tables.arrivals.c.uid)).scalars())


def check(engine: Engine, name: str) -> Any:
    with reading(engine) as db:
        newest = select(tables.checks).order_by(tables.checks.c.at.desc())
        return db.execute(newest.where(tables.checks.c.name == name)).first()


def fetched(engine: Engine, left_out: set[int]) -> Forgetful:
    folder = Forgetful(left_out=left_out)
    inbox.fetch(engine, folder, NOW)
    folder.messages += [mail(n) for n in range(1, 121)]
    inbox.fetch(engine, folder, NOW)
    return folder


def test_what_a_server_has_left_out_is_fetched_by_night(engine: Engine) -> None:
    folder = fetched(engine, {3, 77})
    assert len(kept(engine)) == 118
    folder.left_out.clear()

    assert inbox.reconcile(engine, folder, NOW) == 2

    assert kept(engine) == list(range(1, 121))
    assert (check(engine, "reconciliation").found, check(engine, "reconciliation").words) == (
        2,
        "2 fetched late",
    )
    assert inbox.reconcile(engine, folder, NOW + timedelta(days=1)) == 0
    with reading(engine) as db:
        assert found_by_night(db, NOW - timedelta(days=7)) == {"missed": 2, "junk": 0}
        assert last_night(db, NOW + timedelta(days=1))[0] == []


def test_what_cannot_be_fetched_is_said_every_night_and_got_when_it_can_be(engine: Engine) -> None:
    folder = fetched(engine, {3, 77})
    nights = [NOW, NOW + timedelta(days=1)]

    assert [inbox.reconcile(engine, folder, night) for night in nights] == [2, 2]
    assert check(engine, "reconciliation").words == "2 cannot be fetched: UID 3, 77"
    with reading(engine) as db:
        (problem,), _ = last_night(db, nights[1])
    assert "UID 3, 77" in problem

    folder.left_out = {77}
    nights = [NOW + timedelta(days=2), NOW + timedelta(days=3)]
    assert [inbox.reconcile(engine, folder, night) for night in nights] == [2, 1]
    assert check(engine, "reconciliation").words == "1 cannot be fetched: UID 77"


def test_mail_from_before_the_first_start_and_mail_not_yet_fetched_are_not_missing(engine: Engine) -> None:
    folder = Forgetful([mail(1), mail(2)])
    inbox.fetch(engine, folder, NOW)
    folder.messages.append(mail(3))

    assert inbox.reconcile(engine, folder, NOW) == 0
    assert folder.asked == []
    inbox.fetch(engine, folder, NOW)
    assert kept(engine) == [3]


def test_answers_in_the_junk_folder_are_counted_and_guesses_are_not(engine: Engine) -> None:
    queue(engine, "prompt", "amina@example.org", at=NOW)
    with writing(engine) as db:
        real = token("r", "prompt", Secret(1, b"0" * 16))
        letter = db.execute(tables.outbox.update().values(token=real).returning(*tables.outbox.c)).one()
    guess = letter.token[:-1] + ("a" if letter.token[-1] != "a" else "b")
    heads = [
        f"To: iln+{letter.token.upper()}@example.org\r\n\r\n".encode(),
        f"From: x@example.org\r\nIn-Reply-To: {letter.message_id}\r\n\r\n".encode(),
        f"To: iln+{guess}@example.org\r\n\r\n".encode(),
        b"To: iln@example.org\r\n\r\n",
    ]

    assert look_by_night(engine, Folder(), JunkFolder(heads), NOW, "UTC")

    assert (check(engine, "junk").found, check(engine, "junk").words) == (2, "Spam")
    assert kept(engine) == []
    with reading(engine) as db:
        assert found_by_night(db, NOW - timedelta(days=7))["junk"] == 2
        assert "folder Spam" in last_night(db, NOW)[0][0]


@pytest.mark.parametrize(
    ("later", "zone", "due"),
    [
        (timedelta(hours=16, minutes=59), "UTC", False),
        (timedelta(hours=17), "UTC", True),
        (timedelta(hours=8), "Asia/Tokyo", True),  # three in the morning there
    ],
)
def test_once_a_night_after_three(engine: Engine, later: timedelta, zone: str, due: bool) -> None:
    folder = Folder()
    inbox.fetch(engine, folder, NOW)
    assert look_by_night(engine, folder, None, NOW, zone)
    assert not look_by_night(engine, folder, None, NOW, zone)

    assert look_by_night(engine, folder, None, NOW + later, zone) is due
