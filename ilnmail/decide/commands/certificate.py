"""CERTIFICATE: a page to print that says what was done, from what we know, and nothing else."""

import json
import unicodedata
from dataclasses import replace
from datetime import date

from babel.dates import format_date

from ilnmail.decide.calendar import today
from ilnmail.decide.cards import country_name
from ilnmail.decide.receipts import receipt
from ilnmail.decide.sending import acted, answer, conclude
from ilnmail.decide.state import Couple, State
from ilnmail.decide.tickets import handed_over
from ilnmail.decide.topics import title_of
from ilnmail.effects import Effect, Outcome
from ilnmail.events import CommandGiven
from ilnmail.model import PairingState, Person, Round

FILE = "certificate.pdf"
_PRINTED = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "ARMENIAN", "GEORGIAN")
_MOST_TOPICS = 8
_MOST_TERMS = 4  # the latest; more do not fit on the page


def certificate(state: State, event: CommandGiven) -> tuple[Effect, ...]:
    """For every round in which a pairing runs, or ran to its end."""
    person = state.person
    assert person is not None
    terms = [couple for couple in state.couples if _counts(couple)][-_MOST_TERMS:]
    if not terms:
        words = "A certificate says what was done in a round; yours can be had when you have a partner"
        return (
            receipt(state, event, person, words, undo=False),
            conclude(event, Outcome.ASKED, "no term to certify"),
        )
    if not _can_be_printed(person.name):
        words = (
            f"{person.name} (P-{person.id}) asks for a certificate; our printer has no letters for this name"
        )
        return (
            *handed_over(state, event, f"certificate:P-{person.id}", words),
            conclude(event, Outcome.TO_A_PERSON, "a certificate by hand"),
        )
    told = tuple(_told(state, couple, person, today(event.at, person.zone)) for couple in terms)
    topics = tuple(dict.fromkeys(title_of(state, one.topic, "en") for one in state.answers))
    sent = answer(event, "certificate", person, told=told, topics=topics[:_MOST_TOPICS])
    text = json.dumps(_page(state, event, person, told, topics[:_MOST_TOPICS]), ensure_ascii=False)
    return acted(event, "certificate sent", replace(sent, attached=((FILE, text),)))


def _counts(couple: Couple) -> bool:
    """One that ended early has no day that we could vouch for."""
    pairing = couple.pairing
    return pairing.state is PairingState.RUNNING or pairing.ended_because == "term"


def _can_be_printed(name: str) -> bool:
    letters = (unicodedata.name(c, "") for c in name if c.isalpha())
    return all(letter.startswith(_PRINTED) for letter in letters)


def _told(state: State, couple: Couple, person: Person, now: date) -> str:
    """One term in a sentence."""
    pairing = couple.pairing
    countries = [country_name(p.country, "en", p.place) for p in couple.partners_of(person.id)]
    round_ = _round(state, pairing.round)
    running = pairing.state is PairingState.RUNNING and now < pairing.ends
    until = now if running else pairing.ends
    weeks = (until - pairing.starts).days // 7
    span = f"from {_day(pairing.starts)} to {_day(until)}{' so far' if running else ''} ({weeks} weeks)"
    return (
        f"took part in round {round_.name if round_ else pairing.round} {span}, "
        f"writing with a colleague in {' and one in '.join(countries)}."
    )


def _round(state: State, id: int) -> Round | None:
    return next((one for one in state.rounds if one.id == id), None)


def _day(day: date) -> str:
    return format_date(day, "d MMMM y", locale="en")


def _page(
    state: State, event: CommandGiven, person: Person, told: tuple[str, ...], topics: tuple[str, ...]
) -> dict[str, object]:
    """What stands on the paper."""
    ours = state.programme
    names = " and ".join(ours.coordinators)
    return {
        "programme": ours.name,
        "name": person.name,
        "told": told,
        "topics": topics,
        "signed": f"{_day(event.at.date())}" + (f"    {names}, coordinators" if names else ""),
        "note": f"Made from the records of the programme at the wish of its owner. Questions: {ours.address}",
        "at": event.at.isoformat(),
    }
