"""An answer that ends a pairing: who else is in it hears how to return, or chooses as well."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from ilnmail.decide.cards import with_country
from ilnmail.decide.changing import change
from ilnmail.decide.couples import ended, part, told_it_ended
from ilnmail.decide.round_choices import Choice
from ilnmail.decide.state import Couple, State
from ilnmail.decide.tickets import LOOKED_FOR, NEW_PARTNER, ticket
from ilnmail.effects import Cancel, Effect, Keep
from ilnmail.events import QuestionAnswered
from ilnmail.model import Person


def without(
    state: State, event: QuestionAnswered, couple: Couple, others: tuple[Person, ...]
) -> tuple[Effect, ...]:
    """Whoever was silent hears how to return; of two who had gone on after a third, the other chooses as well."""
    if state.ask is not None and state.ask.kind == "partner-left":
        return part(state, couple, others, event.at, f"m{event.message}")
    return (
        Cancel(pairing=couple.pairing.id),
        *ended(couple, "rematch"),
        *told_it_ended(couple, others),
    )


def also_apart(choice: Choice) -> Choice:
    """Of two who had gone on after a third left, one would rather not: the other chooses as well."""

    def choose(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
        person, couple = state.person, state.couple
        together = couple is not None and person in couple.people and couple.pairing.state == "running"
        if couple is None or person is None or not together:
            return choice(state, event)
        others = couple.partners_of(person.id)
        return (*part(state, couple, others, event.at, f"m{event.message}"), *choice(state, event))

    return choose


def without_partner_for_now(
    state: State, event: QuestionAnswered, person: Person, until: date
) -> tuple[Effect, ...]:
    """The pairing that never began is over; somebody is looked for once the pause is."""
    couple = state.couple
    if couple is None or couple.pairing.state != "running":
        return ()
    words = f"{with_country(person)} (P-{person.id}) is back from a pause, and needs a new partner: match P-{person.id} P-..."
    line = ticket(state, event, f"rematch:P-{person.id}", NEW_PARTNER, words, LOOKED_FOR)
    back = datetime.combine(until, time(6), UTC)
    return (
        *without(state, event, couple, couple.partners_of(person.id)),
        *change(person, favour=person.favour + 1),
        Keep(replace(line, held_until=back)),
    )
