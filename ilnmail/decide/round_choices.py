"""Answers about a round: still in, again, and what next where no partner was found."""

from collections.abc import Callable, Mapping

from ilnmail.decide.cards import with_country
from ilnmail.decide.changing import change, changed
from ilnmail.decide.correcting import as_read
from ilnmail.decide.joining_again import again_from
from ilnmail.decide.receipts import receipt
from ilnmail.decide.state import State
from ilnmail.decide.tickets import LOOKED_FOR, NEW_PARTNER, ticket
from ilnmail.effects import Effect, Keep
from ilnmail.events import CommandGiven, QuestionAnswered
from ilnmail.model import PlaceState, RoundState

Choice = Callable[[State, QuestionAnswered], tuple[Effect, ...]]


def said(values: Mapping[str, object], change_word: str) -> Choice:
    """A choice that sets fields of the person and is confirmed by a receipt."""

    def choice(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
        assert state.person is not None
        return (*change(state.person, **values), receipt(state, event, state.person, change_word))

    return choice


def looked_for(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """A line for the coordinators until somebody is found."""
    person = state.person
    assert person is not None
    words = f"{with_country(person)} (P-{person.id}) has no partner yet: match P-{person.id} P-..."
    return (Keep(ticket(state, event, f"rematch:P-{person.id}", NEW_PARTNER, words, LOOKED_FOR)),)


def widen(values: Mapping[str, object], words: str) -> Choice:
    """A wish less, and somebody is looked for again."""

    def choice(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
        return (*looked_for(state, event), *said(values, words)(state, event))

    return choice


def next_round(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """First next time; nobody is looked for now."""
    withdrawn = change(state.place, state=PlaceState.WITHDRAWN) if state.place else ()
    return (*withdrawn, *said({"again": "yes"}, "You go first in the next round")(state, event))


def still_in(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """Until the match run it counts as said in time; who says so later is looked after within the round."""
    assert state.person is not None
    late = state.round is not None and state.round.state is RoundState.RUNNING and state.couple is None
    return (
        *(looked_for(state, event) if late else ()),
        *change(state.person, changed_at=event.at),
        receipt(state, event, state.person, "You are in", undo=False),
    )


def not_in(state: State, event: QuestionAnswered | CommandGiven) -> tuple[Effect, ...]:
    assert state.person is not None
    withdrawn = change(state.place, state=PlaceState.WITHDRAWN) if state.place else ()
    return (*withdrawn, receipt(state, event, state.person, "You sit this round out; your card stays"))


def again(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """A place, with what has changed on the card meanwhile."""
    person, values = state.person, dict(event.changes)
    assert person is not None
    now = as_read(changed(person, **values), values)
    words = ("You take part in the next round", *now) if now else (_AS_IT_IS,)
    return (
        *again_from(state, event, person),
        *change(person, **values, changed_at=event.at),
        receipt(state, event, person, *words),
    )


_AS_IT_IS = "You take part in the next round, with your card as it is"
