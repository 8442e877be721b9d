"""Mail out: each letter once, tried until it is sent or cannot be, on both databases."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select

from ilnmail import outbox, tables
from ilnmail.database import reading, writing
from ilnmail.effects import Cancel, Guard, Send
from ilnmail.letters import LETTERS
from ilnmail.rehearsal import Rehearsal
from ilnmail.send import STAGES, Reached, SendError, Transport
from ilnmail.tokens import Secret

NOW = datetime(2027, 1, 20, 10, tzinfo=UTC)
SECRET = Secret(1, b"a key of sixteen")
ORDER = Send(kind="help", cause="m1", person=None, address="amina@example.org")


@dataclass(frozen=True)
class Printed:
    """A finished message that need not be read."""

    content: bytes = b"Subject: Hello\r\n\r\nText\r\n"
    envelope_from: str = "iln+b@example.org"
    message_id: str = "<1@example.org>"
    token: str = "r1"
    bounce_token: str = "b1"
    leave_token: str = "u1"
    ref: str = "k7qf-2m"


@dataclass
class Server:
    """Answers as told, then accepts."""

    failures: list[SendError] = field(default_factory=list)
    taken: list[tuple[str, bytes]] = field(default_factory=list)

    def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
        failure = self.failures.pop(0) if self.failures else None
        for stage in STAGES[: STAGES.index(failure.stage) + 1] if failure else STAGES:
            reached(stage)
        if failure:
            raise failure
        self.taken.append((address, content))
        return "250 taken"

    def rest(self) -> None:
        """There is no connection to give up."""


def queue(engine: Engine, order: Send = ORDER) -> bool:
    with writing(engine) as db:
        return outbox.queue(db, order, Printed(), LETTERS["help"], NOW)


def deliver(engine: Engine, transport: Transport, at: datetime, **options: Any) -> int:
    return outbox.deliver(engine, transport, lambda: at, SECRET, **options)


def state(engine: Engine) -> list[str]:
    with reading(engine) as db:
        return list(db.execute(select(tables.outbox.c.state).order_by(tables.outbox.c.id)).scalars())


def test_a_key_that_is_there_has_been_said(engine: Engine) -> None:
    assert queue(engine)
    assert not queue(engine)


def test_what_was_cancelled_may_be_said_again(engine: Engine) -> None:
    queue(engine)
    with writing(engine) as db:
        assert outbox.cancel(db, Cancel(keys=(ORDER.key,)), NOW) == 1
    assert queue(engine)
    assert state(engine) == ["cancelled", "queued"]


def test_a_letter_is_sent_once(engine: Engine) -> None:
    server = Server()
    queue(engine)

    assert deliver(engine, server, NOW) == 1
    assert deliver(engine, server, NOW) == 0
    assert [address for address, _ in server.taken] == ["amina@example.org"]
    assert state(engine) == ["sent"]


def test_a_letter_waits_for_its_time(engine: Engine) -> None:
    queue(engine, replace(ORDER, not_before=NOW + timedelta(hours=1)))

    assert deliver(engine, Server(), NOW) == 0
    assert deliver(engine, Server(), NOW + timedelta(hours=1)) == 1


def test_one_that_comes_too_late_is_dropped(engine: Engine) -> None:
    server = Server()
    queue(engine, replace(ORDER, not_after=NOW + timedelta(hours=1)))

    deliver(engine, server, NOW + timedelta(hours=2))

    assert (state(engine), server.taken) == (["expired"], [])


def test_a_temporary_refusal_is_tried_again_after_about_five_minutes(engine: Engine) -> None:
    server = Server([SendError("451 later", stage="rcpt", code=451)])
    queue(engine)

    deliver(engine, server, NOW)
    assert state(engine) == ["deferred"]
    assert deliver(engine, server, NOW + timedelta(minutes=3, seconds=59)) == 0
    assert deliver(engine, server, NOW + timedelta(minutes=6)) == 1
    assert state(engine) == ["sent"]


def test_a_permanent_refusal_is_final(engine: Engine) -> None:
    queue(engine)

    deliver(engine, Server([SendError("550 no", stage="rcpt", code=550)]), NOW)

    assert state(engine) == ["failed"]


def test_a_drop_after_the_dot_is_tried_once_more_and_then_left_uncertain(engine: Engine) -> None:
    lost = [SendError("dropped", stage="dot") for _ in range(2)]
    queue(engine)

    deliver(engine, server := Server(lost), NOW)
    assert deliver(engine, server, NOW + timedelta(minutes=29)) == 0
    deliver(engine, server, NOW + timedelta(minutes=30))
    assert deliver(engine, server, NOW + timedelta(days=9)) == 0

    assert (state(engine), server.taken) == (["uncertain"], [])


def test_a_guard_that_no_longer_holds_suppresses_the_letter(engine: Engine) -> None:
    server = Server()
    queue(engine, replace(ORDER, guard=Guard.PERSON_ACTIVE))

    deliver(engine, server, NOW)

    assert (state(engine), server.taken) == (["suppressed"], [])


def test_in_rehearsal_everything_goes_to_the_operator(engine: Engine) -> None:
    server = Server()
    queue(engine)

    deliver(engine, Rehearsal(server, "operator@example.org"), NOW)

    ((address, content),) = server.taken
    assert address == "operator@example.org"
    assert b"Subject: [for amina@example.org] Hello" in content
