"""A pairing made by hand: the same hard rules and the same reasons as in a match run."""

from datetime import date, datetime, timedelta
from hashlib import sha256

from ilnmail.data.interests import tag_of
from ilnmail.decide.state import Couple, State
from ilnmail.effects import Effect, Keep
from ilnmail.matching import Applicant, broken_rules
from ilnmail.model import Fact, Member, Pairing, PairingState, Person, Round
from ilnmail.understand.application.details import stage_of
from ilnmail.understand.application.wanted import read_wish


def applicant(
    person: Person,
    avoid: tuple[int, ...] = (),
    former: tuple[int, ...] = (),
    waited: int = 0,
    met: tuple[str, ...] = (),
) -> Applicant:
    """A person as the matcher sees them; what their wish stands for is read from the words on the card."""
    wanted = read_wish(person.wish)
    return Applicant(
        id=person.id,
        country=person.country,
        zone=person.zone,
        languages=person.languages,
        interests=tuple(dict.fromkeys(map(tag_of, person.interests))),
        work=person.work,
        stage=stage_of(person.stage),
        wanted_countries=tuple(sorted(wanted.countries)),
        wanted_stage=wanted.stage,
        wanted_manner=wanted.manner,
        trio=person.trio,
        avoid=avoid,
        former=former,
        met=met,
        waited=waited,
        owed=person.favour,
    )


def mark(person: Person) -> str:
    """Changes when anything does that pairing goes by."""
    return sha256(repr(applicant(person)).encode()).hexdigest()


def broken(state: State, one: Person, other: Person) -> str:
    """The hard rule that these two would break, in words; empty when there is none."""
    broken_ones = broken_rules(with_memory(state, one), with_memory(state, other))
    return "; ".join(broken_ones)


def with_memory(state: State, person: Person) -> Applicant:
    """A person as the matcher sees them, with whom they have met and avoid."""
    met = state.numbers.get(f"former partners of P-{person.id}", ())
    shunned = state.numbers.get(f"avoided by P-{person.id}", ())
    return applicant(person, avoid=shunned, former=met)  # type: ignore[arg-type]


def scored(state: State, people: tuple[Person, ...]) -> dict[str, object]:
    """Score, language, reasons, warnings and shared interests of a pairing, as its fields."""
    from ilnmail.matching.propose import propose

    pool = tuple(with_memory(state, p) for p in people)
    ids = tuple(sorted(p.id for p in people))
    day = state.round.starts if state.round else None
    proposal = propose(pool, day=day, fixed=(ids,), weights=state.schedules.matching)
    made = proposal.pairings[0]
    return {
        "score": made.score,
        "language": made.language,
        "reasons": made.reasons,
        "warnings": made.warnings,
        "interests": made.shared_interests,
    }


def ends_of(state: State, of: Round, begins: date) -> date:
    """The last day of a pairing that begins within the round; after two thirds of its term it runs into the next."""
    late = (begins - of.starts).days * 3 > (of.ends - of.starts).days * 2
    return max(of.ends, begins + timedelta(weeks=state.schedules.round.term_weeks)) if late else of.ends


def new_couple(
    state: State, of: Round, people: tuple[Person, ...], at: datetime
) -> tuple[Couple, tuple[Effect, ...]]:
    """The rows of a pairing made now."""
    today, id = at.date(), state.ids.pairing
    pairing = Pairing(
        id=id,
        round=of.id,
        state=PairingState.APPROVED,
        starts=max(today, of.starts),
        ends=ends_of(state, of, today),
        **scored(state, people),  # type: ignore[arg-type]
    )
    members = tuple(Member(pairing=id, person=p.id, seat=1) for p in people)
    couple = Couple(pairing=pairing, members=members, people=people)
    facts: tuple[Fact, ...] = (pairing, *members)
    return couple, tuple(Keep(fact) for fact in facts)


def earliest(state: State, at: datetime) -> datetime:
    """When letters caused by a coordinator's reply may go: after the hold, so that UNDO is real."""
    return at + timedelta(minutes=state.schedules.holds.coordinators)
