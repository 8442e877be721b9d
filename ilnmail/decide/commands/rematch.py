"""REMATCH: another partner, please. Private: the partner hears that the pairing has ended, not why."""

from ilnmail.decide.sending import conclude
from ilnmail.decide.state import State
from ilnmail.decide.tickets import new_partner_wanted
from ilnmail.effects import Effect, Outcome
from ilnmail.events import CommandGiven


def rematch(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """A line for the coordinators, who find somebody with `match`."""
    person = state.person
    assert person is not None
    words = f"{person.name} (P-{person.id}) asks for a new partner: {event.text[:300]}"
    return (
        *new_partner_wanted(state, event, person, words),
        conclude(event, Outcome.TO_A_PERSON, "asks for a new partner"),
    )
