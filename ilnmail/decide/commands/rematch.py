"""REMATCH: another partner, please. Private: the partner hears that the pairing has ended, not why."""

from ilnmail.decide.couples import partner_names
from ilnmail.decide.sending import answer, conclude, promised
from ilnmail.decide.state import State
from ilnmail.decide.tickets import ticket
from ilnmail.effects import Effect, Keep, Outcome
from ilnmail.events import CommandGiven


def rematch(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """A line for the coordinators, who find somebody with `match`."""
    person = state.person
    assert person is not None
    words = f"{person.name} (P-{person.id}) asks for a new partner: {event.text[:300]}"
    return (
        Keep(
            ticket(
                state, event, f"rematch:P-{person.id}", "new partner", words, "asked again in the next digest"
            )
        ),
        answer(
            event,
            "rematch-noted",
            person,
            partners=partner_names(state),
            by=promised(state, event),
        ),
        conclude(event, Outcome.TO_A_PERSON, "asks for a new partner"),
    )
