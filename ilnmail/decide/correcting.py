"""Somebody who is with us changes their card: done at once, with a receipt and UNDO; an address is asked first."""

from ilnmail.decide.cards import LABELS, shown
from ilnmail.decide.changing import act, change, changed, close
from ilnmail.decide.other_address import asked_about, without_moves
from ilnmail.decide.receipts import receipt
from ilnmail.decide.sending import conclude
from ilnmail.decide.state import State
from ilnmail.decide.translated import label
from ilnmail.effects import Effect, Outcome
from ilnmail.events import CardAnswered
from ilnmail.model import Person


def corrected(
    state: State, event: CardAnswered, known: Person, values: dict[str, object]
) -> tuple[Effect, ...]:
    """Somebody who is with us changed their card: done at once, with a receipt and UNDO."""
    asked, sentences = asked_about(state, event, known, values)
    values = without_moves(values)
    person = changed(known, **values)
    parts = change(known, **values, changed_at=event.at)
    lines = tuple((LABELS[f], shown(person, f)) for f in values if f in LABELS)
    if not lines and not sentences:
        return (
            receipt(state, event, known, "Your card stays as it is", undo=False),
            conclude(event, Outcome.ASKED, "nothing to change in it"),
        )
    words = "; ".join((*(f"{field}: {value}" for field, value in lines), *sentences))
    done = (conclude(event, Outcome.ACTED, "card changed"),)
    effects: tuple[Effect, ...] = (
        *(parts if lines else ()),
        *close(state.ask, event.message),
        receipt(state, event, person, *as_read(person, values), *sentences, undo=bool(lines)),
        *asked,
    )
    return (*(act(state, event, words, effects) if lines else effects), *done)


def as_read(person: Person, values: dict[str, object]) -> tuple[str, ...]:
    """The lines of the card that changed, in the language of our letters to its owner."""
    fields = (field for field in values if field in LABELS)
    return tuple(
        f"{label(LABELS[field], person.locale)}: {shown(person, field, person.locale)}" for field in fields
    )
