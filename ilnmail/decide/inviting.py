"""People from a spreadsheet: each is asked by a letter of their own, and nobody is enrolled by somebody else's list."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from ilnmail.decide.calendar import today, working_time
from ilnmail.decide.cards import card_lines
from ilnmail.decide.joining import closes_on, taking_applications
from ilnmail.decide.sending import plain_letter, question
from ilnmail.decide.sheet import Sheet
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Keep
from ilnmail.matching import Applicant
from ilnmail.model import Address, Person, PersonState

INVITED = "invited"


class Invitation(NamedTuple):
    """What becomes of one row."""

    id: int  # in the sheet
    name: str
    address: str
    outcome: str  # INVITED, or why not


def invitations(sheet: Sheet, known: Mapping[str, str]) -> Iterator[tuple[Applicant, Invitation]]:
    """Row by row. `known` has what speaks against an address: whose it is, or that it wants to be forgotten."""
    seen: set[str] = set()
    for one in sheet.people:
        address = sheet.addresses.get(one.id, "").lower()
        why_not = "no address" if not address else "twice in the sheet" if address in seen else ""
        seen.add(address)
        outcome = why_not or known.get(address) or INVITED
        yield one, Invitation(one.id, sheet.names[one.id], address, outcome)


def person_of(one: Applicant, sheet: Sheet, id: int) -> Person:
    """A row as a person who has not answered yet; their card keeps the words that stand there."""
    said = sheet.said[one.id]
    return Person(
        id=id,
        address=sheet.addresses[one.id].lower(),
        name=sheet.names[one.id],
        country=one.country,
        city=said.city,
        zone=one.zone,
        languages=one.languages,
        interests=said.interests,
        work=one.work,
        wish=said.wish,
        stage=said.experience,
        never=said.never,
        trio=one.trio,
        favour=one.owed,
    )


def invited(state: State, person: Person, at: datetime) -> tuple[Effect, ...]:
    """Kept as an application until YES, or until it is deleted; asked once, by day, and never reminded."""
    person = replace(person, state=PersonState.APPLYING, applied_at=at)
    lines, taking = card_lines(person, person.locale), taking_applications(state)
    sent = plain_letter(
        "invited",
        "list",
        person,
        card=lines,
        starts=taking and taking.starts,
        closes=taking and closes_on(state, taking),
        delete_on=today(at, person.zone) + timedelta(days=state.schedules.joining.delete),
    )
    by_day = replace(
        sent,
        not_before=working_time(at, person.zone, person.country),
        zone=person.zone,
        country=person.country,
    )
    asked = question(state, at, by_day, kind="card", lines=lines)
    return (Keep(person), Keep(Address(address=person.address, person=person.id)), *asked)
