"""After an end of sending of which nobody knows: which kinds go once more, row by row of the catalogue."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from ilnmail import tables
from ilnmail.database import reading
from ilnmail.letters import LETTERS
from ilnmail.send import SendError
from tests.outbox.desk import NOW, Server, deliver, queue

QUESTIONS = (
    "prompt broadcast again day-7 no-answer check-in survey in-touch card-reminder term-reminder goodbye"
)
DIGESTS = "digest closing proposal please-read reminder round-plan round-report country-note"
INVITATIONS = "invitation invited recommended"  # to people who have not asked for anything
PROBES = "address-check"  # two of them would say no more than one
NEVER = frozenset(f"{QUESTIONS} {DIGESTS} {INVITATIONS} {PROBES}".split())


def tries(engine: Engine) -> dict[str, tuple[str, int, int]]:
    out = tables.outbox.c
    with reading(engine) as db:
        rows = db.execute(select(out.kind, out.state, out.attempts, out.doubts))
        return {row.kind: (row.state, row.attempts, row.doubts) for row in rows}


def test_every_kind_that_somebody_waits_for_goes_once_more_and_no_other(engine: Engine) -> None:
    for kind in LETTERS:
        queue(engine, kind, f"{kind}@example.org")
    lost = Server([SendError("dropped", stage="dot") for _ in LETTERS])
    deliver(engine, lost, most=len(LETTERS))

    server = Server()
    deliver(engine, server, NOW + timedelta(minutes=29), most=len(LETTERS))
    assert server.taken == []
    deliver(engine, server, NOW + timedelta(minutes=30), most=len(LETTERS))

    assert sorted(server.taken) == sorted(f"{kind}@example.org" for kind in LETTERS if kind not in NEVER)
    assert tries(engine) == {
        kind: ("uncertain", 1, 1) if kind in NEVER else ("sent", 2, 1) for kind in LETTERS
    }


@pytest.mark.parametrize("kind", ["introduction", "card", "relay"])
def test_twice_in_doubt_is_the_end(engine: Engine, kind: str) -> None:
    queue(engine, kind)
    server = Server([SendError("dropped", stage="dot") for _ in range(2)])

    for hour in range(200):
        deliver(engine, server, NOW + timedelta(hours=hour))

    assert server.taken == []
    assert tries(engine) == {kind: ("uncertain", 2, 2)}
