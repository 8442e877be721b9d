"""Every way a mail server can fail, by a scripted one over a real socket, and what must be true afterwards."""

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from ilnmail import outbox, tables
from ilnmail.database import reading, writing
from ilnmail.outbox import Delivery
from ilnmail.send import SmtpTransport
from tests.crash.smtp import Action, Ears, Talk, listening
from tests.outbox.desk import NOW, SECRET, queue
from tests.servers.mail import MailServers


def slow(reply: str) -> Callable[[Talk], None]:
    return lambda talk: talk.slowly(reply)


def close(talk: Talk) -> None:
    talk.wire.sendall(b"421 4.3.2 closing\r\n")
    talk.drop()


def drop_in_the_middle(talk: Talk) -> None:
    """Asks for the letter and hangs up when some of it has come."""
    talk.wire.sendall(b"354 go on\r\n")
    talk.wire.recv(10)
    talk.drop()


def late(talk: Talk) -> None:
    """Longer than any other answer may take, not longer than the one to the final dot may."""
    time.sleep(0.8)
    talk.wire.sendall(b"250 2.0.0 taken\r\n")
    EARS[-1].note(talk)


EARS: list[Ears] = []


@dataclass(frozen=True)
class Fault:
    """A script, the state and verdict of the letter afterwards, and whether the server is left alone."""

    name: str
    stage: str
    action: Action
    state: str
    verdict: str = ""
    circuit: bool = False
    left_out: str = ""
    tls: str = "none"
    big: bool = False  # more than fits into the buffers between us
    after_dot: float = 0.5


LATER_ON = NOW + timedelta(hours=1)
LATER, HOST = ("deferred", "later"), ("deferred", "host", True)
CLOSING = "421 4.3.2 closing"
FAULTS = (
    Fault("refuse", "connect", Talk.drop, *HOST),
    Fault("mute", "connect", Talk.mute, *HOST),
    Fault("bad TLS", "", "", *HOST, tls="tls"),
    Fault("no STARTTLS offered", "", "", *HOST, tls="starttls"),
    Fault("535 at login", "auth", "535 5.7.8 bad password", "deferred", "operator", True),
    Fault("454 at login", "auth", "454 4.7.0 try again", *HOST),
    Fault("530 at MAIL", "mail", "530 5.7.0 log in first", "deferred", "operator", True),
    Fault("421 at the greeting", "connect", CLOSING, *HOST),
    Fault("421 at EHLO", "ehlo", close, *HOST),
    Fault("421 at MAIL", "mail", CLOSING, *HOST),
    Fault("421 at RCPT", "rcpt", CLOSING, *HOST),
    Fault("421 at DATA", "data", CLOSING, *HOST),
    Fault("421 at the dot", "dot", CLOSING, *HOST),
    Fault("432", "rcpt", "432 4.7.12 password transition", *LATER),
    Fault("450", "rcpt", "450 4.2.0 greylisted", *LATER),
    Fault("451", "rcpt", "451 4.3.0 local error", *LATER),
    Fault("452", "dot", "452 4.3.1 disk full", *LATER),
    Fault("550 5.1.1", "rcpt", "550 5.1.1 no such user", "failed", "hard"),
    Fault("550 5.7.1", "rcpt", "550 5.7.1 not accepted", "deferred", "policy"),
    Fault("552 5.2.2", "rcpt", "552 5.2.2 mailbox full", "deferred", "soft"),
    Fault("552 SIZE", "mail", "552 5.3.4 too big", "failed", "refused"),
    Fault("553", "rcpt", "553 5.1.3 bad address", "failed", "hard"),
    Fault("554 at the dot", "dot", "554 5.6.0 bad content", "failed", "refused"),
    Fault("556", "rcpt", "556 5.1.10 null MX", "failed", "hard"),
    Fault("drop before DATA", "data", Talk.drop, *LATER),
    Fault("drop in the middle of DATA", "data", drop_in_the_middle, *LATER, big=True),
    Fault("drop after the dot", "dot", Talk.drop, "uncertain", "uncertain"),
    Fault("250 after nine minutes", "dot", late, "sent", after_dot=5),
    Fault("mute after the dot", "dot", Talk.mute, "uncertain", "uncertain"),
    Fault("a reply of many lines", "dot", "250-2.0.0 taken\r\n250-and\r\n250 queued", "sent"),
    Fault("a reply that is garbage", "rcpt", "hello there", *LATER),
    Fault("no SMTPUTF8", "", "", "", left_out="tested by name below"),
    Fault("rewritten Message-ID", "", "", "", left_out="not to be seen from here; `doctor` looks"),
    Fault("EHLO refused, HELO taken", "ehlo", "502 5.5.1 what?", "sent"),
    Fault("RSET refused", "rset", "502 5.5.1 what?", "sent"),
    Fault("control characters in a reply", "dot", "250 2.0.0 \x1b[31mtaken\x07", "sent"),
    Fault("an octet at a time", "rcpt", slow("250 2.1.5 ok"), "sent"),
)
TRIED = tuple(fault for fault in FAULTS if not fault.left_out)


@pytest.mark.parametrize("takes", ["one by one", "PIPELINING"])
@pytest.mark.parametrize("fault", TRIED, ids=lambda fault: fault.name)
def test_a_server_that_fails_leaves_the_letter_as_it_should_be(
    engine: Engine, fault: Fault, takes: str
) -> None:
    letter = queue(engine)
    if fault.big:
        with writing(engine) as db:
            mine = tables.contents.update().where(tables.contents.c.outbox == letter)
            db.execute(mine.values(content=b"Subject: Hello\r\n\r\n" + b"Words.\r\n" * 2_000_000))
    login = ("iln@example.org", "secret") if fault.stage == "auth" else ("", "")
    more = "250-PIPELINING\r\n" if takes == "PIPELINING" else ""
    script: dict[str, Action] = {
        "ehlo": f"250-mx.example.org\r\n{more}250 AUTH PLAIN",
        fault.stage: fault.action,
    }
    with listening(script) as ears:
        EARS.append(ears)
        send = functools.partial(SmtpTransport, "127.0.0.1", ears.port, fault.tls, *login)
        Delivery(engine, send(timeout=0.5, after_dot=fault.after_dot), lambda: NOW, SECRET).run()

    with reading(engine) as db:
        row = db.execute(select(tables.outbox)).one()
        alone = outbox.circuit(db).open(NOW)
    assert (row.state, row.verdict, alone) == (fault.state, fault.verdict, fault.circuit)
    assert row.last_reply.isprintable()
    assert len(ears.taken) == (fault.state == "sent")


def test_every_fault_of_the_list_is_a_row() -> None:
    assert len(FAULTS) == 37  # the 36, and one more: muteness after the dot
    assert len(TRIED) == 35


def test_a_password_is_not_sent_where_starttls_was_asked_for_and_is_not_offered(engine: Engine) -> None:
    queue(engine)
    with listening() as ears:
        server = SmtpTransport("127.0.0.1", ears.port, "starttls", "iln", "secret", timeout=0.5)
        Delivery(engine, server, lambda: NOW, SECRET).run()
    with reading(engine) as db:
        row = db.execute(select(tables.outbox)).one()
    assert (row.state, ears.taken) == ("deferred", [])


def test_an_address_outside_ascii_needs_a_server_that_can(engine: Engine) -> None:
    queue(engine, address="søren@example.org")
    with listening() as ears:
        Delivery(engine, SmtpTransport("127.0.0.1", ears.port, "none"), lambda: NOW, SECRET).run()
    with reading(engine) as db:
        row = db.execute(select(tables.outbox)).one()
    assert (row.state, ears.taken) == ("failed", [])


def test_an_address_outside_ascii_goes_over_a_server_that_can(engine: Engine) -> None:
    queue(engine, address="søren@example.org")
    with listening({"ehlo": "250-mx.example.org\r\n250 SMTPUTF8"}) as ears:
        Delivery(engine, SmtpTransport("127.0.0.1", ears.port, "none"), lambda: NOW, SECRET).run()
    assert ears.readers == ["søren@example.org"]
    assert len(ears.taken) == 1


def test_after_every_fault_the_letter_still_gets_an_end_within_five_days(engine: Engine) -> None:
    queue(engine)
    with listening({"dot": "451 4.3.0 never"}) as ears:
        server = SmtpTransport("127.0.0.1", ears.port, "none", timeout=0.5)
        for hour in range(0, 5 * 24, 2):
            moment = NOW + timedelta(hours=hour)
            Delivery(engine, server, lambda moment=moment: moment, SECRET).run()  # type: ignore[misc]
    with reading(engine) as db:
        assert db.execute(select(tables.outbox.c.state)).scalar_one() == "failed"


def test_a_certificate_that_nobody_vouches_for_is_no_server_of_ours(
    engine: Engine, real_servers: MailServers
) -> None:
    reader = f"unverified-{engine.dialect.name}@example.org"
    queue(engine, address=reader)
    doors = ((NOW, real_servers.smtps_port, "tls"), (LATER_ON, real_servers.smtp_port, "starttls"))
    for number, (moment, port, tls) in enumerate(doors, 1):
        server = SmtpTransport(real_servers.host, port, tls, "bot@example.org", real_servers.password)
        Delivery(engine, server, lambda moment=moment: moment, SECRET).run()  # type: ignore[misc]
        with reading(engine) as db:
            row = db.execute(select(tables.outbox)).one()
            assert outbox.circuit(db).failures == number
        assert (row.state, row.verdict) == ("deferred", "host")
        assert "certificate" in row.last_reply
    assert real_servers.mailbox(reader) == []
