"""YES or NO of the address on file: to "was it you?", and to the preview of a coordinator's orders."""

from ilnmail.decide.changing import change
from ilnmail.decide.receipts import receipt
from ilnmail.decide.state import State
from ilnmail.decide.tickets import ticket
from ilnmail.effects import Effect, Keep, ReadAgain
from ilnmail.events import Level, QuestionAnswered
from ilnmail.model import AskState


def confirmed(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """The mail is read once more, and now believed; its orders that waited are carried out, once."""
    ask, person = state.ask, state.person
    assert ask is not None and person is not None
    if ask.state is not AskState.OPEN:
        return (
            receipt(state, event, person, "That has been answered already: nothing was changed", undo=False),
        )
    waiting = tuple(label for label, _ in ask.lines if label.isdecimal()) or ("0",)
    believed = (*ask.lines, *(("confirmed", line) for line in waiting))
    return (*change(ask, lines=believed), ReadAgain(int(dict(ask.lines)["message"])))


def order_denied(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """NO to a preview: of a mail that proved who wrote it, a change of mind; of any other, somebody else's work."""
    ask, person = state.ask, state.person
    assert ask is not None and person is not None
    proven = int(dict(ask.lines).get("level", Level.AUTHENTIC)) >= Level.AUTHENTIC
    if ask.state is AskState.OPEN and not proven:
        return denied(state, event)
    return (receipt(state, event, person, "Nothing was changed", undo=False),)


def denied(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """Somebody else wrote in their name: nothing happens to it, and the coordinators hear."""
    ask, person = state.ask, state.person
    assert ask is not None and person is not None
    words = f"Somebody wrote to us in the name of {person.name} (P-{person.id}); nothing was done about it."
    return (
        Keep(ticket(state, event, ask.subject, "forged", words, "it is closed")),
        receipt(state, event, person, "It was not you: nothing was changed", undo=False),
    )
