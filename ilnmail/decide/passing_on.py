"""Somebody's own address, written to the partner: taken out, and asked about once in a pairing. "Pass it on? YES"."""

from dataclasses import replace
from datetime import timedelta

from ilnmail.decide.changing import change
from ilnmail.decide.couples import names
from ilnmail.decide.receipts import receipt
from ilnmail.decide.sending import answer, letter, question
from ilnmail.decide.state import Couple, State
from ilnmail.effects import Effect, Guard
from ilnmail.events import PartnerWritten, QuestionAnswered
from ilnmail.model import PairingState, Person


def asked_to_pass_on(
    state: State, event: PartnerWritten, couple: Couple, author: Person
) -> tuple[Effect, ...]:
    """The question, where the author typed an address of theirs that the partner has not got.

    Its key names the pairing, so it is asked once however often the address is typed.
    """
    running = couple.pairing.state is PairingState.RUNNING
    if not running or couple.member(author.id).shares_address or not _typed(event, author):
        return ()
    sent = answer(
        event,
        "pass-on",
        author,
        partners=names(couple.partners_of(author.id)),
        own=author.address,
    )
    sent = replace(sent, cause=f"M-{couple.pairing.id}", pairing=couple.pairing.id)
    return question(state, event.at, sent, f"M-{couple.pairing.id}")


def _typed(event: PartnerWritten, author: Person) -> bool:
    written = event.text.casefold()
    return any(address.casefold() in written for address in (author.address, event.sender))


def passed_on(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """YES: the partner gets it after the hold. When both have the other's, they write directly."""
    couple, person = state.couple, state.person
    assert couple is not None and person is not None
    others = tuple(m for m in couple.members if m.person != person.id)
    both = all(m.shares_address for m in others)
    wait = timedelta(minutes=state.schedules.holds.participants)
    told = tuple(
        replace(
            letter(
                "address-passed",
                f"M-{couple.pairing.id}.P-{person.id}",
                one,
                Guard.PAIRING_RUNNING,
                partner=person.name,
                theirs=person.address,
                both=both,
            ),
            pairing=couple.pairing.id,
            not_before=event.at + wait,
        )
        for one in couple.partners_of(person.id)
    )
    who = " and ".join(p.name for p in couple.partners_of(person.id))
    return (
        *change(couple.member(person.id), shares_address=True),
        *(change(couple.pairing, direct=True) if both else ()),
        *told,
        receipt(
            state,
            event,
            person,
            f"We pass your address on to {who} in {int(wait.total_seconds()) // 60} minutes",
        ),
    )
