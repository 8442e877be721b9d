"""The outbox against Postfix and Dovecot: refusals, greylisting, answers that come late, a restart in the middle."""

import re
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from email import message_from_bytes
from typing import Any

import pytest
from sqlalchemy import Engine, select

from ilnmail import tables
from ilnmail.database import reading
from ilnmail.outbox import Rates
from ilnmail.send import SmtpTransport
from tests.crash.smtp import Talk, listening
from tests.outbox.desk import NOW, deliver, queue
from tests.servers.mail import MailServers, running_mail_servers

FOUR = Rates(connections=4)


def rows(engine: Engine) -> list[Any]:
    with reading(engine) as db:
        return list(db.execute(select(tables.outbox).order_by(tables.outbox.c.id)))


def arrived(servers: MailServers, address: str, count: int) -> Counter[str]:
    """How often each Message-ID lies in that mailbox, once there are so many."""
    return Counter(
        str(message_from_bytes(raw)["Message-ID"]) for raw in servers.wait_for_mail(address, count)
    )


def handed_over(servers: MailServers, address: str, wanted: set[str]) -> Counter[str]:
    """How often Postfix took each letter from us, by its own numbers, once all that it took have come: what it was
    delivering when it was ended it may deliver twice, whatever we do, so that to count mails says nothing."""
    ids: set[tuple[str, str]] = set()
    count = len(wanted)
    while not wanted <= {message_id for message_id, _ in ids}:
        raws = servers.wait_for_mail(address, count)
        count = len(raws) + 1
        for raw in raws:
            message = message_from_bytes(raw)
            taken = next(str(one) for one in message.get_all("Received", []) if "(Postfix)" in str(one))
            ids.add((str(message["Message-ID"]), re.findall(r"\bid (\w+)", taken)[0]))
    return Counter(message_id for message_id, _ in ids)


def post(servers: MailServers, port: int = 0, timeout: float = 60, after_dot: float = 60) -> SmtpTransport:
    return SmtpTransport(
        servers.host, port or servers.smtp_port, "none", timeout=timeout, after_dot=after_dot
    )


REFUSALS = {
    "reject@example.org": ("failed", "hard"),
    "full@example.org": ("deferred", "soft"),
    "policy@example.org": ("deferred", "policy"),
    "greylist@example.org": ("deferred", "later"),
    "tempfail@example.org": ("deferred", "later"),
}


def test_what_postfix_refuses_ends_as_it_should_and_stops_nothing_else(
    engine: Engine, real_servers: MailServers
) -> None:
    reader = f"refusals-{engine.dialect.name}@example.org"
    for refused in REFUSALS:
        queue(engine, address=refused)
        queue(engine, address=reader)

    assert deliver(engine, post(real_servers), rates=FOUR) == 10

    found = rows(engine)
    assert {row.address: (row.state, row.verdict) for row in found if row.address in REFUSALS} == REFUSALS
    sent = [row.message_id for row in found if row.address == reader]
    assert arrived(real_servers, reader, len(REFUSALS)) == Counter(sent)


def test_who_is_greylisted_gets_the_letter_at_the_second_try(engine: Engine) -> None:
    """By a server with a memory, which Postfix has not without more."""
    known: set[str] = set()

    def greylist(talk: Talk) -> None:
        address = ears.readers[-1]
        reply = b"250 2.1.5 ok\r\n" if address in known else b"450 4.2.0 greylisted, try again\r\n"
        known.add(address)
        talk.wire.sendall(reply)

    for number in range(6):
        queue(engine, address=f"reader{number}@example.org")
    with listening() as ears:
        ears.script["rcpt"] = greylist
        server = SmtpTransport("127.0.0.1", ears.port, "none")
        deliver(engine, server, rates=FOUR)
        assert {row.state for row in rows(engine)} == {"deferred"}
        deliver(engine, server, NOW + timedelta(minutes=7), rates=FOUR)

    assert {(row.state, row.attempts) for row in rows(engine)} == {("sent", 2)}
    assert len(set(ears.taken)) == len(ears.taken) == 6


@contextmanager
def late_answers(port: int, seconds: float) -> Iterator[int]:
    """A port that hands on to the other one, and whose answers come so much later."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def hand_on(source: socket.socket, target: socket.socket, wait: float) -> None:
            with source, suppress(OSError):
                while octets := source.recv(65536):
                    time.sleep(wait)
                    target.sendall(octets)
                target.shutdown(socket.SHUT_WR)

        def serve() -> None:
            while True:
                try:
                    client, _ = door.accept()
                except OSError:
                    return
                behind = socket.create_connection(("127.0.0.1", port))
                for one in ((client, behind, 0.0), (behind, client, seconds)):
                    threading.Thread(target=hand_on, args=one, daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)


def test_slow_answers_are_waited_for(engine: Engine, real_servers: MailServers) -> None:
    reader = f"slowly-{engine.dialect.name}@example.org"
    for _ in range(4):
        queue(engine, address=reader)
    with late_answers(real_servers.smtp_port, 0.1) as port:
        deliver(engine, post(real_servers, port), rates=FOUR)

    assert {row.state for row in rows(engine)} == {"sent"}
    assert sorted(arrived(real_servers, reader, 4).values()) == [1] * 4


def test_an_answer_to_the_dot_that_comes_too_late_leaves_a_doubt_and_only_a_doubt_may_come_twice(
    engine: Engine, real_servers: MailServers
) -> None:
    reader = f"too-late-{engine.dialect.name}@example.org"
    queue(engine, "prompt", reader)
    queue(engine, "card", reader)
    with late_answers(real_servers.smtp_port, 0.6) as port:
        deliver(engine, post(real_servers, port, timeout=10, after_dot=0.3), rates=FOUR)
    assert [row.state for row in rows(engine)] == ["uncertain", "uncertain"]

    deliver(engine, post(real_servers), NOW + timedelta(minutes=31), rates=FOUR)

    prompt, card = rows(engine)
    assert (prompt.state, card.state) == ("uncertain", "sent")
    came = arrived(real_servers, reader, 3)
    assert came == Counter({prompt.message_id: 1, card.message_id: 2})
    assert came[card.message_id] <= 1 + card.doubts


def test_postfix_is_ended_in_the_middle_and_started_again(engine: Engine) -> None:
    for _ in range(80):
        queue(engine, "prompt", "reader@example.org")
    clock = [NOW]

    with running_mail_servers() as servers:
        postfix = ["postfix", "-c", str(servers.log.parent / "postfix")]
        ended, one_at_a_time = threading.Event(), threading.Lock()

        def end(point: str) -> None:
            if point != "dot":
                return
            with one_at_a_time:
                if not ended.is_set() and states(engine)["sent"] >= 10:
                    ended.set()
                    subprocess.run([*postfix, "abort"], check=True, capture_output=True)

        now = lambda: clock[0]  # noqa: E731
        turn(engine, servers, now, mark=end)
        assert ended.is_set()
        turn(engine, servers, now)  # nobody listens
        assert states(engine)["sent"] < 80
        start(postfix)
        for _ in range(8):
            clock[0] += timedelta(minutes=31)
            turn(engine, servers, now)
        found = rows(engine)
        sent = {row.message_id for row in found if row.state == "sent"}
        came = handed_over(servers, "reader@example.org", sent)

    assert {row.state for row in found} <= {"sent", "uncertain"}
    assert max(came.values()) == 1  # a prompt in doubt is not sent again
    assert all(came[row.message_id] == 1 for row in found if row.state == "sent")
    assert sum(row.state == "uncertain" for row in found) <= 4  # one a connection


def start(postfix: list[str]) -> None:
    """Once the processes of the one before have gone."""
    for _ in range(100):
        if subprocess.run([*postfix, "start"], capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise AssertionError("Postfix does not start again")


def states(engine: Engine) -> Counter[str]:
    with reading(engine) as db:
        return Counter(db.execute(select(tables.outbox.c.state)).scalars())


def turn(engine: Engine, servers: MailServers, now: Any, **options: Any) -> None:
    """A server that is ended hangs up at once: no answer is given up because the machine is slow."""
    moment: datetime = now()
    deliver(engine, post(servers), moment, rates=FOUR, **options)


@pytest.fixture(autouse=True)
def _only_where_there_are_servers(real_servers: MailServers) -> None:
    """Skips with the line that says how to get them."""
