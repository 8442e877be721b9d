"""LESS and MORE: without the monthly topics, and with them again."""

from ilnmail.decide.changing import act, change
from ilnmail.decide.receipts import receipt
from ilnmail.decide.sending import acted
from ilnmail.decide.state import State
from ilnmail.effects import Effect
from ilnmail.events import CommandGiven
from ilnmail.model import Mailings


def less(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    return _set(
        state, event, Mailings.LESS, "No more monthly topics; your partner's mail comes as before", "MORE"
    )


def more(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    return _set(state, event, Mailings.ALL, "Everything comes again, the monthly topics too", "LESS")


def _set(state: State, event: CommandGiven, mailings: Mailings, words: str, back: str) -> tuple[Effect, ...]:
    person = state.person
    assert person is not None
    effects: tuple[Effect, ...] = (
        *change(person, mailings=mailings),
        receipt(state, event, person, words, back=back),
    )
    return acted(event, words, *act(state, event, words, effects))
