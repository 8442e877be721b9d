"""Several connections of one sender, and the commits they share."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from ilnmail import outbox, tables
from ilnmail.database import reading, writing
from ilnmail.outbox import Delivery, Rates
from ilnmail.outbox.lease import lease
from ilnmail.outbox.ledger import Ledger, at_the_dot
from ilnmail.send import STAGES, Reached, SendError, SmtpTransport
from tests.crash.smtp import Ears, Talk, listening
from tests.outbox.desk import NOW, SECRET, Server, deliver, queue, refused, states

FOUR = Rates(connections=4)


def stage_of(engine: Engine, address: str) -> tuple[str, str]:
    with reading(engine) as db:
        row = db.execute(select(tables.outbox).where(tables.outbox.c.address == address)).one()
    return row.state, row.stage


@dataclass
class Meeting(Server):
    """Takes each letter only when four are at their final dot, and looks then what is on the disk."""

    engine: Engine | None = None
    together: threading.Barrier = field(default_factory=lambda: threading.Barrier(4, timeout=20))
    seen: list[tuple[str, str]] = field(default_factory=list)

    def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
        for stage in STAGES:
            reached(stage)
        assert self.engine is not None
        self.seen.append(stage_of(self.engine, address))
        self.together.wait()
        self.taken.append(address)
        return "250 taken"


def many(engine: Engine, letters: int) -> list[str]:
    readers = [f"reader{number}@example.org" for number in range(letters)]
    for reader in readers:
        queue(engine, address=reader)
    return readers


def test_four_letters_are_on_their_way_at_once_each_with_its_dot_on_the_disk(engine: Engine) -> None:
    readers = many(engine, 8)
    server = Meeting(engine=engine)

    assert deliver(engine, server, rates=FOUR) == 8

    assert sorted(server.taken) == sorted(readers)
    assert server.seen == [("sending", "dot")] * 8
    assert states(engine) == ["sent"] * 8


def test_marks_that_wait_for_the_pen_share_a_commit(engine: Engine) -> None:
    many(engine, 4)
    with writing(engine) as db:
        rows = lease(db, "one", FOUR, NOW, 4).rows
    ledger, disk_is_slow, commits = Ledger(engine), threading.Event(), count()
    event.listen(engine, "commit", lambda db: (next(commits), disk_is_slow.wait(20)))

    def write(row: Any) -> bool:
        return ledger.write(ledger.note(at_the_dot(row, NOW + timedelta(minutes=20))))

    with ThreadPoolExecutor(4) as lines:
        first = lines.submit(write, rows[0])
        until(lambda: ledger._writing)
        others = [lines.submit(write, row) for row in rows[1:]]
        until(lambda: len(ledger._pending) == 4)
        disk_is_slow.set()
        assert [line.result() for line in (first, *others)] == [True] * 4

    assert next(commits) == 2
    assert states(engine) == ["sending"] * 4
    ledger.close()


def until(claim: Callable[[], bool]) -> None:
    """Waits for another thread."""
    give_up_at = time.monotonic() + 20
    while not claim():
        assert time.monotonic() < give_up_at
        time.sleep(0.001)


def test_a_database_that_fails_stops_every_connection_before_its_dot(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(engine, 8)
    server = Server()

    def failing(plain: Callable[..., None]) -> Callable[..., None]:
        def carry_out(cursor: Any, statement: str, *given: Any) -> None:
            if statement.startswith("UPDATE") and "last_reply" in statement:  # the mark at the dot
                raise OSError("disk full")
            plain(cursor, statement, *given)

        return carry_out

    with monkeypatch.context() as broken:
        for verb in ("do_execute", "do_executemany"):
            broken.setattr(engine.dialect, verb, failing(getattr(engine.dialect, verb)))
        with pytest.raises(OSError, match="disk full"):
            deliver(engine, server, rates=FOUR)

    assert server.taken == []
    deliver(engine, server, NOW + timedelta(minutes=21), rates=FOUR)
    assert len(server.taken) == 8
    assert states(engine) == ["sent"] * 8


def test_one_lost_lease_stops_that_letter_only(engine: Engine) -> None:
    readers = many(engine, 8)

    @dataclass
    class Thief(Server):
        def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
            if address == readers[2]:
                with writing(engine) as db:
                    mine = tables.outbox.update().where(tables.outbox.c.address == address)
                    db.execute(mine.values(epoch=tables.outbox.c.epoch + 1))
            return super().send(envelope_from, address, content, reached)

    server = Thief()
    deliver(engine, server, rates=FOUR)

    assert sorted(server.taken) == sorted(set(readers) - {readers[2]})
    assert stage_of(engine, readers[2])[0] == "leased"


def test_a_server_in_trouble_is_left_alone_by_all_connections(engine: Engine) -> None:
    many(engine, 60)
    server = Server([refused("421 4.3.2 closing", "connect") for _ in range(60)])

    deliver(engine, server, rates=FOUR)

    assert len(server.failures) >= 56
    assert set(states(engine)) == {"queued", "deferred"}
    with reading(engine) as db:
        assert outbox.circuit(db).open(NOW)
        assert {row.attempts for row in db.execute(select(tables.outbox.c.attempts))} == {0}


def test_a_letter_that_ends_the_program_waits_longer_each_time_and_is_given_up(engine: Engine) -> None:
    class DeathError(BaseException):
        """The process ends here."""

    class Deadly(Server):
        def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
            raise DeathError

    queue(engine)
    deaths = 0
    for hour in range(24 * 6):
        try:
            deliver(engine, Deadly(), NOW + timedelta(hours=hour))
        except DeathError:
            deaths += 1

    assert 8 <= deaths <= 12
    assert states(engine) == ["failed"]


def test_real_connections_go_side_by_side(engine: Engine) -> None:
    readers = many(engine, 40)
    open_lines = {"now": 0, "most": 0}

    def count(talk: Talk) -> None:
        open_lines["now"] += 1
        open_lines["most"] = max(open_lines.values())
        talk.wire.sendall(b"220 mx.example.org\r\n")

    with listening({"connect": count}) as ears:
        server = SmtpTransport("127.0.0.1", ears.port, "none")
        Delivery(engine, server, lambda: NOW, SECRET, rates=FOUR).run()

    assert sorted(ears.readers) == sorted(readers)
    assert len(set(ears.taken)) == len(ears.taken) == 40
    assert 2 <= open_lines["most"] <= 4
    assert states(engine) == ["sent"] * 40


def test_one_connection_that_drops_behind_the_dot_leaves_doubt_about_its_letter_only(engine: Engine) -> None:
    readers = many(engine, 20)
    ears: Ears

    dropped: list[Talk] = []

    def drop_one(talk: Talk) -> None:
        if len(ears.taken) >= 5 and not dropped:
            dropped.append(talk)
            talk.drop()
        ears.note(talk)
        talk.wire.sendall(b"250 2.0.0 taken\r\n")

    with listening() as ears:
        ears.script["dot"] = drop_one
        server = SmtpTransport("127.0.0.1", ears.port, "none")
        Delivery(engine, server, lambda: NOW, SECRET, rates=FOUR).run()

    found = states(engine)
    assert found.count("uncertain") >= 1
    assert found.count("uncertain") + found.count("sent") == len(readers)
    assert found.count("sent") == len(set(ears.taken)) == len(ears.taken)


def test_a_refusal_beside_others_is_its_own(engine: Engine) -> None:
    many(engine, 8)
    server = Server([SendError("550 5.1.1 no such user", stage="rcpt", code=550)])

    deliver(engine, server, rates=FOUR)

    assert sorted(states(engine)) == ["failed"] + ["sent"] * 7
