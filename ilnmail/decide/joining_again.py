"""JOIN and AGAIN from somebody we know: a place in the next round."""

from ilnmail.decide.cards import card_lines
from ilnmail.decide.changing import act, change
from ilnmail.decide.receipts import receipt
from ilnmail.decide.sending import acted, answer, conclude, question
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Keep, Outcome
from ilnmail.events import CommandGiven, QuestionAnswered
from ilnmail.model import Person, Place, PlaceState, RoundState


def join(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """In already: the card they have. Not confirmed yet: the same, it is still the question."""
    person = state.person
    assert person is not None
    lines = card_lines(person, person.locale)
    sent = answer(
        event,
        "already-with-us",
        person,
        card=lines,
        starts=state.round.starts if state.round and state.place else None,
    )
    return (
        *question(state, event.at, sent, kind="card", lines=lines),
        conclude(event, Outcome.ASKED, "is in already"),
    )


_OFFERS_IT = frozenset({"pairing-ended", "again", "goodbye"})  # letters below which the word is clear


def again(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """One more round, with the card as it is; asked first where it may be the last letter that is wanted again."""
    person = state.person
    assert person is not None
    if not event.asked and (state.letter is None or state.letter.kind not in _OFFERS_IT):
        sent = question(state, event.at, answer(event, "which-again", person))
        return (*sent, conclude(event, Outcome.ASKED, "again: the letter, or one more round?"))
    effects: tuple[Effect, ...] = (
        *again_from(state, event, person),
        receipt(state, event, person, "You take part in the next round, with your card as it is"),
    )
    return acted(event, "again", *act(state, event, "One more round", effects))


def again_from(state: State, event: CommandGiven | QuestionAnswered, person: Person) -> tuple[Effect, ...]:
    """The answer kept, and a place in the round that takes applications now."""
    kept = change(person, again="yes")
    taking = next((r for r in state.rounds if r.state is RoundState.OPEN), None)
    if taking is None:
        return kept
    if state.place is not None and state.place.round == taking.id:
        return (*kept, *change(state.place, state=PlaceState.APPLIED))
    return (*kept, Keep(Place(round=taking.id, person=person.id, since=event.at)))
