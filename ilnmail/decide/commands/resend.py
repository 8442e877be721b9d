"""RESEND: the last letter that was not an answer, once more as it was."""

from ilnmail.decide.receipts import on, receipt
from ilnmail.decide.sending import acted, conclude
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Outcome, Repeat
from ilnmail.events import CommandGiven


def resend(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """To the address on file. Mail programs show it as one with the first, where that has come after all."""
    person, last = state.person, state.last
    assert person is not None
    if last is None:
        words = "We have no letter for you that could be sent again"
        return (
            receipt(state, event, person, words, undo=False),
            conclude(event, Outcome.ASKED, "no letter to repeat"),
        )
    day = on((last.done_at or last.created_at).date(), person)
    words = f"Our last letter, of {day}, comes once more"
    note = "If it does not come, please look into the folder for unwanted mail."
    return acted(
        event,
        f"sent {last.key} again",
        Repeat(last.key),
        receipt(state, event, person, words, note=note, undo=False),
    )
