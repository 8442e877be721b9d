"""What a coordinator's order is about: the people, pairings and tickets that its ids and numbers name."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from ilnmail import tables
from ilnmail.columns import typed
from ilnmail.decide.changing import KEPT, key_after
from ilnmail.decide.coordinator.groups import group_of
from ilnmail.decide.coordinator.team import ADDRESS
from ilnmail.decide.joining import JOINED
from ilnmail.decide.putting_off import SMALL_ROUND
from ilnmail.decide.state import State
from ilnmail.events import CoordinatorWrote, OrderGiven, OrdersFinished
from ilnmail.load import rows
from ilnmail.load.couples import read_couples
from ilnmail.load.lookups import LOOKUPS, of_group
from ilnmail.load.mail import set_aside
from ilnmail.load.memory import memory
from ilnmail.load.numbers import digest_state, of_round
from ilnmail.load.plan import readers_of
from ilnmail.load.programme import whole_round
from ilnmail.load.rescue import parting
from ilnmail.load.round_orders import of_a_later_round, of_a_round
from ilnmail.load.undelivered import letters_of, mails_of, of_mails, undelivered
from ilnmail.model import (
    Act,
    Ask,
    Pairing,
    PairingState,
    Person,
    Round,
    RoundState,
    Ticket,
)
from ilnmail.understand.orders import meant

_ALIVE = (PairingState.PROPOSED, PairingState.HELD, PairingState.APPROVED, PairingState.RUNNING)
_MOST = 50


def of_an_order(db: Connection, event: OrderGiven, known: State) -> State:
    """The state for one order."""
    special = _LOADERS.get(event.order.verb)
    if special is not None:
        return special(db, event, known)
    group = group_of(event.order.text) if event.order.verb in _OF_GROUPS and not event.order.ids else None
    if group is not None:
        return replace(known, people=of_group(db, group))
    named = [*event.order.ids, *(stands_for for _, stands_for in meant(event.order, event.lines))]
    if event.order.verb in ("freeze", "unfreeze", "unmatch"):
        named = _with_their_pairing(db, named)
    found = _with_a_small_round(db, _named(db, named or _everything(event, known), known))
    return replace(found, acts=_decided_lately(db, event, known)) if event.order.verb in _DECISIONS else found


def _with_a_small_round(db: Connection, found: State) -> State:
    """Everybody in it, where a line asks whether it goes on."""
    open_one = next((r for r in found.rounds if r.state is RoundState.OPEN), None)
    asked = any(t.kind == SMALL_ROUND for t in found.tickets)
    if open_one is None or not asked:
        return found
    whole = whole_round(db, open_one.id, found)
    return replace(whole, tickets=found.tickets, numbers={**found.numbers, **readers_of(db, found.rounds)})


_OF_GROUPS = frozenset({"pause", "resume", "remove", "tag", "note"})
"""Orders that may be about everybody in a country, of a tag, of a round."""

_DECISIONS = frozenset({"approve", "reject", "hold"})


def _decided_lately(db: Connection, event: OrderGiven, known: State) -> tuple[Act, ...]:
    """What the coordinators did in the last fortnight: who was quicker?"""
    acts = tables.acts.c
    theirs = acts.actor.in_([c.address for c in known.coordinators])
    return rows.facts(db, Act, acts.at > event.at - timedelta(days=14), theirs, order=acts.id)


def speaker(db: Connection, actor: str) -> tuple[int | None, tuple[tuple[str, str], ...]]:
    """Who that is at the keyboard, and what the numbers of the newest letter that asked them something mean."""
    if "@" not in actor:
        return None, ()
    person = rows.person_at(db, actor)
    if person is None or not person.coordinator:
        raise ValueError(f"{actor} is no coordinator; `ilnmail order coordinator list` shows who is")
    asks = tables.asks.c
    numbered = (asks.person == person.id, asks.kind.in_(("proposal", "rescue", "digest", "transcript")))
    query = select(tables.asks).where(*numbered).order_by(asks.id.desc()).limit(1)
    row = db.execute(query).first()
    return person.id, rows.fact(Ask, row).lines if row else ()


def _everything(event: OrderGiven, known: State) -> list[str]:
    """ "approve all" at the keyboard, where no letter is answered: all that is proposed."""
    return ["proposal:"] if event.order.verb in ("approve", "reject", "hold") and not event.lines else []


def _named(db: Connection, named: Collection[str], known: State) -> State:
    """What P-1043, M-27, Q-9, Q-9.12 and "proposal:2027A" stand for."""
    ids: dict[str, list[int]] = {"P": [], "M": [], "Q": []}
    for one in named:
        prefix, _, numbers = one.partition("-")
        if prefix in ids:
            ids[prefix] += [int(number) for number in numbers.split(".") if number.isdecimal()]
        elif one.startswith("proposal:"):
            ids["M"] += _proposed(db)
    mails, letters = mails_of(named), letters_of(named)
    tickets = rows.facts(db, Ticket, tables.tickets.c.id.in_(ids["Q"]), order=tables.tickets.c.id)
    people = rows.facts(
        db, Person, tables.people.c.id.in_([*ids["P"], *(t.person for t in tickets if t.person)])
    )
    by_id = {p.id: p for p in people}
    pairings = {
        p.id: p
        for p in rows.facts(db, Pairing, tables.pairings.c.id.in_([*ids["M"], *_theirs(db, ids["P"])]))
    }
    asked = [pairings[id] for id in dict.fromkeys([*ids["M"], *pairings]) if id in pairings]
    couples = read_couples(db, asked)
    everybody = {*by_id, *(p.id for c in couples for p in c.people)}
    wanted = [
        t
        for t in rows.facts(
            db, Ticket, tables.tickets.c.closed_at.is_(None), tables.tickets.c.person.in_(ids["P"])
        )
    ]
    return replace(
        known,
        people=tuple(by_id[id] for id in dict.fromkeys([*ids["P"], *by_id]) if id in by_id),
        couples=couples,
        parting=parting(db, everybody),
        tickets=tickets or (*wanted, *_settled_by(db, pairings)),
        round=_round_of(known, asked),
        set_aside=set_aside(db, mails) if mails else (),
        undelivered=undelivered(db, letters) if letters else (),
        numbers=memory(db, everybody),
    )


def _settled_by(db: Connection, pairings: Iterable[int]) -> tuple[Ticket, ...]:
    """The lines of the digest that these pairs, once approved, settle."""
    tickets = tables.tickets.c
    return rows.facts(db, Ticket, tickets.closed_at.is_(None), tickets.pairing.in_(pairings))


def _proposed(db: Connection) -> list[int]:
    pairings = tables.pairings.c
    query = select(pairings.id).where(pairings.state.in_((PairingState.PROPOSED, PairingState.HELD)))
    return list(db.execute(query.order_by(pairings.id)).scalars())


def _theirs(db: Connection, people: list[int]) -> list[int]:
    """The pairings these people are in now."""
    members = tables.members.c
    query = select(members.pairing).where(members.person.in_(people), members.current)
    return list(db.execute(query).scalars()) if people else []


def _round_of(known: State, pairings: list[Pairing]) -> Any:
    of = {p.round for p in pairings}
    mine = [r for r in known.rounds if r.id in of]
    return mine[0] if mine else next((r for r in known.rounds if r.state is RoundState.RUNNING), None)


def _of_an_undo(db: Connection, event: OrderGiven, known: State) -> State:
    """What the last mail of whoever asks did, or one of its orders."""
    line = event.order.numbers[0] if event.order.numbers else None
    last = last_act(db, event.actor, line)
    found = _of_the_same_mail(db, last[0], line) if last else ()
    numbers: dict[str, object] = {}
    for one in found:
        numbers[f"changed since act {one.id}"] = changed_since(db, one)
        numbers[f"sent by act {one.id}"] = _gone(db, one)
    return replace(known, acts=found, numbers=numbers)


def last_act(
    db: Connection, actor: str, line: int | None = None, also: tuple[str, ...] = ()
) -> tuple[Act, ...]:
    """The last act of that actor, by other addresses of theirs `also`, which is neither undone nor itself an undoing."""
    acts = tables.acts.c
    undone = select(acts.undoes).where(acts.undoes.is_not(None))
    where = [
        acts.actor.in_((actor, *also)),
        acts.undoes.is_(None),
        acts.id.not_in(undone),
        acts.rule != JOINED,
    ]
    where += [acts.line == line] if line is not None else []
    row = db.execute(select(tables.acts).where(*where).order_by(acts.id.desc()).limit(1)).first()
    return (rows.fact(Act, row),) if row else ()


def _of_the_same_mail(db: Connection, last: Act, line: int | None) -> tuple[Act, ...]:
    acts = tables.acts.c
    undone = select(acts.undoes).where(acts.undoes.is_not(None))
    where = (acts.cause == last.cause, acts.undoes.is_(None), acts.id.not_in(undone))
    return rows.facts(db, Act, *where, *(() if line is None else (acts.line == line,)), order=acts.line)


def changed_since(db: Connection, act: Act) -> str:
    """What no longer holds the value that this act gave it; empty where all does."""
    for name, key, field, _, after in act.changes:
        if field == KEPT:
            continue
        table = tables.metadata.tables[name]
        column = table.c[field]
        now_key = key_after(name, tuple(key), field, after)
        here = [part == value for part, value in zip(table.primary_key.columns, now_key, strict=True)]
        holds = (
            select(func.count())
            .select_from(table)
            .where(*here, column.is_not_distinct_from(typed(column, after)))
        )
        if not db.execute(holds).scalar_one():
            now = db.execute(select(column).where(*here)).scalar()
            return f"{field} is now {now}"
    return ""


def _gone(db: Connection, act: Act) -> int:
    out = tables.outbox.c
    query = (
        select(func.count()).select_from(tables.outbox).where(out.key.in_(act.letters), out.state == "sent")
    )
    return int(db.execute(query).scalar_one())


def _of_figures(db: Connection, event: OrderGiven, known: State) -> State:
    """A round by its name, ended ones too; else the one that runs."""
    rounds = tables.rounds.c
    named = rows.one(db, Round, func.lower(rounds.name) == event.order.text.casefold())
    running = next((r for r in known.rounds if r.state is RoundState.RUNNING), None)
    which = named or running
    return replace(known, round=which, numbers=of_round(db, which.id) if which else {})


def _of_more(db: Connection, event: OrderGiven, known: State) -> State:
    """All lines of the letter answered."""
    return _named(db, [stands_for for _, stands_for in event.lines], known)


def _with_their_pairing(db: Connection, named: list[str]) -> list[str]:
    """FREEZE alone, in answer to a report: the pairing of whoever reported."""
    ids = (one.removeprefix("Q-").split(".") for one in named if one.startswith("Q-"))
    tickets = [int(id) for several in ids for id in several]
    people = [t.person for t in rows.facts(db, Ticket, tables.tickets.c.id.in_(tickets)) if t.person]
    return [*named, *(f"M-{id}" for id in _theirs(db, people))]


def _of_the_team(db: Connection, event: OrderGiven, known: State) -> State:
    """Whom an address belongs to already; without one, the ambassadors."""
    found = ADDRESS.search(event.order.text)
    if found is None:
        named = tables.people.c.ambassador != ""
        return replace(known, people=rows.facts(db, Person, named, order=tables.people.c.id))
    person = rows.person_at(db, found[1]) if found else None
    return replace(known, people=(person,) if person else ())


def _of_topics(db: Connection, event: OrderGiven, known: State) -> State:
    """What has been mailed already, and the lines of the digest that a topic settles."""
    tickets = tables.tickets.c
    asked = rows.facts(db, Ticket, tickets.closed_at.is_(None), tickets.kind == "topic")
    return replace(known, mailed=rows.mailed_topics(db), tickets=asked)


def _of_a_digest(db: Connection, event: OrderGiven, known: State) -> State:
    return digest_state(db, event.at, known)


_LOADERS: Mapping[str, Callable[[Connection, OrderGiven, State], State]] = {
    **LOOKUPS,
    "round": of_a_round,
    "undo": _of_an_undo,
    "more": _of_more,
    "release": of_mails,
    "drop": of_mails,
    "coordinator": _of_the_team,
    "digest": _of_a_digest,
    "postpone": of_a_later_round,
    "stats": _of_figures,
    "topic": _of_topics,
    "topics": _of_topics,
}
"""Orders that need something else than what their ids and numbers name."""


def of_a_transcript(db: Connection, event: OrdersFinished, known: State) -> State:
    return replace(known, person=rows.person(db, event.person))


def of_a_coordinator(db: Connection, event: CoordinatorWrote, known: State) -> State:
    """A mail without an order: the tickets that the letter answered showed, and whom they are about."""
    named = _named(db, [stands_for for _, stands_for in event.lines], known)
    return replace(named, person=rows.person(db, event.person))
