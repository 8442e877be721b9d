"""Letters that came back, machines that answered, providers that complained."""

from datetime import timedelta

from ilnmail.decide.changing import act, change
from ilnmail.decide.couples import names
from ilnmail.decide.sending import conclude, letter, plain_letter, question
from ilnmail.decide.state import State
from ilnmail.effects import Cancel, Effect, Keep, Outcome
from ilnmail.events import AwayNoted, Complained, LetterBounced, MailIgnored
from ilnmail.model import Mailings, Ticket

_SCORE = {"hard": 2.0, "soft": 0.5}
_SUSPENDED_AT = 4.0


def bounced(state: State, event: LetterBounced) -> tuple[Effect, ...]:
    """A score by kind; at four the address is left alone, the partner and the coordinators are told."""
    address = next((a for a in state.addresses if a.address == event.address), None)
    done = conclude(event, Outcome.SUPPRESSED, f"a {event.kind} bounce: {event.diagnostic}"[:300])
    if address is None or event.kind not in _SCORE or address.suspended_at is not None:
        return (*_author_told(state, event), done)
    score = address.bounce_score + _SCORE[event.kind]
    if score < _SUSPENDED_AT:
        return (*change(address, bounce_score=score), *_author_told(state, event), done)
    words = f"{event.address} has stopped working"
    effects: tuple[Effect, ...] = (
        *change(address, bounce_score=score, suspended_at=event.at),
        *_partner_told(state, event),
    )
    return (
        *act(state, event, words, effects),
        *_author_told(state, event),
        *_ticket(state, event, words),
        done,
    )


def _ticket(state: State, event: LetterBounced, words: str) -> tuple[Effect, ...]:
    name = f"{state.person.name} (P-{state.person.id})" if state.person else "Somebody"
    return (
        Keep(
            Ticket(
                id=state.ids.ticket,
                key=f"unreachable:{event.address}",
                kind="unreachable",
                person=event.person,
                message=event.message,
                words=f"{name}: {words}. {event.diagnostic[:200]}",
                default="the partner chooses",
                opened_at=event.at,
            )
        ),
    )


def _partner_told(state: State, event: LetterBounced) -> tuple[Effect, ...]:
    person, couple = state.person, state.couple
    if person is None or couple is None:
        return ()
    by = event.at.date() + timedelta(days=state.schedules.silence.ask)
    told: tuple[Effect, ...] = ()
    for number, one in enumerate(couple.partners_of(person.id)):
        sent = letter("partner-unreachable", f"m{event.message}", one, partner=person.name, by=by)
        told += question(state, event.at, sent, f"M-{couple.pairing.id}", number=number)
    return told


def _author_told(state: State, event: LetterBounced) -> tuple[Effect, ...]:
    """Whose words did not arrive hears it, without the report."""
    came_back, couple = state.letter, state.couple
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
        retry=event.kind == "soft",
        wrote=day,
    )
    return (sent,)


def away(state: State, event: AwayNoted) -> tuple[Effect, ...]:
    """Never answered. A return date stops clocks and nudges until then."""
    noted = change(state.person, away_until=event.until) if state.person and event.until else ()
    reason = f"out of office until {event.until}" if event.until else "out of office"
    return (*noted, conclude(event, Outcome.SUPPRESSED, reason))


def complained(state: State, event: Complained) -> tuple[Effect, ...]:
    """Marked as junk: no more mail of any kind; a leave, as far as mail goes."""
    stopped = change(state.person, mailings=Mailings.NONE) if state.person else ()
    return (
        Cancel(person=event.person),
        *act(state, event, "marked as junk: no more mail", stopped),
        conclude(event, Outcome.SUPPRESSED, "complaint"),
    )


def ignored(state: State, event: MailIgnored) -> tuple[Effect, ...]:
    """Kept, never answered."""
    return (conclude(event, Outcome.SUPPRESSED, event.reason),)
