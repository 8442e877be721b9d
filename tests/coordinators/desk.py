"""A small programme as values: two pairs, a ticket, what was done last. Whoever decides gets as much of it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from ilnmail.decide.state import Couple, Ids, Programme, State
from ilnmail.events import Level, Order, OrderGiven, QuestionAnswered
from ilnmail.model import (
    Act,
    Answer,
    Member,
    Pairing,
    PairingState,
    Person,
    PersonState,
    Round,
    RoundState,
    Ticket,
)
from ilnmail.schedules import Schedules

AT = datetime(2027, 3, 24, 9, tzinfo=UTC)


def person(id: int, name: str, country: str, *, coordinator: bool = False, **values: object) -> Person:
    made = Person(
        id=id,
        address=f"{name.split(maxsplit=1)[0].lower().encode('ascii', 'ignore').decode()}@example.org",
        name=name,
        country=country,
        languages=("en",),
        interests=("maps",),
        state=PersonState.ACTIVE,
        coordinator=coordinator,
        confirmed_at=datetime(2027, 1, 20, tzinfo=UTC),
    )
    return replace(made, **values)  # type: ignore[arg-type]


MARIA = person(1, "Maria Silva", "PT", coordinator=True)
TOMAS = person(2, "Tomás Novák", "CZ", coordinator=True)
AMINA = person(3, "Amina Yusuf", "KE")
JONAS = person(4, "Jonas Berg", "NO")
LUCIA = person(5, "Lucía Rojas", "PE")
HANA = person(6, "Hana Ito", "JP")

ROUND = Round(id=1, name="2027A", state=RoundState.RUNNING, starts=date(2027, 3, 1), ends=date(2027, 6, 28))


def couple(id: int, state: PairingState, *people: Person) -> Couple:
    pairing = Pairing(
        id=id, round=1, state=state, starts=ROUND.starts, ends=ROUND.ends, reasons=("both like maps",)
    )
    seats = tuple(Member(pairing=id, person=p.id, seat=1) for p in people)
    return Couple(pairing=pairing, members=seats, people=people)


PROPOSED = (
    couple(7, PairingState.PROPOSED, AMINA, JONAS),
    couple(8, PairingState.PROPOSED, LUCIA, HANA),
)
RUNNING = couple(7, PairingState.RUNNING, AMINA, JONAS)
TICKET = Ticket(
    id=9, key="m5", kind="please read", person=3, words="Amina wrote.", default="it stays", opened_at=AT
)
ANSWER = Answer(round=1, topic="maps", person=3, text="By boat.", at=AT)
ACT = Act(
    id=4,
    cause="m6",
    line=1,
    actor=MARIA.address,
    words="held M-7",
    changes=(("pairings", (7,), "state", "proposed", "held"),),
    at=AT,
)

STATE = State(
    programme=Programme(name="International Librarians Network", short="ILN", address="iln@example.org"),
    schedules=Schedules(),
    ids=Ids(person=50, round=5, pairing=50, ask=50, ticket=50, act=50),
    rounds=(ROUND,),
    round=ROUND,
    coordinators=(MARIA, TOMAS),
)


def chosen(value: str, comment: str = "", **values: object) -> QuestionAnswered:
    """Amina's answer to question 8."""
    made = QuestionAnswered(
        at=AT,
        message=7,
        message_id="<7@example.org>",
        sender=AMINA.address,
        person=AMINA.id,
        level=Level.FRESH,
        ask=8,
        value=value,
        comment=comment,
    )
    return replace(made, **values)  # type: ignore[arg-type]


def given(order: Order, **values: object) -> OrderGiven:
    """An order of Maria's, in answer to a letter of this week."""
    made = OrderGiven(at=AT, cause="m9", actor=MARIA.address, person=1, level=Level.FRESH, order=order)
    return replace(made, **values)  # type: ignore[arg-type]
