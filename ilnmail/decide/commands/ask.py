"""HELP, RULES, STATUS, CHANGE: what one can write, what was agreed, what we know."""

from ilnmail.decide.cards import card_lines
from ilnmail.decide.couples import partner_names
from ilnmail.decide.sending import answer, conclude, question
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Outcome
from ilnmail.events import CommandGiven


def help_(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    return answer(
        event, "help", state.person, partners=partner_names(state), coordinators=state.programme.coordinators
    ), conclude(event, Outcome.ACTED, "help sent")


def rules(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    return answer(
        event,
        "rules",
        state.person,
        version=state.programme.rules_version,
    ), conclude(event, Outcome.ACTED, "rules sent")


def status(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """The card, the partner, the dates; lines edited in the answer change it."""
    person = state.person
    assert person is not None
    couple, lines = state.couple, card_lines(person, person.locale)
    sent = answer(
        event,
        "status",
        person,
        card=lines,
        state=str(person.state),
        paused_until=person.paused_until,
        partners=partner_names(state),
        ends=couple.pairing.ends if couple else None,
        mailings=str(person.mailings),
        starts=state.round.starts if state.round and state.place else None,
    )
    return (
        *question(state, event.at, sent, kind="card", lines=lines),
        conclude(event, Outcome.ACTED, "status sent"),
    )


def change_card(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """CHANGE alone shows the card to edit."""
    return status(state, event)
