"""The silence ladder: asked, not accused. One step a week, until both have been heard from.

Contact is a relayed mail, a shared answer, or "yes, we are in touch"; clocks stop while one is paused.
"""

from dataclasses import replace
from datetime import date, timedelta

from ilnmail.decide.calendar import daytime, moment, today
from ilnmail.decide.changing import act
from ilnmail.decide.couples import ended, names, told_it_ended
from ilnmail.decide.rounds import advance
from ilnmail.decide.sending import letter, question
from ilnmail.decide.state import Couple, State
from ilnmail.effects import Cancel, Change, Effect, Guard, Keep, Send
from ilnmail.events import Due
from ilnmail.model import PairingState, Person, PersonState, Ticket


def silence_due(state: State, event: Due) -> tuple[Effect, ...]:
    """The day's look at a batch of running pairings."""
    steps: tuple[Effect, ...] = ()
    for number, couple in enumerate(c for c in state.couples if quiet(c, event.at.date(), state)):
        steps += _step(state, event, couple, number * 3)
    if any(isinstance(step, Change) for step in steps):
        steps = act(state, event, f"no word for {state.schedules.silence.end} days: pairings ended", steps)
    return (*steps, advance(event))


def quiet(couple: Couple, day: date, state: State) -> bool:
    """Not everybody has been heard from, and nothing stops the clock."""
    heard = {person for person, _ in couple.contacts}
    stopped = any(
        p.state is not PersonState.ACTIVE or (p.away_until and p.away_until >= day) for p in couple.people
    )
    asked_people = {t.key for t in state.tickets}
    waits_for_a_person = f"words:M-{couple.pairing.id}" in asked_people
    running = couple.pairing.state is PairingState.RUNNING and not couple.pairing.direct
    return running and not stopped and not waits_for_a_person and len(heard) < len(couple.people)


def _step(state: State, event: Due, couple: Couple, number: int) -> tuple[Effect, ...]:
    times = state.schedules.silence
    passed = (event.at.date() - couple.pairing.starts).days
    if passed >= times.end:
        return _ended(state, event, couple, number)
    if passed >= times.choose:
        return _choice(state, event, couple, number)
    return _day_7(state, event, couple, number) if passed >= times.ask else ()


def waiting(couple: Couple) -> tuple[Person, ...]:
    """Who has been heard from, and so waits; nobody while neither has written."""
    heard = {person for person, _ in couple.contacts}
    return tuple(p for p in couple.people if p.id in heard)


def _day_7(state: State, event: Due, couple: Couple, number: int) -> tuple[Effect, ...]:
    """To the one whose turn it is; to everybody if nobody wrote."""
    turn = tuple(p for p in couple.people if p not in waiting(couple))
    first = dict(reversed(couple.contacts))
    asked: tuple[Effect, ...] = ()
    for place, one in enumerate(turn):
        theirs = [at for person, at in first.items() if person != one.id]
        sent = letter(
            "day-7",
            f"M-{couple.pairing.id}",
            one,
            Guard.PAIRING_RUNNING,
            partners=names(couple.partners_of(one.id)),
            introduced=couple.pairing.starts,
            theirs=today(theirs[0], one.zone) if theirs else None,
            mine=None,
        )
        asked += _ask(state, event, couple, sent, one, number + place)
    return asked


def _choice(state: State, event: Due, couple: Couple, number: int) -> tuple[Effect, ...]:
    """Letter P22 to the one who waits, or to both while neither has been heard from."""
    who = waiting(couple) or couple.people
    first = dict(reversed(couple.contacts))
    asked: tuple[Effect, ...] = ()
    for place, one in enumerate(who):
        mine = first.get(one.id)
        sent = letter(
            "no-answer",
            f"M-{couple.pairing.id}",
            one,
            Guard.PAIRING_RUNNING,
            partners=names(couple.partners_of(one.id)),
            mine=today(mine, one.zone) if mine else None,
            asked=couple.pairing.starts + timedelta(days=state.schedules.silence.ask),
            heard=None,
            by=couple.pairing.starts + timedelta(days=state.schedules.silence.end),
            again=None,
        )
        asked += _ask(state, event, couple, sent, one, number + place)
    return asked


def _ask(
    state: State, event: Due, couple: Couple, sent: Send, one: Person, number: int
) -> tuple[Effect, ...]:
    at = daytime(moment(event.at.date(), state.schedules.silence.at, one.zone), one.zone)
    timed = replace(sent, pairing=couple.pairing.id, not_before=at, not_after=at + timedelta(days=6))
    return question(state, event.at, timed, f"M-{couple.pairing.id}", number=number)


def _ended(state: State, event: Due, couple: Couple, number: int) -> tuple[Effect, ...]:
    """Nothing was chosen: a new partner is looked for, unless somebody chose to wait."""
    if any(
        ask.kind == "no-answer" and ask.subject == f"M-{couple.pairing.id}" and ask.state == "answered"
        for ask in state.asks
    ):
        return ()
    return apart(state, event, couple, waiting(couple), number)


def apart(
    state: State, event: Due, couple: Couple, deserted: tuple[Person, ...], number: int = 0
) -> tuple[Effect, ...]:
    """The pairing is over: whoever waited gets a new partner, the others hear how to return."""
    others = tuple(p for p in couple.people if p not in deserted)
    return (
        Cancel(pairing=couple.pairing.id),
        *ended(couple, "silence"),
        *told_it_ended(couple, others),
        *(Keep(new_partner(state, event, one, couple, number + place)) for place, one in enumerate(deserted)),
    )


def new_partner(state: State, event: Due, one: Person, couple: Couple, number: int) -> Ticket:
    """A line for the coordinators: `match` finds somebody."""
    partners = " and ".join(p.name for p in couple.partners_of(one.id))
    return Ticket(
        id=state.ids.ticket + number,
        key=f"rematch:P-{one.id}",
        kind="new partner",
        person=one.id,
        words=f"{one.name} (P-{one.id}) has not heard from {partners}. A new partner: match P-{one.id} P-...",
        default="asked again in the next digest",
        opened_at=event.at,
    )
