"""Another address of somebody who is with us: as the one we write to when both have said YES, or as a second one."""

from dataclasses import replace

from ilnmail.decide.changing import act, change, changed, close
from ilnmail.decide.receipts import receipt
from ilnmail.decide.sending import conclude, letter, question
from ilnmail.decide.state import State
from ilnmail.decide.tickets import ticket
from ilnmail.effects import Effect, Guard, Keep, Outcome
from ilnmail.events import CardAnswered, QuestionAnswered
from ilnmail.model import Address, AskState, Person

MOVES = ("address", "second_address")
"""Fields of the card that only their own YES changes."""


def without_moves(values: dict[str, object]) -> dict[str, object]:
    return {field: value for field, value in values.items() if field not in MOVES}


def asked_about(
    state: State, event: CardAnswered, person: Person, values: dict[str, object]
) -> tuple[tuple[Effect, ...], tuple[str, ...]]:
    """The letters that ask, and a sentence for the receipt; of several addresses the one we are to write to."""
    field = next((one for one in MOVES if values.get(one)), "")
    wanted = str(values.get(field, ""))
    if not field or wanted == person.address:
        return (), ()
    if f"taken {wanted}" in state.numbers:
        words = f"{person.name} (P-{person.id}) names {wanted} as theirs; it belongs to somebody else who is with us."
        return (Keep(ticket(state, event, f"address:P-{person.id}", "please read", words)),), (_BY_A_PERSON,)
    asked = _at_the_new_one(state, event, person, wanted, field)
    if field == "second_address":
        return asked, (f"We ask {wanted} whether it is yours",)
    return (*asked, _at_the_old_one(state, event, person, wanted)), (
        f"Our letters go to {wanted} as soon as both addresses have said YES",
    )


_BY_A_PERSON = "A coordinator looks at the address"


def _at_the_new_one(
    state: State, event: CardAnswered, person: Person, wanted: str, field: str
) -> tuple[Effect, ...]:
    sent = letter("new-address", f"m{event.message}", person, Guard.ALWAYS, second=field == "second_address")
    kept = (("address", wanted), ("becomes", field))
    return question(state, event.at, replace(sent, address=wanted), wanted, lines=kept)


def _at_the_old_one(state: State, event: CardAnswered, person: Person, wanted: str) -> Effect:
    sent = letter("old-address", f"m{event.message}", person, Guard.ALWAYS, address=wanted)
    return replace(sent, ask=state.ids.ask)


def answered(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """YES or NO from one of the two."""
    ask, person = state.ask, state.person
    assert ask is not None and person is not None
    kept = dict(ask.lines)
    if ask.state is not AskState.OPEN:
        told = receipt(
            state, event, person, "That has been answered already: nothing was changed", undo=False
        )
        return told, conclude(event, Outcome.ACTED, "answered already")
    if event.value != "YES":
        return _refused(state, event, kept["address"])
    said = "agreed new" if event.sender == kept["address"] else "agreed old"
    needed = {"agreed new", "agreed old"} if kept["becomes"] == "address" else {"agreed new"}
    if needed - {*kept, said}:
        words = f"Our letters go to {kept['address']} as soon as both addresses have said YES"
        waits = receipt(state, event, person, words, undo=False)
        return (*change(ask, lines=(*ask.lines, (said, "yes"))), waits, conclude(event, Outcome.ACTED, said))
    return _moved(state, event, person, kept["address"], kept["becomes"])


def _moved(
    state: State, event: QuestionAnswered, person: Person, address: str, field: str
) -> tuple[Effect, ...]:
    """It is theirs; where it is the one we write to now, the old address hears that too, and knows UNDO."""
    known = next((one for one in state.addresses if one.address == address), None)
    mine = (
        change(known, verified_at=event.at)
        if known
        else (Keep(Address(address=address, person=person.id, verified_at=event.at)),)
    )
    main = field == "address"
    words = f"Our letters go to {address} from now on" if main else f"{address} is yours too"
    told = receipt(state, event, changed(person, **{field: address}), words, undo=main)
    before = replace(told, address=person.address, cause=f"{told.cause}.old")
    effects = (*mine, *change(person, **{field: address}), told, *((before,) if main else ()))
    done = act(state, event, words, effects)
    return (*close(state.ask, event.message), *done, conclude(event, Outcome.ACTED, words))


def _refused(state: State, event: QuestionAnswered, address: str) -> tuple[Effect, ...]:
    """NO: all stays as it is. Said by the address on file, somebody else has asked in their name."""
    person = state.person
    assert person is not None
    words = f"Somebody wanted our letters to {person.name} (P-{person.id}) to go to {address}; they said NO."
    forged = (
        ()
        if event.sender == address
        else (Keep(ticket(state, event, f"address:P-{person.id}", "forged", words)),)
    )
    told = receipt(state, event, person, "Nothing was changed", undo=False)
    return (*close(state.ask, event.message), *forged, told, conclude(event, Outcome.ACTED, "not moved"))
