"""PROBLEM: to the coordinators at once, never in the general digest; the other side is told nothing."""

from ilnmail.decide.sending import answer, conclude, plain_letter, promised, question
from ilnmail.decide.state import State
from ilnmail.decide.tickets import ticket
from ilnmail.effects import Effect, Keep, Outcome
from ilnmail.events import CommandGiven


def problem(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """Each coordinator gets the words by mail within the minute; who is in the same pairing never does."""
    person = state.person
    assert person is not None
    opened = ticket(
        state, event, f"problem:m{event.message}", "problem", f"{person.name} reported a problem."
    )
    couple = state.couple
    inside = {p.id for p in couple.people} if couple else set()
    readers = tuple(c for c in state.coordinators if c.id not in inside) or state.coordinators
    told: tuple[Effect, ...] = ()
    for number, reader in enumerate(readers):
        report = plain_letter(
            "problem-report",
            f"m{event.message}",
            reader,
            who=f"{person.name} (P-{person.id})",
            ticket=f"Q-{opened.id}",
            text=event.text,
            partners=tuple(p.name for p in couple.partners_of(person.id)) if couple else (),
            pairing=f"M-{couple.pairing.id}" if couple else "",
            frozen=bool(couple and couple.pairing.frozen),
            by=promised(state, event),
            others=tuple(c.name for c in readers if c.id != reader.id),
        )
        lines = (("1", f"Q-{opened.id}"),)
        told += question(state, event.at, report, f"Q-{opened.id}", number=number, lines=lines)
    received = answer(
        event,
        "problem-received",
        person,
        readers=tuple(c.name for c in readers),
        by=promised(state, event),
        frozen=(),
    )
    return (Keep(opened), *told, received, conclude(event, Outcome.TO_A_PERSON, "problem report"))
