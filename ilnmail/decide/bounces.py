"""Letters that came back, machines that answered, providers that complained."""

from dataclasses import dataclass
from datetime import timedelta

from ilnmail.decide.addresses import probe
from ilnmail.decide.changing import act, change
from ilnmail.decide.couples import end_pairing, names
from ilnmail.decide.sending import conclude, letter, plain_letter, question
from ilnmail.decide.state import State
from ilnmail.effects import Cancel, Effect, Keep, Outcome
from ilnmail.events import AwayNoted, Complained, LetterBounced, LetterRefused, MailIgnored
from ilnmail.model import Address, PersonState, PlaceState, Ticket

_SCORE = {"hard": 2.0, "soft": 0.5}
_SUSPENDED_AT = 4.0
_MANY, _SHARE = (
    5,
    0.2,
)  # so many of an hour's letters, and more than this share: it is our fault, or a provider's

Failure = LetterBounced | LetterRefused


@dataclass(frozen=True)
class _Case:
    """What is known about one failure."""

    state: State
    event: Failure
    cause: str
    message: int | None = None


def bounced(state: State, event: LetterBounced) -> tuple[Effect, ...]:
    """A report of a mail server. Only our own token or Message-ID says whose letter it was."""
    case = _Case(state, event, f"m{event.message}", event.message)
    done = conclude(event, Outcome.SUPPRESSED, f"a {event.kind} bounce: {event.diagnostic}"[:300])
    return (*_counted(case), *_author_told(case), done)


def refused(state: State, event: LetterRefused) -> tuple[Effect, ...]:
    """No report will come: the server said so at once. The act keeps it from being counted again."""
    case = _Case(state, event, f"outbox{event.row}")
    counted = _counted(case)
    noted = () if any(isinstance(e, Keep) for e in counted) else act(state, event, _words(event), ())
    return (*counted, *noted, *_author_told(case))


def _words(event: Failure) -> str:
    return f"{event.address} refused a letter"


def _counted(case: _Case) -> tuple[Effect, ...]:
    """One event a day; at four a probe; when that too comes back, the address is left alone."""
    state, event = case.state, case.event
    one = next((a for a in state.addresses if a.address == event.address.lower()), None)
    if one is None or event.kind not in _SCORE or _everybodys(state):
        return ()
    if state.letter is not None and state.letter.kind == "address-check":
        return _suspended(case, one)
    if one.suspended_at or (one.bounced_at and one.bounced_at.date() == event.at.date()):
        return ()
    score = one.bounce_score + _SCORE[event.kind]
    counted = change(one, bounce_score=score, bounced_at=event.at)
    if score < _SUSPENDED_AT or state.person is None:
        return counted
    if one.probed_at is not None:
        return _suspended(case, one)
    return (*counted, *change(one, probed_at=event.at), probe(state.person, one.address, case.cause))


def _everybodys(state: State) -> bool:
    """Do so many letters come back that it cannot be this address?"""
    back, tried = (int(str(state.numbers.get(name, 0))) for name in ("came back", "tried"))
    return back >= _MANY and back > _SHARE * tried


def _suspended(case: _Case, one: Address) -> tuple[Effect, ...]:
    """The partner hears that we cannot reach them just now, the coordinators hear why."""
    event = case.event
    kept = change(one, bounce_score=max(one.bounce_score, _SUSPENDED_AT), bounced_at=event.at)
    if one.suspended_at is not None:
        return kept
    words = f"{event.address} has stopped working"
    effects = (*kept, *change(one, suspended_at=event.at), *_partner_told(case))
    return (*act(case.state, event, words, effects), *_ticket(case, words))


def _ticket(case: _Case, words: str) -> tuple[Effect, ...]:
    state, event = case.state, case.event
    name = f"{state.person.name} (P-{state.person.id})" if state.person else "Somebody"
    return (
        Keep(
            Ticket(
                id=state.ids.ticket,
                key=f"unreachable:{event.address}",
                kind="unreachable",
                person=event.person,
                message=case.message,
                words=f"{name}: {words}. {event.diagnostic[:200]}",
                default="we try again after a week and after a month; the partner chooses",
                opened_at=event.at,
            )
        ),
    )


def _partner_told(case: _Case) -> tuple[Effect, ...]:
    state, person, couple = case.state, case.state.person, case.state.couple
    if person is None or couple is None:
        return ()
    by = case.event.at.date() + timedelta(days=state.schedules.silence.ask)
    told: tuple[Effect, ...] = ()
    for number, one in enumerate(couple.partners_of(person.id)):
        sent = letter("partner-unreachable", case.cause, one, partner=person.name, by=by)
        told += question(state, case.event.at, sent, f"M-{couple.pairing.id}", number=number)
    return told


def _author_told(case: _Case) -> tuple[Effect, ...]:
    """Whose words did not arrive hears it, without the report."""
    event, came_back, couple = case.event, case.state.letter, case.state.couple
    if came_back is None or came_back.kind != "relay" or couple is None or event.kind not in _SCORE:
        return ()
    authors = (p for p in couple.people if p.id != came_back.person)
    author = next(authors, None)
    if author is None:
        return ()
    listener = tuple(p for p in couple.people if p.id == came_back.person)
    day = came_back.created_at.date()
    sent = plain_letter(
        "relay-failed",
        f"m{came_back.message}",
        author,
        partners=names(listener),
        sent_on=day,
        retry=event.kind == "soft" and isinstance(event, LetterBounced),
        wrote=day,
    )
    return (sent,)


def away(state: State, event: AwayNoted) -> tuple[Effect, ...]:
    """Never answered. A return date stops clocks and nudges until then."""
    noted = change(state.person, away_until=event.until) if state.person and event.until else ()
    reason = f"out of office until {event.until}" if event.until else "out of office"
    return (*noted, conclude(event, Outcome.SUPPRESSED, reason))


def complained(state: State, event: Complained) -> tuple[Effect, ...]:
    """Marked as junk: a leave. The partner hears the same as after LEAVE, the coordinators hear why."""
    person = state.person
    done = conclude(event, Outcome.SUPPRESSED, "complaint")
    if person is None or person.coordinator or person.state is PersonState.LEFT:
        return (done,)
    left = (
        *change(person, state=PersonState.LEFT),
        *(change(state.place, state=PlaceState.WITHDRAWN) if state.place else ()),
        *end_pairing(state, event, "left"),
    )
    words = f"{person.name} (P-{person.id}) marked our mail as junk and is taken out of the programme"
    noted = Ticket(
        id=state.ids.ticket,
        key=f"complaint:P-{person.id}",
        kind="complaint",
        person=person.id,
        message=event.message,
        words=words,
        default="they stay out; nothing is sent to them",
        opened_at=event.at,
    )
    return (Cancel(person=person.id), *act(state, event, words, left), Keep(noted), done)


def ignored(state: State, event: MailIgnored) -> tuple[Effect, ...]:
    """Kept, never answered."""
    return (conclude(event, Outcome.SUPPRESSED, event.reason),)
