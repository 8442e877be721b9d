"""DIRECT: my address for my partner. When both have said it both get them, and nudging stops."""

from dataclasses import replace

from ilnmail.decide.changing import act, change
from ilnmail.decide.receipts import receipt
from ilnmail.decide.sending import acted, conclude
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Guard, Outcome
from ilnmail.events import CommandGiven


def direct(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """Offered by one, exchanged when the others have offered theirs."""
    person, couple = state.person, state.couple
    assert person is not None
    if couple is None:
        return (
            receipt(state, event, person, "You have no partner just now: nothing was passed on", undo=False),
            conclude(event, Outcome.ASKED, "no partner"),
        )
    others = tuple(m for m in couple.members if m.person != person.id)
    mine = change(couple.member(person.id), shares_address=True)
    names = " and ".join(p.name for p in couple.partners_of(person.id))
    if not all(m.shares_address for m in others):
        words = f"We pass your address on as soon as {names} says DIRECT too"
        return acted(event, words, *act(state, event, words, (*mine, receipt(state, event, person, words))))
    words = f"You and {names} now have each other's addresses"
    told = tuple(
        replace(
            receipt(
                state, event, one, *(f"{p.name}: {p.address}" for p in couple.partners_of(one.id)), undo=False
            ),
            cause=f"direct.M-{couple.pairing.id}",
            guard=Guard.PAIRING_RUNNING,
            pairing=couple.pairing.id,
        )
        for one in couple.people
    )
    return acted(
        event, words, *act(state, event, words, (*mine, *change(couple.pairing, direct=True), *told))
    )
