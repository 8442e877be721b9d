"""Tickets: what only a person can settle, with what happens if nobody does."""

from datetime import datetime, timedelta

from ilnmail.decide.couples import partner_names
from ilnmail.decide.sending import answer, promised
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Keep
from ilnmail.events import Mail
from ilnmail.model import Person, Ticket

MISSING = "missing details"
"""The kind of a ticket about somebody who was asked twice and still has not said all that is needed."""

READ = frozenset({"please read", MISSING})
"""Tickets with somebody's words: their writers have been promised an answer."""

STRANGER = "stranger:"
"""How the key of a ticket begins whose writer we do not know; their address follows."""

ADDED = "added"
"""The kind of a ticket with words beside an answer that says it all. Nobody waits for a reply, no reminder stops; they are
one line of the digest together, and are closed by themselves once they have stood there."""

KEPT = "they are kept; nobody waits for us"
"""What becomes of such words."""

NEW_PARTNER = "new partner"
"""The kind of a ticket for which somebody is looked every morning."""

LOOKED_FOR = "we look every day, and propose whoever fits"
"""What happens by itself for whoever needs a new partner."""


def can_be_answered(ticket: Ticket) -> bool:
    """Whether words under its line go to somebody."""
    return ticket.kind in READ and (ticket.person is not None or ticket.key.startswith(STRANGER))


def ticket(
    state: State,
    event: Mail,
    key: str,
    kind: str,
    words: str,
    default: str = "it stays in the digest",
    due: datetime | None = None,
) -> Ticket:
    """One line of the next digest. While a ticket of that key is open, no second one is opened.

    `due` is when the coordinators hear of it again; of somebody's words that is the day we have promised an answer for.
    """
    promised_at = event.at + timedelta(days=state.schedules.holds.answer_days) if kind in READ else None
    return Ticket(
        id=state.ids.ticket,
        key=key,
        kind=kind,
        person=event.person,
        message=event.message,
        words=words,
        default=default,
        due=due or promised_at,
        opened_at=event.at,
    )


def handed_over(
    state: State, event: Mail, key: str, words: str, not_passed: tuple[str, ...] = ()
) -> tuple[Effect, ...]:
    """For a person to read, and its writer is told so; while it waits, reminders stop."""
    return (
        Keep(ticket(state, event, key, "please read", words)),
        answer(
            event,
            "passed-to-person",
            state.person,
            by=promised(state, event),
            reminders=state.couple is not None,
            not_passed=not_passed,
        ),
    )


def key_of_words(state: State, event: Mail) -> str:
    """Of a ticket with somebody's words: while one of that pairing is open, nobody in it is reminded. Each of them has one
    of their own, for each is answered."""
    return f"{words_of(state.couple.pairing.id)}P-{event.person}" if state.couple else f"m{event.message}"


def words_of(pairing: int) -> str:
    """How the keys of tickets with the words of that pairing's people begin."""
    return f"words:M-{pairing}."


def new_partner_wanted(state: State, event: Mail, person: Person, words: str) -> tuple[Effect, ...]:
    """A line for the coordinators, who find somebody with `match`, and its receipt."""
    key = f"rematch:P-{person.id}"
    return (
        Keep(ticket(state, event, key, NEW_PARTNER, words, "asked again in the next digest")),
        answer(event, "rematch-noted", person, partners=partner_names(state), by=promised(state, event)),
    )
