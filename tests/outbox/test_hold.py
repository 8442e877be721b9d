"""Letters are held back when something is so unusual that somebody has to look first."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine

from ilnmail import outbox, roles, tables
from ilnmail.app.outgoing import look_out
from ilnmail.database import reading, writing
from ilnmail.events import OutboundHeld
from ilnmail.model import Person
from ilnmail.outbox import SideFile
from tests.outbox.desk import NOW, Server, deliver, queue, refused, states


@dataclass
class Watch:
    """Looks before letters go, and keeps what the coordinators would hear."""

    engine: Engine
    side: SideFile | None = None
    told: list[str] = field(default_factory=list)

    def look(self, at: datetime) -> str:
        look_out(self.engine, self._deciding, self.side, at, self._tell)
        with reading(self.engine) as db:
            return outbox.holding(db).reach

    @contextmanager
    def _deciding(self) -> Iterator[Connection]:
        with writing(self.engine) as db:
            roles.wait_for_turn(db)
            yield db

    def resume(self, at: datetime) -> None:
        with writing(self.engine) as db:
            outbox.release_hold(db, at)

    def _tell(self, db: Connection, event: OutboundHeld) -> None:
        self.told.append(event.words)


def test_an_ordinary_day_holds_nothing(engine: Engine) -> None:
    watch = Watch(engine)
    queue(engine)
    assert watch.look(NOW) == "nothing"
    assert watch.look(NOW + timedelta(hours=24)) == "nothing"
    assert watch.told == []


def test_after_a_long_absence_answers_go_and_prompts_wait_for_a_day(engine: Engine) -> None:
    watch = Watch(engine)
    watch.look(NOW)
    back = NOW + timedelta(days=3)
    queue(engine, "help", at=back)
    queue(engine, "prompt", "jonas@example.net", at=back)

    assert watch.look(back) == "scheduled"
    deliver(engine, server := Server(), back)
    assert (server.taken, states(engine)) == (["amina@example.org"], ["sent", "held"])
    assert watch.look(back + timedelta(hours=23)) == "scheduled"
    assert watch.look(back + timedelta(hours=24)) == "nothing"
    deliver(engine, server, back + timedelta(hours=24))
    assert states(engine) == ["sent", "sent"]
    assert watch.told == ["nothing ran from 20 January 10:00 to 23 January 10:00 UTC"]


def test_a_database_older_than_the_side_file_holds_everything_until_resume(
    engine: Engine, tmp_path: Path
) -> None:
    watch = Watch(engine, SideFile(tmp_path / "sent"))
    queue(engine)
    last = queue(engine)
    watch.look(NOW)
    watch.look(NOW)
    with writing(engine) as db:  # the backup knows the first letter only
        db.execute(tables.outbox.delete().where(tables.outbox.c.id == last))

    assert watch.look(NOW + timedelta(minutes=1)) == "all"
    assert deliver(engine, Server(), NOW + timedelta(minutes=1)) == 0
    assert watch.look(NOW + timedelta(days=3)) == "all"
    watch.resume(NOW + timedelta(days=3))
    assert watch.look(NOW + timedelta(days=3)) == "nothing"
    assert deliver(engine, Server(), NOW + timedelta(days=3)) == 1
    assert len(watch.told) == 1


def test_another_database_behind_the_same_side_file_holds_everything(engine: Engine, tmp_path: Path) -> None:
    side = SideFile(tmp_path / "sent")
    side.write(outbox.Standing("2027-01-01T00:00:00+00:00", 0))
    assert Watch(engine, side).look(NOW) == "all"


def test_letters_to_coordinators_pass_a_hold(engine: Engine) -> None:
    with writing(engine) as db:
        outbox.hold(db, "all", "a reason", NOW)
    queue(engine, "digest", "maria@example.org")
    queue(engine)

    deliver(engine, server := Server())

    assert server.taken == ["maria@example.org"]


def test_many_letters_that_come_back_hold_everything(engine: Engine) -> None:
    watch = Watch(engine)
    watch.look(NOW)
    for number in range(8):
        queue(engine, address=f"reader{number}@example.org")
    deliver(engine, Server([refused("550 5.1.1 no such user") for _ in range(5)]))

    assert watch.look(NOW) == "all"
    watch.resume(NOW + timedelta(minutes=5))
    assert watch.look(NOW + timedelta(minutes=6)) == "nothing"
    assert watch.told == ["5 of the 8 letters of the last hour came back"]


def test_the_same_kind_to_the_same_people_again_and_again_is_a_flood(engine: Engine) -> None:
    with writing(engine) as db:
        for id in (1, 2):
            db.execute(tables.people.insert().values(**_person(id)))
    watch = Watch(engine)
    watch.look(NOW)
    for number in range(20):
        queue(engine, "prompt", f"reader{number % 2}@example.org", person=1 + number % 2)

    assert watch.look(NOW) == "all"
    assert watch.told == ["20 letters of the kind 'prompt' for 2 people in a day"]


def test_that_a_coordinator_hears_of_many_mails_is_none(engine: Engine) -> None:
    with writing(engine) as db:
        db.execute(tables.people.insert().values(**_person(1)))
    watch = Watch(engine)
    watch.look(NOW)
    for _ in range(30):
        queue(engine, "please-read", "maria@example.org", person=1)

    assert watch.look(NOW) == "nothing"


def _person(id: int) -> dict[str, object]:
    return dict(Person(id=id, address=f"reader{id}@example.org", name="Reader").__dict__)
