"""DELETE ME: asked once, then everything is gone. A mark stays by which the address is known again."""

from dataclasses import replace
from datetime import timedelta

from ilnmail.decide.commands.human import human
from ilnmail.decide.couples import end_pairing, partner_names
from ilnmail.decide.receipts import receipt
from ilnmail.decide.sending import answer, conclude, question
from ilnmail.decide.state import State
from ilnmail.effects import Cancel, Conclude, Effect, Forget, Keep, Outcome
from ilnmail.events import CommandGiven, Mail, QuestionAnswered
from ilnmail.model import Act, PersonState


def delete(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """Shown what would go, and asked. A coordinator's own matters are settled by the other people."""
    person = state.person
    assert person is not None
    if person.coordinator:
        return human(state, event)
    sent = answer(
        event,
        "delete-confirm",
        person,
        partners=partner_names(state),
        until=event.at.date() + timedelta(days=state.schedules.holds.delete_days),
    )
    return (
        *question(state, event.at, sent, lines=(("YES", "delete"),)),
        conclude(event, Outcome.ASKED, "delete everything?"),
    )


def deleted(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """YES: the partner hears that they have left, they hear that all is gone, and nothing can bring it back."""
    assert state.ask is not None
    last_day = state.ask.asked_at + timedelta(days=state.schedules.holds.delete_days)
    if event.at.date() > last_day.date():
        assert state.person is not None
        words = "It is more than a week since we asked, so nothing was deleted. DELETE ME asks again"
        return (
            receipt(state, event, state.person, words, undo=False),
            conclude(event, Outcome.ASKED, "the YES came late"),
        )
    return (*end_pairing(state, event, "left"), *_gone(state, event, applied=True))


def not_me(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """Somebody else gave this address: what came in its name is deleted. With people who take part a person looks."""
    person = state.person
    assert person is not None
    if person.state is not PersonState.APPLYING or person.coordinator:
        return human(state, event)
    return _gone(state, event, applied=False)


def _gone(state: State, event: Mail, applied: bool) -> tuple[Effect, ...]:
    person = state.person
    assert person is not None
    until = event.at.date() + timedelta(days=state.schedules.holds.backup_days)
    # It stands in no relation to anybody any more: a letter to an address.
    last = replace(
        answer(event, "erased", None, backups_until=until, applied=applied),
        address=person.address,
        locale=person.locale,
    )
    words = f"Everything about P-{person.id} was deleted, as they asked"
    kept = Act(
        id=state.ids.act,
        cause=f"m{event.message}",
        level=int(event.level),
        words=words,
        at=event.at,
        actor="",
    )
    return (
        Cancel(person=person.id),
        last,
        Forget(person.id, message=event.message, barred=True),
        Keep(kept),
        Conclude(event.message, Outcome.ACTED, words),
    )
