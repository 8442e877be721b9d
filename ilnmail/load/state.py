"""The state that one event needs, and nothing more."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from ilnmail import tables
from ilnmail.decide.questions import command_meant
from ilnmail.decide.recommending import KNOWN
from ilnmail.decide.state import Programme, SoFar, State
from ilnmail.events import (
    Applied,
    CardAnswered,
    CommandGiven,
    CoordinatorWrote,
    Due,
    Event,
    LetterBounced,
    LetterRefused,
    Mail,
    MatchComputed,
    OrderGiven,
    OrdersFinished,
    OutboundHeld,
    PartnerWritten,
    QuestionAnswered,
    StrangerAnswered,
    TopicAnswered,
)
from ilnmail.letters.topics import Topic
from ilnmail.load import letters, mail, orders, rows
from ilnmail.load.batches import batch
from ilnmail.load.brakes import begin_so_far
from ilnmail.load.couples import begin_current, read_couple, read_couples
from ilnmail.load.held import held
from ilnmail.load.importing import importing, known_addresses
from ilnmail.load.programme import whole_round
from ilnmail.load.taken_back import of_an_undo
from ilnmail.load.walk import of_people_with_us
from ilnmail.model import (
    Address,
    Answer,
    Ask,
    Avoid,
    Letter,
    Pairing,
    PairingState,
    Person,
    PersonState,
    Round,
)
from ilnmail.prepared import Begun, Prepared, given
from ilnmail.schedules import Schedules
from ilnmail.tokens import Secret
from ilnmail.understand.context import Context


@dataclass(frozen=True)
class Fixed:
    """What is the same for every event: the settings, the times and the topics."""

    programme: Programme
    schedules: Schedules
    topics: tuple[Topic, ...] = ()
    secret: Secret | None = None  # under which addresses are marked that want to be forgotten


def state(db: Connection, event: Event, fixed: Fixed, found: Context | None = None) -> State:
    """What `decide` needs to know about this event. Of a mail just understood, what was `found` for that is not asked again."""
    ids, said = rows.NEXT_IDS.begin(db), begin_so_far(db, event)
    known = plain_state(db, fixed)
    if found:
        known = replace(known, person=found.sender, letter=found.letter)
    known = replace(known, ids=ids.one, so_far=said.one if said else SoFar())
    if isinstance(event, OrderGiven) and event.order.verb == "import":
        return importing(db, event, known, fixed.secret)
    if isinstance(event, Applied) and event.friends and fixed.secret:
        spared = known_addresses(db, event.friends, fixed.secret)
        return replace(_of_a_mail(db, event, known), numbers={KNOWN: tuple(spared)})
    return _LOADERS.get(type(event), _of_a_mail)(db, event, known)


def plain_state(db: Connection, fixed: Fixed) -> State:
    """What every decision knows, and the calendar needs: the rounds that are not over, the coordinators."""
    rounds, coordinators = rows.ROUNDS.begin(db), rows.COORDINATORS.begin(db)
    return State(
        programme=fixed.programme,
        schedules=fixed.schedules,
        topics=fixed.topics,
        rounds=rounds.all,
        coordinators=coordinators.all,
    )


def _of_a_mail(db: Connection, event: Any, known: State) -> State:
    """The sender, their addresses, the letter and question answered, and the sender's pairing and place."""
    return _of_a_sender(db, event, known)[0]


def _of_a_sender(db: Connection, event: Any, known: State) -> tuple[State, int | None]:
    """The same, and the id of the pairing the sender is in now."""
    assert isinstance(event, Mail | LetterRefused)
    who, written = _writer(db, event, known), _answered(db, event, known)
    addresses = rows.ADDRESSES.begin(db, person=event.person)
    tickets = rows.OPEN_TICKETS.begin(db, person=event.person)
    recent, current = letters.begin_recent(db, event.person), begin_current(db, event.person)
    person, letter, taking = who.first, written.first, _round_of(known)
    place = rows.PLACE.begin(db, round=taking.id if taking else None, person=event.person)
    ask = rows.ASK.begin(db, id=letter.ask) if letter and letter.ask else Begun[Ask]()
    couple = read_couple(db, letter.pairing) if letter else None
    now = current.first.id if current.first else None
    if couple is None or person not in couple.people:
        couple = read_couple(db, now)
    return replace(
        known,
        person=person,
        addresses=addresses.all,
        letter=letter,
        ask=ask.first,
        couple=couple,
        round=taking,
        place=place.first,
        tickets=tickets.all,
        recent=letters.oldest_first(recent),
    ), now


def _writer(db: Connection, event: Any, known: State) -> Begun[Person]:
    found = known.person
    if found and found.id == event.person:
        return Begun(lambda: (found,))
    return rows.PERSON.begin(db, id=event.person) if event.person is not None else Begun()


def _answered(db: Connection, event: Any, known: State) -> Begun[Letter]:
    found = known.letter
    if found and found.key == event.letter:
        return Begun(lambda: (found,))
    return letters.WITH_KEY.begin(db, key=event.letter) if event.letter else Begun()


def _round_of(known: State) -> Any:
    """The round that takes applications, else the newest one that is not over."""
    taking = [r for r in known.rounds if r.state == "open"]
    return taking[0] if taking else (known.rounds[-1] if known.rounds else None)


def _of_a_partner(db: Connection, event: PartnerWritten, known: State) -> State:
    """The pairing the token names, old or current, and the current one if that is another."""
    known, current = _of_a_sender(db, event, known)
    if known.couple is None or known.couple.pairing.id != event.pairing:
        known = replace(known, couple=read_couple(db, event.pairing))
    other = None if current == event.pairing else read_couple(db, current)
    return replace(known, couples=(other,) if other else ())


_people = tables.people.c
_FROM: Prepared[Any] = Prepared(
    select(func.count().label("people")).where(
        _people.country == given("country"), _people.state.in_((PersonState.ACTIVE, PersonState.PAUSED))
    )
)
_COUNTRIES: Prepared[Any] = Prepared(of_people_with_us(_people.country))


def _of_a_card(db: Connection, event: CardAnswered, known: State) -> State:
    """Besides: how many take part from the same country, and from how many countries."""
    known = _of_a_mail(db, event, known)
    country = dict(event.changes).get("country") or (known.person.country if known.person else "")
    numbers: dict[str, object] = {
        **_taken(db, event),
        "people_from_country": _FROM.one(db, country=country).people,
        "countries": len(_COUNTRIES.all(db)),
    }
    return replace(known, numbers=numbers)


def _taken(db: Connection, event: CardAnswered) -> dict[str, object]:
    """Addresses that somebody names as theirs, and that are somebody else's here."""
    named = {str(told) for field, told in event.changes if field in ("address", "second_address")}
    addresses = tables.addresses.c
    held = (
        rows.facts(db, Address, addresses.address.in_(named), addresses.person != event.person)
        if named
        else ()
    )
    return {f"taken {one.address}": one.person for one in held}


def _of_a_command(db: Connection, event: CommandGiven, known: State) -> State:
    """Besides: what UNDO, SHARE, LEAVE, STOP, EXPORT and RESEND need."""
    known = _of_a_mail(db, event, known)
    asks = rows.open_asks(db, event.person)
    answers = rows.facts(db, Answer, tables.answers.c.person == event.person, order=tables.answers.c.at)
    known = replace(known, asks=asks, answers=answers)
    if event.command == "EXPORT" and known.person:
        return replace(known, held=held(db, known.person))
    if event.command == "CERTIFICATE" and known.person:
        return _with_terms(db, known.person.id, known)
    if event.command == "STOP" and known.person:
        return replace(known, people=_still_to_be_passed_on(db, known.person.id))
    if event.command == "RESEND":
        return replace(known, last=letters.last_letter(db, event.person))
    return of_an_undo(db, event.sender, known) if event.command == "UNDO" else known


def _of_an_answer(db: Connection, event: QuestionAnswered, known: State) -> State:
    """What the command needs that the answer stands for, if it stands for one."""
    known = _of_a_mail(db, event, known)
    meant = command_meant(known.ask, event)
    return _of_a_command(db, meant, known) if meant else known


def _still_to_be_passed_on(db: Connection, listener: int) -> tuple[Person, ...]:
    """Whose words to somebody wait to be passed on."""
    out, came = tables.outbox.c, tables.messages.c
    waiting = (out.person == listener, out.kind == "relay", out.state.in_(("queued", "deferred", "held")))
    authors = select(came.person).join(tables.outbox, out.message == came.id).where(*waiting)
    return rows.facts(db, Person, tables.people.c.id.in_(authors))


def _with_terms(db: Connection, person: int, known: State) -> State:
    """Besides: the pairings somebody is or was in, and the rounds of these, over or not."""
    theirs = select(tables.members.c.pairing).where(tables.members.c.person == person)
    met = tables.pairings.c.state.in_((PairingState.RUNNING, PairingState.ENDED))
    found = rows.facts(db, Pairing, tables.pairings.c.id.in_(theirs), met, order=tables.pairings.c.starts)
    of = {one.round for one in found}
    rounds = rows.facts(db, Round, tables.rounds.c.id.in_(of), order=tables.rounds.c.starts)
    return replace(known, couples=read_couples(db, found), rounds=rounds, mailed=rows.mailed_topics(db))


def _of_a_topic(db: Connection, event: TopicAnswered, known: State) -> State:
    known, current = _of_a_sender(db, event, known)
    answers = rows.facts(db, Answer, tables.answers.c.person == event.person, order=tables.answers.c.at)
    couple = read_couple(db, current)
    return replace(known, answers=answers, couple=couple, mailed=rows.mailed_topics(db))


def _of_a_stranger(db: Connection, event: StrangerAnswered, known: State) -> State:
    owner = rows.person(db, event.owner)
    return replace(_of_a_mail(db, event, known), people=(owner,) if owner else ())


def _of_a_match(db: Connection, event: MatchComputed, known: State) -> State:
    """The round, everybody with a place in it, the pairs that stand already, and who is to be kept apart by now."""
    found = whole_round(db, event.round, known)
    apart = tuple((one.person, one.other) for one in rows.facts(db, Avoid))
    return replace(found, numbers={**found.numbers, "kept apart": apart})


def _of_a_failure(db: Connection, event: LetterBounced | LetterRefused, known: State) -> State:
    """Besides: how many letters of the last hour came back, of how many."""
    back, tried = mail.came_back(db, event.at - timedelta(hours=1))
    return replace(_of_a_mail(db, event, known), numbers={"came back": back, "tried": tried})


_LOADERS: dict[type, Callable[[Connection, Any, State], State]] = {
    LetterBounced: _of_a_failure,
    LetterRefused: _of_a_failure,
    PartnerWritten: _of_a_partner,
    CardAnswered: _of_a_card,
    CommandGiven: _of_a_command,
    QuestionAnswered: _of_an_answer,
    TopicAnswered: _of_a_topic,
    StrangerAnswered: _of_a_stranger,
    MatchComputed: _of_a_match,
    Due: batch,
    CoordinatorWrote: orders.of_a_coordinator,
    OrderGiven: orders.of_an_order,
    OutboundHeld: lambda db, event, known: known,
    OrdersFinished: orders.of_a_transcript,
}
"""Every other event is a mail that needs only its sender's matters."""
