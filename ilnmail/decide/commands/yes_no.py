"""YES and NO with no question to answer."""

from ilnmail.decide.sending import answer, conclude, promised
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Outcome
from ilnmail.events import CommandGiven


def yes(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """Nothing is guessed: the open questions are listed, or we say that there is none."""
    return (
        answer(
            event,
            "not-understood",
            state.person,
            text=event.text,
            by=promised(state, event),
        ),
        conclude(event, Outcome.ASKED, "YES or NO, and no single open question"),
    )


no = yes
