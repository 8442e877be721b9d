"""The silence ladder: asked, not accused. One step a week, until everybody in a pairing has been heard from; after
that one question now and then, to which no answer means that all is well.

Contact is a relayed mail, a shared answer, or "yes, we are in touch". Clocks stop while one is paused or away: each
step waits for the one before it, so that nobody who comes back finds the ladder climbed meanwhile.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from ilnmail.decide.advancing import advance
from ilnmail.decide.calendar import moment, today, working_time
from ilnmail.decide.cards import with_country
from ilnmail.decide.changing import act, change
from ilnmail.decide.checkins import KINDS, check_in_days
from ilnmail.decide.couples import ended, names, told_it_ended
from ilnmail.decide.sending import letter, question
from ilnmail.decide.state import Couple, State
from ilnmail.decide.tickets import LOOKED_FOR, NEW_PARTNER, words_of
from ilnmail.effects import Cancel, Change, Effect, Guard, Keep, Send
from ilnmail.events import Due
from ilnmail.letters.catalogue import ONE_A_WEEK
from ilnmail.model import Ask, AskState, PairingState, Person, PersonState, Ticket

_SEATS, _WEEK = 3, 7
_REST = timedelta(days=6)


def silence_due(state: State, event: Due) -> tuple[Effect, ...]:
    """The day's look at a batch of running pairings."""
    steps: tuple[Effect, ...] = ()
    for number, couple in enumerate(c for c in state.couples if watched(c, event.at.date(), state)):
        step = _still_in_touch if couple.begun else _step
        taken = step(state, event, couple, number * _SEATS)
        steps += () if _too_soon(state, taken, event.at) else taken
    if any(isinstance(step, Change) for step in steps):
        days = state.schedules.silence.end
        steps = act(state, event, f"no word for {days} days: pairings ended", steps)
    return (*steps, advance(event))


def _too_soon(state: State, step: tuple[Effect, ...], at: datetime) -> bool:
    """One of its readers has had a letter of ours in the last days: the step waits, and is looked at anew tomorrow."""
    lately = _moments(state, "written lately")
    readers = (sent.person for sent in step if isinstance(sent, Send) and sent.kind in ONE_A_WEEK)
    return any(at - lately[one] < _REST for one in readers if one in lately)


def _moments(state: State, name: str) -> dict[int, datetime]:
    """What was loaded under that name: when, by the id of whom or what."""
    found = state.numbers.get(name, {})
    assert isinstance(found, dict)
    return found


def watched(couple: Couple, day: date, state: State) -> bool:
    """Nothing stops the clock: nobody is away, no words of theirs wait for a person, they do not write directly."""
    stopped = any(
        p.state is not PersonState.ACTIVE or (p.away_until and p.away_until >= day) for p in couple.people
    )
    waits_for_a_person = any(t.key.startswith(words_of(couple.pairing.id)) for t in state.tickets)
    running = couple.pairing.state is PairingState.RUNNING and not couple.pairing.direct
    return running and not stopped and not waits_for_a_person


def waiting(couple: Couple) -> tuple[Person, ...]:
    """Who has been heard from, and so waits; nobody while neither has written."""
    return tuple(p for p in couple.people if p.id in couple.heard)


def _asked(state: State, couple: Couple, kind: str) -> tuple[Ask, ...]:
    """What was asked of them about this pairing, the newest first."""
    subject = f"M-{couple.pairing.id}"
    found = (a for a in state.asks if a.kind == kind and a.subject == subject)
    return tuple(sorted(found, key=lambda ask: (ask.asked_at, ask.id), reverse=True))


def _step(state: State, event: Due, couple: Couple, number: int) -> tuple[Effect, ...]:
    """The next step, where the one before it was long enough ago."""
    times, day = state.schedules.silence, event.at.date()
    passed = (day - couple.pairing.starts).days
    first, choices = _asked(state, couple, "day-7"), _asked(state, couple, "no-answer")
    if choices:
        return _after_the_choice(state, event, couple, choices, number)
    if not first:
        return _day_7(state, event, couple, number) if passed >= times.ask else ()
    since = (day - first[0].asked_at.date()).days
    if passed >= times.choose and since >= times.choose - times.ask:
        return _choice(state, event, couple, waiting(couple) or couple.people, number)
    return ()


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


def _choice(
    state: State, event: Due, couple: Couple, who: tuple[Person, ...], number: int, times: int = 1
) -> tuple[Effect, ...]:
    """Letter P22 to the one who waits, or to everybody while nobody has been heard from."""
    first = dict(reversed(couple.contacts))
    schedule, day = state.schedules.silence, event.at.date()
    earlier = _asked(state, couple, "day-7")
    asked: tuple[Effect, ...] = ()
    for place, one in enumerate(who):
        mine = first.get(one.id)
        sent = letter(
            "no-answer",
            f"M-{couple.pairing.id}" if times == 1 else f"M-{couple.pairing.id}.{times}",
            one,
            Guard.PAIRING_RUNNING,
            partners=names(couple.partners_of(one.id)),
            mine=today(mine, one.zone) if mine else None,
            asked=earlier[0].asked_at.date() if earlier else day - timedelta(days=schedule.ask),
            heard=None,
            by=day + timedelta(days=schedule.end - schedule.choose),
            again=None,
        )
        asked += _ask(state, event, couple, sent, one, number + place, times)
    return asked


def _ask(
    state: State, event: Due, couple: Couple, sent: Send, one: Person, number: int, times: int = 1
) -> tuple[Effect, ...]:
    at = working_time(moment(event.at.date(), state.schedules.silence.at, one.zone), one.zone, one.country)
    timed = replace(sent, pairing=couple.pairing.id, not_before=at, not_after=at + timedelta(days=6))
    return question(state, event.at, timed, f"M-{couple.pairing.id}", number=number, times=times)


def _after_the_choice(
    state: State, event: Due, couple: Couple, choices: tuple[Ask, ...], number: int
) -> tuple[Effect, ...]:
    """Nothing chosen in a week, the first time or again: a new partner is looked for. Who chose to wait is asked again
    some weeks after they said so."""
    times, day = state.schedules.silence, event.at.date()
    newest = tuple(ask for ask in choices if ask.times == choices[0].times)
    said = _moments(state, "answered")  # by question
    who_wait = {
        ask.person: said.get(ask.id, ask.asked_at) for ask in newest if ask.state is AskState.ANSWERED
    }
    if not who_wait:
        over = (day - choices[0].asked_at.date()).days >= times.end - times.choose
        return apart(state, event, couple, waiting(couple), number) if over else ()
    if (day - max(who_wait.values()).date()).days < times.wait:
        return ()
    who = tuple(p for p in couple.people if p.id in who_wait)
    return _choice(state, event, couple, who, number, choices[0].times + 1)


def _still_in_touch(state: State, event: Due, couple: Couple, number: int) -> tuple[Effect, ...]:
    """Once in touch, a question to everybody after some weeks without a sign; no answer means yes."""
    times, day = state.schedules.silence, event.at.date()
    theirs = {person.id for person in couple.people}
    before = (ask for ask in state.asks if ask.kind in ("in-touch", *KINDS) and ask.person in theirs)
    heard = max(at for _, at in couple.contacts)
    if any(abs((day - asked).days) < _WEEK for asked in _check_ins(state, couple)):
        return ()
    last = max([heard, *(ask.asked_at for ask in before)])
    still = max(times.still, 2 * couple.rhythm_days)
    if (day - last.date()).days < still or (couple.pairing.ends - day).days < times.still:
        return ()
    asked: tuple[Effect, ...] = ()
    for place, one in enumerate(couple.people):
        sent = letter(
            "in-touch",
            f"M-{couple.pairing.id}.{day}",
            one,
            Guard.PAIRING_RUNNING,
            partners=names(couple.partners_of(one.id)),
            heard=today(heard, one.zone),
            again=day + timedelta(days=still),
        )
        asked += _ask(state, event, couple, sent, one, number + place)
    return asked


def _check_ins(state: State, couple: Couple) -> tuple[date, ...]:
    of = next((r for r in state.rounds if r.id == couple.pairing.round), None)
    return check_in_days(state, of) if of else ()


def apart(
    state: State, event: Due, couple: Couple, deserted: tuple[Person, ...], number: int = 0
) -> tuple[Effect, ...]:
    """The pairing is over: whoever waited is owed a new partner, the others hear how to return."""
    others = tuple(p for p in couple.people if p not in deserted)
    return (
        Cancel(pairing=couple.pairing.id),
        *ended(couple, "silence"),
        *told_it_ended(couple, others),
        *(part for one in deserted for part in change(one, favour=one.favour + 1)),
        *(Keep(new_partner(state, event, one, couple, number + place)) for place, one in enumerate(deserted)),
    )


def new_partner(state: State, event: Due, one: Person, couple: Couple, number: int) -> Ticket:
    """A line for the coordinators until somebody is found."""
    partners = " and ".join(p.name for p in couple.partners_of(one.id))
    return Ticket(
        id=state.ids.ticket + number,
        key=f"rematch:P-{one.id}",
        kind=NEW_PARTNER,
        person=one.id,
        words=f"{with_country(one)} (P-{one.id}) has not heard from {partners}, and needs a new partner: "
        f"match P-{one.id} P-...",
        default=LOOKED_FOR,
        opened_at=event.at,
    )
