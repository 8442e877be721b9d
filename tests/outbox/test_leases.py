"""A worker that dies, and one that comes late."""

from datetime import timedelta

from sqlalchemy import Engine

from ilnmail import tables
from ilnmail.database import writing
from ilnmail.outbox import Delivery
from ilnmail.send import STAGES, Reached
from tests.outbox.desk import NOW, SECRET, Server, deliver, queue, states

LATER = NOW + timedelta(minutes=21)


class DeathError(BaseException):
    """The process ends here."""


def die_at(engine: Engine, point: str) -> None:
    def mark(here: str) -> None:
        if here == point:
            raise DeathError

    try:
        Delivery(engine, Server(), lambda: NOW, SECRET, mark=mark).run()
    except DeathError:
        return
    raise AssertionError(f"{point} was never reached")


def test_what_died_before_the_dot_goes_when_its_lease_is_over(engine: Engine) -> None:
    queue(engine)
    die_at(engine, "data")
    server = Server()

    assert deliver(engine, server) == 0
    deliver(engine, server, LATER)

    assert (states(engine), server.taken) == (["sent"], ["amina@example.org"])


def test_what_died_behind_the_dot_is_uncertain_and_goes_once_more(engine: Engine) -> None:
    queue(engine)
    die_at(engine, "answered")

    deliver(engine, server := Server(), LATER)
    assert (states(engine), server.taken) == (["uncertain"], [])
    deliver(engine, server, LATER + timedelta(minutes=31))
    assert (states(engine), server.taken) == (["sent"], ["amina@example.org"])


def test_a_prompt_that_died_behind_the_dot_stays_uncertain(engine: Engine) -> None:
    queue(engine, "prompt")
    die_at(engine, "answered")

    deliver(engine, server := Server(), LATER)
    deliver(engine, server, LATER + timedelta(days=3))

    assert (states(engine), server.taken) == (["uncertain"], [])


def test_a_worker_whose_lease_was_taken_says_nothing_more(engine: Engine) -> None:
    class Slow(Server):
        def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
            with writing(engine) as db:
                db.execute(tables.outbox.update().values(epoch=tables.outbox.c.epoch + 1))
            for stage in STAGES:
                reached(stage)
            raise AssertionError("nothing may be sent without the lease")

    queue(engine)
    deliver(engine, Slow())

    assert states(engine) == ["leased"]
