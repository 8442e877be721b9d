"""A letter says what happens if nothing is done: on that day it does."""

from dataclasses import replace
from datetime import timedelta

from ilnmail.decide import decide
from ilnmail.decide.state import State
from ilnmail.effects import Change, Effect, Keep, Send
from ilnmail.events import Due
from ilnmail.model import Ask, AskState, PairingState, Ticket
from tests.coordinators import desk
from tests.coordinators.desk import AMINA, AT, HANA, JONAS, LUCIA, ROUND, RUNNING, STATE, couple

MORNING = Due(at=AT, schedule="left-alone", period=f"{AT.date()}")
A_WEEK_AGO = AT - timedelta(days=7)


def asked(kind: str, person: int = AMINA.id, **values: object) -> Ask:
    base = Ask(id=8, person=person, kind=kind, subject="M-7", asked_at=A_WEEK_AGO)
    return replace(base, **values)  # type: ignore[arg-type]


def known(ask: Ask, **values: object) -> State:
    numbers = {"alone": frozenset({AMINA.id}), "unreachable": frozenset()}
    base = replace(STATE, round=ROUND, asks=(ask,), people=(AMINA,), couples=(), numbers=numbers)
    return replace(base, **values)  # type: ignore[arg-type]


def looked_for(effects: tuple[Effect, ...]) -> list[int | None]:
    tickets = (e.fact for e in effects if isinstance(e, Keep) and isinstance(e.fact, Ticket))
    return [one.person for one in tickets if one.kind == "new partner"]


def test_nothing_chosen_for_a_week_means_a_new_partner() -> None:
    for kind in ("partner-left", "parted"):
        effects = decide(known(asked(kind)), MORNING)
        assert looked_for(effects) == [AMINA.id]
        assert Change("asks", (8,), "state", AskState.OPEN, AskState.LAPSED) in effects


def test_the_day_that_the_letter_names_is_waited_for() -> None:
    ask = asked("partner-left", asked_at=AT - timedelta(days=6))
    assert looked_for(decide(known(ask), MORNING)) == []


def test_whoever_has_somebody_by_then_needs_nobody() -> None:
    effects = decide(known(asked("partner-left"), numbers={"alone": frozenset()}), MORNING)
    assert looked_for(effects) == []
    assert Change("asks", (8,), "state", AskState.OPEN, AskState.LAPSED) in effects


def test_whoever_is_paused_is_waited_for() -> None:
    effects = decide(known(asked("partner-left"), people=()), MORNING)
    assert [e for e in effects if isinstance(e, Change)] == []


def test_an_address_that_works_again_keeps_its_partner() -> None:
    together = {"couples": (RUNNING,), "people": (AMINA,)}
    ask = asked("partner-unreachable", subject=f"M-{RUNNING.pairing.id}")
    assert looked_for(decide(known(ask, **together), MORNING)) == []
    gone = {"alone": frozenset(), "unreachable": frozenset({JONAS.id})}
    effects = decide(known(ask, **together, numbers=gone), MORNING)
    assert looked_for(effects) == [AMINA.id]
    over = Change("pairings", (RUNNING.pairing.id,), "state", PairingState.RUNNING, PairingState.ENDED)
    assert over in effects


def chosen(state: State, value: str) -> tuple[Effect, ...]:
    event = desk.chosen(value)
    return decide(state, event)


def test_of_two_who_went_on_after_a_third_both_choose_when_one_would_rather_not() -> None:
    two = couple(7, PairingState.RUNNING, AMINA, LUCIA)
    lines = (("1", "new partner"), ("2", "next round"), ("3", "stop"))
    state = known(asked("partner-left", lines=lines), person=AMINA, couple=two)
    state = replace(state, ask=state.asks[0])
    for value in ("1", "2", "3"):
        sent = [(e.kind, e.person) for e in chosen(state, value) if isinstance(e, Send)]
        assert ("parted", LUCIA.id) in sent, value
    alone = replace(state, couple=couple(7, PairingState.ENDED, AMINA, LUCIA))
    assert [e.kind for e in chosen(alone, "2") if isinstance(e, Send)] == ["receipt"]


def test_whoever_asked_for_another_partner_keeps_theirs_until_then() -> None:
    new = couple(12, PairingState.PROPOSED, AMINA, HANA)
    seats = tuple(replace(seat, current=False) for seat in new.members)
    new = replace(new, pairing=replace(new.pairing, starts=AT.date()), members=seats)
    wants = Ticket(id=9, key="rematch:P-3", kind="new partner", person=AMINA.id, pairing=12, opened_at=AT)
    state = replace(STATE, round=ROUND, couples=(new,), tickets=(wants,), people=(), parting=(RUNNING,))
    effects = decide(state, Due(at=AT, schedule="rescue", period=f"{AT.date()}"))
    sent = sorted((e.kind, e.person or 0) for e in effects if isinstance(e, Send))
    assert sent == [("introduction", AMINA.id), ("introduction", HANA.id), ("parted", JONAS.id)]
    left = effects.index(Change("members", (RUNNING.pairing.id, AMINA.id), "current", True, False))
    taken = effects.index(Change("members", (12, AMINA.id), "current", False, True))
    assert left < taken  # nobody has one seat twice
