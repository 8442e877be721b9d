"""PROBLEM: to the coordinators at once, never in the general digest; the other side is told nothing."""

from ilnmail.decide.sending import answer, conclude, others, plain_letter, promised
from ilnmail.decide.state import State
from ilnmail.decide.tickets import ticket
from ilnmail.effects import Effect, Keep, Outcome
from ilnmail.events import CommandGiven


def problem(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """Each coordinator gets the words by mail within the minute."""
    person = state.person
    assert person is not None
    opened = ticket(
        state, event, f"problem:m{event.message}", "problem", f"{person.name} reported a problem."
    )
    told = tuple(
        plain_letter(
            "problem-report",
            f"m{event.message}",
            coordinator,
            who=f"{person.name} (P-{person.id})",
            ticket=f"Q-{opened.id}",
            text=event.text,
            partners=tuple(p.name for p in state.couple.partners_of(person.id)) if state.couple else (),
            pairing=f"M-{state.couple.pairing.id}" if state.couple else "",
            frozen=False,
            by=promised(state, event),
            others=others(state, coordinator),
        )
        for coordinator in state.coordinators
    )
    return (
        Keep(opened),
        *told,
        answer(
            event,
            "problem-received",
            person,
            readers=tuple(c.name for c in state.coordinators),
            by=promised(state, event),
            frozen=(),
        ),
        conclude(event, Outcome.TO_A_PERSON, "problem report"),
    )
