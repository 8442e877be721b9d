"""New partners within a round: who is looked at, who comes first, what goes out by itself."""

from dataclasses import replace
from datetime import date

from ilnmail.decide import decide
from ilnmail.decide.rescuing import NOW, SECOND
from ilnmail.decide.state import Couple, State
from ilnmail.effects import Change, Effect, Keep, Send
from ilnmail.events import Due
from ilnmail.model import Member, Pairing, PairingState, Ticket
from tests.coordinators.desk import AMINA, AT, HANA, JONAS, LUCIA, MARIA, ROUND, STATE, couple

TICKET = Ticket(id=9, key="rematch:P-3", kind="new partner", person=AMINA.id, words="Amina ...", opened_at=AT)
MORNING = Due(at=AT, schedule="rescue", period="2027-03-24")


def known(*people: object, **values: object) -> State:
    base = replace(STATE, round=ROUND, people=people, coordinators=(MARIA,), tickets=(TICKET,))  # type: ignore[arg-type]
    return replace(base, **values)  # type: ignore[arg-type]


def pairs(effects: tuple[Effect, ...]) -> list[set[int]]:
    facts = [e.fact for e in effects if isinstance(e, Keep)]
    made = [f for f in facts if isinstance(f, Pairing)]
    return [{m.person for m in facts if isinstance(m, Member) and m.pairing == one.id} for one in made]


def letters(effects: tuple[Effect, ...]) -> list[tuple[str, int | None]]:
    return [(e.kind, e.person) for e in effects if isinstance(e, Send)]


def test_whoever_was_deserted_is_proposed_somebody_and_the_coordinators_hear_the_same_day() -> None:
    effects = decide(known(AMINA, LUCIA), MORNING)
    assert pairs(effects) == [{AMINA.id, LUCIA.id}]
    assert letters(effects) == [("rescue", MARIA.id)]
    line = next(e for e in effects if isinstance(e, Change) and e.field == "default")
    assert line.after == "introduced on Friday 26 March"


def test_two_of_the_waiting_list_are_not_paired_with_each_other() -> None:
    assert pairs(decide(known(LUCIA, HANA, tickets=()), MORNING)) == []
    (pair,) = pairs(decide(known(AMINA, LUCIA, HANA), MORNING))
    assert AMINA.id in pair


def test_three_who_need_somebody_and_would_write_in_three_are_one_group() -> None:
    three = tuple(replace(one, trio=True) for one in (AMINA, LUCIA, HANA))
    needing = tuple(
        replace(TICKET, id=id, key=f"rematch:P-{one.id}", person=one.id) for id, one in enumerate(three)
    )
    effects = decide(known(*three, tickets=needing), MORNING)
    assert pairs(effects) == [{AMINA.id, LUCIA.id, HANA.id}]
    words = [str(e.after) for e in effects if isinstance(e, Change) and e.field == "words"]
    assert len(words) == 3
    assert all(" and " in one for one in words)
    (pair,) = pairs(decide(known(AMINA, LUCIA, HANA, tickets=needing), MORNING))
    assert len(pair) == 2


def test_a_pair_that_was_rejected_is_not_proposed_again() -> None:
    effects = decide(known(AMINA, LUCIA, HANA, rejected=((AMINA.id, LUCIA.id),)), MORNING)
    assert pairs(effects) == [{AMINA.id, HANA.id}]


def test_the_hard_rules_hold() -> None:
    met = {f"former partners of P-{AMINA.id}": (LUCIA.id,)}
    assert pairs(decide(known(AMINA, LUCIA, numbers=met), MORNING)) == []
    assert pairs(decide(known(AMINA, replace(LUCIA, country="KE")), MORNING)) == []


def test_a_volunteer_gets_a_second_seat() -> None:
    effects = decide(known(AMINA, replace(LUCIA, tags=(SECOND,))), MORNING)
    seats = {
        e.fact.person: e.fact.seat for e in effects if isinstance(e, Keep) and isinstance(e.fact, Member)
    }
    assert seats == {AMINA.id: 1, LUCIA.id: 2}


def proposed(starts: date) -> Couple:
    made = couple(12, PairingState.PROPOSED, AMINA, replace(JONAS, tags=(NOW,)))
    return replace(made, pairing=replace(made.pairing, starts=starts))


def test_after_two_days_it_goes_out_if_the_round_allows_it() -> None:
    settled = (replace(TICKET, pairing=12),)
    ripe = known(couples=(proposed(AT.date()),), tickets=settled)
    effects = decide(ripe, MORNING)
    assert sorted(letters(effects)) == [("introduction", AMINA.id), ("introduction", JONAS.id)]
    assert Change("tickets", (9,), "closed_at", None, AT) in effects
    assert Change("people", (JONAS.id,), "tags", (NOW,), ()) in effects
    waits = replace(ripe, round=replace(ROUND, defaults=False))
    assert letters(decide(waits, MORNING)) == []
    assert letters(decide(replace(ripe, couples=(proposed(date(2027, 3, 25)),)), MORNING)) == []


def test_made_after_two_thirds_of_the_term_it_runs_into_the_next_round() -> None:
    late = replace(MORNING, at=AT.replace(month=6))
    (one,) = (
        e.fact
        for e in decide(known(AMINA, LUCIA), late)
        if isinstance(e, Keep) and isinstance(e.fact, Pairing)
    )
    assert one.ends > ROUND.ends


def test_two_who_asked_for_others_go_their_ways_on_one_day() -> None:
    old = couple(3, PairingState.RUNNING, AMINA, JONAS)
    new = (couple(12, PairingState.PROPOSED, AMINA, LUCIA), couple(13, PairingState.PROPOSED, HANA, JONAS))
    today = tuple(replace(one, pairing=replace(one.pairing, starts=AT.date())) for one in new)
    ripe = known(couples=today, parting=(old,), tickets=())
    effects = decide(ripe, MORNING)
    ended = [
        e
        for e in effects
        if isinstance(e, Change) and e.table == "pairings" and e.after is PairingState.ENDED
    ]
    assert [e.key for e in ended] == [(3,)]
    assert len({(e.table, e.key, e.field) for e in effects if isinstance(e, Change)}) == sum(
        isinstance(e, Change) for e in effects
    )
    assert "parted" not in {kind for kind, _ in letters(effects)}
