"""The next letter's mark, written while the server thinks about this one; and MAIL, RCPT and DATA sent together."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, select

from ilnmail import tables
from ilnmail.database import carry_out, reading, writing
from ilnmail.outbox import Delivery, Rates
from ilnmail.outbox.lease import lease
from ilnmail.outbox.ledger import _CHANGE, _COLUMNS, Values, _change_all, at_the_dot
from ilnmail.send import STAGES, Reached, SendError, SmtpTransport
from tests.crash.smtp import Talk, listening
from tests.outbox.desk import NOW, SECRET, Server, deliver, queue, refused, states

AHEAD = Rates(ahead=True)


def many(engine: Engine, letters: int, kind: str = "prompt") -> list[str]:
    readers = [f"reader{number}@example.org" for number in range(letters)]
    for reader in readers:
        queue(engine, kind, reader)
    return readers


def stages(engine: Engine) -> list[tuple[str, str]]:
    with reading(engine) as db:
        found = db.execute(select(tables.outbox.c.state, tables.outbox.c.stage).order_by(tables.outbox.c.id))
        return [(row.state, row.stage) for row in found]


@dataclass
class Thinking(Server):
    """Looks what is on the disk before it answers."""

    engine: Engine | None = None
    seen: list[list[tuple[str, str]]] = field(default_factory=list)

    def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
        for stage in STAGES:
            reached(stage)
        assert self.engine is not None
        self.seen.append(stages(self.engine))
        self.taken.append(address)
        return "250 taken"


def test_while_the_server_thinks_the_next_letter_is_marked_and_the_one_before_has_its_end(
    engine: Engine,
) -> None:
    readers = many(engine, 4)
    server = Thinking(engine=engine)

    assert deliver(engine, server, rates=AHEAD) == 4

    dot, sent, leased = ("sending", "dot"), ("sent", "dot"), ("leased", "")
    assert server.seen == [
        [dot, dot, leased, leased],
        [sent, dot, dot, leased],
        [sent, sent, dot, dot],
        [sent, sent, sent, dot],
    ]
    assert server.taken == readers
    assert states(engine) == ["sent"] * 4


def test_without_looking_ahead_one_letter_only_is_at_its_dot(engine: Engine) -> None:
    many(engine, 3)
    server = Thinking(engine=engine)

    deliver(engine, server)

    assert [seen.count(("sending", "dot")) for seen in server.seen] == [1, 1, 1]


def test_a_letter_costs_one_commit(engine: Engine) -> None:
    many(engine, 20)
    commits: list[int] = []
    event.listen(engine, "commit", lambda db: commits.append(1))

    deliver(engine, Server(), rates=AHEAD)

    assert states(engine) == ["sent"] * 20
    assert len(commits) <= 20 + 5  # a look, a lease, the first mark, the last end


def test_marks_are_written_without_a_look_at_what_others_have_in_hand(engine: Engine) -> None:
    many(engine, 300)
    with writing(engine) as db:
        rows = lease(db, "one", AHEAD, NOW, 300).rows
    marks = [at_the_dot(row, NOW + timedelta(minutes=20)) for row in rows[:12]]
    with reading(engine) as db:
        plan = plan_of_marks(db, marks)

    assert "pk_outbox" in plan or "INTEGER PRIMARY KEY" in plan
    assert "ix_outbox" not in plan


def plan_of_marks(db: Connection, marks: Sequence[Values]) -> str:
    if db.dialect.name == "sqlite":
        form = _CHANGE._form(db)
        found = carry_out(db, f"EXPLAIN QUERY PLAN {form.sql}", form.filled(marks[0])).fetchall()
        return "\n".join(row[3] for row in found)
    carry_out(db, "SET LOCAL enable_seqscan = off")  # 300 letters are read faster than looked up
    form = _change_all(len(marks))._form(db)
    filled = {f"{name}_{number}": mark[name] for number, mark in enumerate(marks) for name, _ in _COLUMNS}
    found = carry_out(db, f"EXPLAIN {form.sql}", form.filled(filled)).fetchall()
    return "\n".join(row[0] for row in found)


@pytest.mark.parametrize("ahead", [False, True])
def test_who_ends_the_program_leaves_one_letter_in_doubt_or_two_where_it_looks_ahead(
    engine: Engine, ahead: bool
) -> None:
    class DeathError(BaseException):
        """The process ends here."""

    class Deadly(Server):
        def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
            for stage in STAGES:
                reached(stage)
            raise DeathError

    many(engine, 4)
    with pytest.raises(DeathError):
        deliver(engine, Deadly(), rates=Rates(ahead=ahead))

    deliver(engine, server := Server(), NOW + timedelta(minutes=21))

    in_doubt = 2 if ahead else 1
    assert states(engine) == ["uncertain"] * in_doubt + ["sent"] * (4 - in_doubt)
    assert len(server.taken) == 4 - in_doubt


def test_a_marked_letter_that_does_not_go_after_all_waits_as_before(engine: Engine) -> None:
    many(engine, 3)
    server = Server([refused("421 4.3.2 closing", "dot")])

    class LooksFirst(Server):
        def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
            for stage in STAGES:
                reached(stage)
            raise server.failures.pop()

    deliver(engine, LooksFirst(), rates=AHEAD)

    assert stages(engine) == [("deferred", "dot"), ("queued", ""), ("queued", "")]
    deliver(engine, server, NOW + timedelta(hours=1), rates=AHEAD)
    deliver(engine, server, NOW + timedelta(hours=1), rates=AHEAD)
    assert states(engine) == ["sent"] * 3


def test_a_letter_whose_answer_took_long_has_the_next_one_marked_anew(engine: Engine) -> None:
    many(engine, 2)
    clock = [NOW]

    class Slow(Server):
        def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
            reply = super().send(envelope_from, address, content, reached)
            clock[0] += timedelta(minutes=9)
            return reply

    seen: list[Any] = []

    def mark(point: str) -> None:
        if point == "dot written":
            with reading(engine) as db:
                last = tables.outbox.c.id.desc()
                seen.append(db.execute(select(tables.outbox.c.lease_until).order_by(last)).scalars().first())

    Delivery(engine, Slow(), lambda: clock[0], SECRET, rates=AHEAD, mark=mark).run()

    assert seen[-1] == NOW + timedelta(minutes=9 + 20)
    assert states(engine) == ["sent"] * 2


def test_a_refusal_does_not_hold_up_the_letter_that_was_marked_behind_it(engine: Engine) -> None:
    many(engine, 3)

    class Picky(Server):
        def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
            for stage in STAGES:
                reached(stage)
            if address == "reader1@example.org":
                raise SendError("554 5.6.0 bad content", stage="dot", code=554)
            return "250 taken"

    deliver(engine, Picky(), rates=AHEAD)

    assert states(engine) == ["sent", "failed", "sent"]


@pytest.mark.parametrize("at_the_dot", [False, True])
def test_a_letter_that_cannot_be_sent_through_a_fault_of_ours_stops_no_other(
    engine: Engine, at_the_dot: bool
) -> None:
    many(engine, 5)

    class Faulty(Server):
        def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
            if address == "reader2@example.org":
                for stage in STAGES if at_the_dot else STAGES[:3]:
                    reached(stage)
                raise UnicodeError(address)
            return super().send(envelope_from, address, content, reached)

    assert deliver(engine, server := Faulty(), rates=AHEAD) == 5

    state = "uncertain" if at_the_dot else "deferred"
    assert states(engine) == ["sent", "sent", state, "sent", "sent"]
    assert len(server.taken) == 4
    with reading(engine) as db:
        row = db.execute(select(tables.outbox).where(tables.outbox.c.state == state)).one()
    assert (row.attempts, row.last_reply) == (1, "a fault of ours: UnicodeError")


EHLO = "250-mx.example.org\r\n250 PIPELINING"


def test_mail_rcpt_and_data_go_together_to_a_server_that_takes_them_so(engine: Engine) -> None:
    many(engine, 3)

    def rcpt(talk: Talk) -> None:
        talk.wire.sendall(b"250 2.1.0 ok\r\n250 2.1.5 ok\r\n")

    # MAIL is answered when RCPT has come: who waits for the answer waits for ever.
    with listening({"ehlo": EHLO, "mail": lambda talk: None, "rcpt": rcpt}) as ears:
        Delivery(engine, SmtpTransport("127.0.0.1", ears.port, "none", timeout=5), lambda: NOW, SECRET).run()

    assert states(engine) == ["sent"] * 3
    assert len(set(ears.taken)) == 3


@pytest.mark.parametrize("data", ["554 5.5.1 no valid recipients", "354 go on"])
def test_after_a_refusal_among_verbs_sent_together_each_answer_belongs_to_its_own_letter(
    engine: Engine, data: str
) -> None:
    many(engine, 4)
    lines: list[Talk] = []

    def rcpt(talk: Talk) -> None:
        refused = ears.readers[-1].startswith("reader1@")
        ears.script["data"] = data if refused else "354 go on"
        talk.wire.sendall(b"550 5.1.1 no such user\r\n" if refused else b"250 2.1.5 ok\r\n")

    def connect(talk: Talk) -> None:
        lines.append(talk)
        talk.wire.sendall(b"220 mx.example.org\r\n")

    with listening({"ehlo": EHLO, "rcpt": rcpt, "connect": connect}) as ears:
        Delivery(engine, SmtpTransport("127.0.0.1", ears.port, "none"), lambda: NOW, SECRET).run()

    assert states(engine) == ["sent", "failed", "sent", "sent"]
    assert len(set(ears.taken)) == len(ears.taken) == 3
    assert len(lines) == (1 if data.startswith("554") else 2)  # no letter for nobody: a new line
