"""Counts for the coordinators: the week beside the week before, and how a round went."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select

from ilnmail import tables
from ilnmail.decide.due import next_dates
from ilnmail.decide.figures import week_before
from ilnmail.decide.round_days import day_of
from ilnmail.decide.state import State
from ilnmail.events import Due
from ilnmail.load import rows
from ilnmail.load.mail import health, set_aside
from ilnmail.load.programme import open_tickets, quiet_count, quiet_couples
from ilnmail.load.results import survey
from ilnmail.load.undelivered import undelivered
from ilnmail.model import Answer, PairingState, Person, PersonState, PlaceState, Round, RoundState

_WEEK = timedelta(days=7)
people, places, pairings, members = tables.people.c, tables.places.c, tables.pairings.c, tables.members.c
_TICKETS = tables.tickets.c
messages, outbox, contacts = tables.messages.c, tables.outbox.c, tables.contacts.c


def digest(db: Connection, event: Due, known: State) -> State:
    """Everything that the letter of one coordinator shows."""
    reader = rows.person(db, int(event.zone.removeprefix("P-")))
    return replace(digest_state(db, event.at, known), person=reader)


def digest_state(db: Connection, at: datetime, known: State) -> State:
    """The same for every coordinator."""
    one = _of_the_week(known)
    shared = rows.facts(db, Answer, tables.answers.c.shared, tables.answers.c.at > at - _WEEK)
    tickets = open_tickets(db)
    concerned = {t.person for t in tickets if t.person} | {a.person for a in shared}
    long_ago = at.date() - timedelta(days=known.schedules.silence.ask)
    quiet = quiet_couples(db, long_ago)
    return replace(
        known,
        round=one,
        tickets=tickets,
        couples=quiet,
        people=rows.facts(db, Person, people.id.in_(concerned)),
        answers=shared,
        set_aside=set_aside(db),
        undelivered=undelivered(db),
        numbers={
            **(_figures(db, one, at) if one else {}),
            **_alone(db, at),
            **health(db, at),
            **_proposed(db, known),
            "quiet": quiet_count(db, long_ago),
            "figures before": _before(db, at, one.name) if one else {},
            "next": next_dates(known, at),
        },
    )


def _proposed(db: Connection, known: State) -> dict[str, object]:
    """How many pairs wait for a yes, and what happens to them without one."""
    undecided = pairings.state.in_((PairingState.PROPOSED, PairingState.HELD))
    of_a_pair = (_TICKETS.closed_at.is_(None), _TICKETS.pairing.is_not(None))
    in_its_own_line = pairings.id.in_(select(_TICKETS.pairing).where(*of_a_pair))
    of = next((r for r in known.rounds if r.state is RoundState.PROPOSED and r.defaults), None)
    day = day_of(known, of, "default") if of else None
    words = f"those that fit well go out by themselves on {day:%-d %B}" if day else "they wait"
    return {"proposed": _count(db, pairings.id, undecided, ~in_its_own_line), "proposed default": words}


def _before(db: Connection, at: datetime, round_name: str) -> dict[str, int]:
    """The figures that last week's letter showed."""
    switches = tables.switches.c
    kept = db.execute(select(switches.value).where(switches.name == week_before(at, round_name))).scalar()
    found: dict[str, int] = json.loads(kept) if kept else {}
    return found


def _count(db: Connection, column: ColumnElement[int], *where: ColumnElement[bool]) -> int:
    return int(db.execute(select(func.count(func.distinct(column))).where(*where)).scalar_one())


def _of_the_week(known: State) -> Round | None:
    """The round whose numbers are shown: one that runs, else the next that people join."""
    running = (one for one in known.rounds if one.state is RoundState.RUNNING)
    joined = (one for one in known.rounds if one.state in _JOINED)
    return next(running, None) or min(joined, key=lambda one: one.starts, default=None)


_JOINED = (RoundState.OPEN, RoundState.CLOSED, RoundState.PROPOSED)


def _figures(db: Connection, one: Round, at: datetime) -> dict[str, object]:
    """(now, a week ago) of each figure of that round; None where the past cannot be counted any more."""
    return _writing(db, one.id, at) if one.state is RoundState.RUNNING else _joining(db, one.id)


def _joining(db: Connection, round_id: int) -> dict[str, object]:
    mine = places.round == round_id
    here = (mine, places.state != PlaceState.WITHDRAWN)
    from_where = select(func.count(func.distinct(people.country))).join_from(tables.places, tables.people)
    placed = places.state.in_((PlaceState.ADMITTED, PlaceState.MATCHED))
    return {
        "have joined": (_count(db, places.person, *here), None),
        "countries": (db.execute(from_where.where(*here, people.country != "")).scalar_one(), None),
        "have not answered their card": (_count(db, people.id, people.state == PersonState.APPLYING), None),
        "have a place": (_count(db, places.person, mine, placed), None),
        "waiting": (_count(db, places.person, mine, places.state == PlaceState.WAITING), None),
    }


def _writing(db: Connection, round_id: int, at: datetime) -> dict[str, object]:
    week_ago, fortnight = at - _WEEK, timedelta(days=14)
    running = (pairings.round == round_id, pairings.state == PairingState.RUNNING)
    together = select(pairings.id).where(*running).scalar_subquery()

    def wrote(since: datetime, until: datetime) -> int:
        return _count(
            db, contacts.pairing, contacts.pairing.in_(together), contacts.at > since, contacts.at <= until
        )

    start = at - timedelta(days=3650)
    paired = _count(db, pairings.id, *running)
    begun, begun_before = wrote(start, at), wrote(start, week_ago)
    return {
        "people": (_count(db, members.person, members.pairing.in_(together), members.current), None),
        "pairings": (paired, None),
        "have begun to write": (begun, begun_before),
        "wrote in the last 14 days": (wrote(at - fortnight, at), wrote(week_ago - fortnight, week_ago)),
        "no word yet": (paired - begun, None),
        "waiting": (_count(db, places.person, places.state == PlaceState.WAITING), None),
    }


def _alone(db: Connection, at: datetime) -> dict[str, object]:
    """What was done without anybody, this week."""
    since = at - _WEEK
    relays = outbox.kind.in_(("relay", "partner-answer"))
    return {
        "relayed": _count(db, outbox.id, relays, outbox.state == "sent", outbox.done_at > since),
        "answered": _count(db, messages.id, messages.outcome == "acted", messages.done_at > since),
        "absences": _count(db, messages.id, messages.mail_class == "away", messages.done_at > since),
        "pauses": _count(db, people.id, people.state == "paused"),
        "unreachable": _count(db, tables.addresses.c.person, tables.addresses.c.suspended_at > since),
    }


def of_round(db: Connection, round_id: int | None) -> Mapping[str, object]:
    """How a round went, in the figures of its report; "survey" is what people said."""
    name = db.execute(select(tables.rounds.c.name).where(tables.rounds.c.id == round_id)).scalar() or ""
    mine = pairings.round == round_id
    ids = select(pairings.id).where(mine)
    introduced = pairings.state.in_((PairingState.RUNNING, PairingState.ENDED))
    return {
        "people with a place": _count(db, places.person, places.round == round_id),
        "pairings": _count(db, pairings.id, mine, introduced),
        "pairings that wrote": _count(db, contacts.pairing, contacts.pairing.in_(ids)),
        "mails between partners": _count(
            db, outbox.id, outbox.kind == "relay", outbox.pairing.in_(ids), outbox.state == "sent"
        ),
        "answers to topics": _count(db, tables.answers.c.message, tables.answers.c.round == round_id),
        "would like another round": _count(db, people.id, people.again == "yes"),
        "survey": survey(db, name),
    }
