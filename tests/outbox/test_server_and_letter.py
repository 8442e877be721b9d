"""Who waits after a refusal, the letter or the server; and how long."""

from datetime import timedelta

from sqlalchemy import Engine

from ilnmail import outbox
from ilnmail.database import reading, writing
from ilnmail.send import SendError
from tests.outbox.desk import NOW, Server, deliver, queue, refused, states


def test_a_full_mailbox_is_tried_again_within_hours_and_given_up_after_four_days(engine: Engine) -> None:
    queue(engine)
    full = refused("552 5.2.2 mailbox full")

    deliver(engine, Server([full]))
    assert states(engine) == ["deferred"]
    assert deliver(engine, Server(), NOW + timedelta(minutes=30)) == 0

    for hour in range(1, 120):
        deliver(engine, Server([full]), NOW + timedelta(hours=hour))
    assert states(engine) == ["failed"]


def test_one_recipients_policy_stops_nobody_else(engine: Engine) -> None:
    queue(engine)
    queue(engine, address="jonas@example.net")
    server = Server([refused("550 5.7.1 not accepted here")])

    deliver(engine, server)

    assert server.taken == ["jonas@example.net"]
    assert states(engine) == ["deferred", "sent"]


def test_five_policies_without_a_letter_taken_open_the_circuit(engine: Engine) -> None:
    for number in range(20):
        queue(engine, address=f"reader{number}@example.org")
    server = Server([refused("550 5.7.1 not accepted here") for _ in range(20)])

    assert deliver(engine, server) == 4  # the fifth is the one that tells us
    assert len(server.failures) == 15
    with reading(engine) as db:
        assert outbox.circuit(db).open(NOW)


def test_an_open_circuit_lets_nothing_go_and_then_one(engine: Engine) -> None:
    for number in range(3):
        queue(engine, address=f"reader{number}@example.org")
    deliver(engine, Server([SendError("connection refused", stage="connect")]))
    server = Server([SendError("connection refused", stage="connect")])

    assert deliver(engine, server, NOW + timedelta(seconds=59)) == 0
    deliver(engine, server, NOW + timedelta(seconds=61))
    assert server.failures == []
    assert deliver(engine, Server(), NOW + timedelta(seconds=62)) == 0
    assert deliver(engine, Server(), NOW + timedelta(hours=1)) == 3


def test_a_server_that_fails_uses_up_no_attempt(engine: Engine) -> None:
    queue(engine)
    for hour in range(40):
        deliver(engine, Server([SendError("refused", stage="connect")]), NOW + timedelta(hours=hour))

    assert deliver(engine, server := Server(), NOW + timedelta(hours=41)) == 1
    assert server.taken == ["amina@example.org"]


def test_the_next_moment_knows_the_circuit_and_the_second_try_of_a_doubtful_letter(engine: Engine) -> None:
    queue(engine)
    deliver(engine, Server([SendError("gone", stage="dot")]))
    with reading(engine) as db:
        assert outbox.next_attempt_at(db, outbox.Rates(), NOW) == NOW + timedelta(minutes=30)
    deliver(engine, Server([SendError("refused", stage="connect")]), NOW + timedelta(minutes=30))
    with reading(engine) as db:
        again = outbox.next_attempt_at(db, outbox.Rates(), NOW + timedelta(minutes=30))
    assert again is not None
    assert again > NOW + timedelta(minutes=31)


def test_the_next_moment_knows_the_limit_of_a_day(engine: Engine) -> None:
    rates = outbox.Rates(day=2)
    for number in range(3):
        queue(engine, address=f"reader{number}@example.org")

    assert deliver(engine, Server(), rates=rates) == 2
    with reading(engine) as db:
        assert outbox.next_attempt_at(db, rates, NOW) == NOW + timedelta(days=1)


def test_a_minute_a_domain_and_a_person_have_their_limits(engine: Engine) -> None:
    for number in range(3):
        queue(engine, address=f"reader{number}@example.org")
    queue(engine, address="jonas@example.net")

    server = Server()
    assert deliver(engine, server, rates=outbox.Rates(domain=1)) == 2
    assert server.taken == ["reader0@example.org", "jonas@example.net"]
    assert deliver(engine, server, NOW + timedelta(minutes=2), rates=outbox.Rates(minute=1)) == 1


def test_an_operator_holds_tries_and_drops_one_letter(engine: Engine) -> None:
    kept, dropped = queue(engine), queue(engine, address="jonas@example.net")
    with writing(engine) as db:
        assert outbox.hold_letter(db, kept)
        assert outbox.drop(db, dropped, NOW)
        assert not outbox.drop(db, dropped, NOW)

    assert deliver(engine, Server()) == 0
    assert states(engine) == ["held", "cancelled"]
    with writing(engine) as db:
        assert outbox.retry(db, kept, NOW)
    assert deliver(engine, Server()) == 1
    with writing(engine) as db:
        assert not outbox.retry(db, kept, NOW)
