"""Passing on what partners write to each other: visible text only, addresses hidden, threads intact."""

import re
from datetime import datetime, timedelta

from ilnmail.decide.changing import change
from ilnmail.decide.couples import names
from ilnmail.decide.passing_on import asked_to_pass_on
from ilnmail.decide.sending import answer, conclude
from ilnmail.decide.state import Couple, State
from ilnmail.effects import Effect, Guard, Hasten, Keep, Outcome, Send
from ilnmail.events import PartnerWritten
from ilnmail.model import Contact, Letter, Mailings, PairingState, Person
from ilnmail.understand.application.details import rhythm_suggested

_PASSED_ON = frozenset({"image/jpeg", "image/png", "application/pdf"})
_MOST_OCTETS = 5 * 1024 * 1024


def partner_written(state: State, event: PartnerWritten) -> tuple[Effect, ...]:
    """One relay for each listener, after the hold, and a sign of contact; the words are kept nowhere else."""
    author, couple = state.person, state.couple
    assert author is not None
    why = _why_not(state, event)
    if why or couple is None:
        return _refused(state, event, author, why)
    listeners = couple.partners_of(author.id)
    return (
        *(Hasten("introduction", couple.pairing.id, one.id) for one in listeners),
        *(relayed(state, event, couple, author, one) for one in listeners),
        *contact(couple, author, f"m{event.message}", "relay", event.at),
        *_rhythm(couple, author, event),
        *asked_to_pass_on(state, event, couple, author),
        conclude(event, Outcome.RELAYED, f"passed on in M-{couple.pairing.id}"),
    )


_FIRST_WEEKS = timedelta(days=28)


def _rhythm(couple: Couple, author: Person, event: PartnerWritten) -> tuple[Effect, ...]:
    """How often they would write, where their first letters say so: all that is kept of the words."""
    begun = event.at.date() - couple.pairing.starts
    said = rhythm_suggested(event.text) if begun <= _FIRST_WEEKS else ""
    return change(couple.member(author.id), rhythm=said) if said else ()


def _refused(state: State, event: PartnerWritten, author: Person, why: str) -> tuple[Effect, ...]:
    """Said at once, with what would work; a frozen pairing looks closed, and only people say why."""
    couple, now = state.couple, state.couples
    refusal = answer(
        event,
        "cannot-relay",
        author,
        why=why,
        text=event.text,
        partners=names(couple.partners_of(author.id)) if couple else (),
        ended=couple.pairing.ends if couple else None,
        current=names(now[0].partners_of(author.id)) if now else (),
    )
    return (refusal, conclude(event, Outcome.ASKED, f"not passed on: {why}"))


def _why_not(state: State, event: PartnerWritten) -> str:
    """A word that the letter explains; empty when all is well."""
    couple = state.couple
    if couple is None or state.person not in couple.people or not _open(state, couple, event):
        return "closed"
    if couple.pairing.frozen:
        return "frozen"
    if all(one.mailings is Mailings.NONE for one in couple.people if one != state.person):
        return "stopped"
    if event.sealed:
        return "sealed"
    return "" if event.text.strip() or event.attachments else "empty"


def _open(state: State, couple: Couple, event: PartnerWritten) -> bool:
    """Approved or running; or over in its own time, and not longer than the relay stays open."""
    pairing = couple.pairing
    if pairing.state in (PairingState.RUNNING, PairingState.APPROVED):
        return True
    ran_its_term = pairing.state is PairingState.ENDED and pairing.ended_because == "term"
    return ran_its_term and event.at.date() <= pairing.ends + timedelta(days=state.schedules.round.relay_days)


def relayed(state: State, event: PartnerWritten, couple: Couple, author: Person, listener: Person) -> Send:
    """The author's words as a new message, in the thread as the listener's mail program knows it."""
    thread = _thread(state.letter, couple, listener)
    fits = sum(a.size for a in event.attachments if a.content_type in _PASSED_ON) <= _MOST_OCTETS
    passed = tuple(a.name for a in event.attachments if fits and a.content_type in _PASSED_ON)
    return Send(
        kind="relay",
        cause=f"m{event.message}",
        person=listener.id,
        address=listener.address,
        locale=listener.locale,
        values={
            "text": event.text,
            "partner": author.name,
            "hidden": hidden(author, event.sender, listener),
            "left_out": tuple(a.name for a in event.attachments if a.name not in passed),
        },
        message=event.message,
        in_reply_to=thread[-1] if thread else "",
        references=thread,
        pairing=couple.pairing.id,
        author=author.name,
        subject=thread_subject(event.subject, state.letter),
        files=passed,
        guard=Guard.ALWAYS if couple.pairing.state is PairingState.ENDED else Guard.PAIRING_RUNNING,
        not_before=event.at + timedelta(minutes=state.schedules.holds.participants),
    )


def _thread(answered: Letter | None, couple: Couple, listener: Person) -> tuple[str, ...]:
    """The listener's introduction, then the mail of theirs that is answered, if it was theirs."""
    introduction = tuple(one.message_id for one in couple.introductions if one.person == listener.id)
    theirs = (answered.carried_id,) if answered and answered.kind == "relay" and answered.carried_id else ()
    return (*introduction, *theirs)


_PREFIXES = "re|aw|sv|fw|fwd|wg|tr|rv|res|enc|antw|odp|vs|回复|答复|转发"
_ANSWER = re.compile(rf"^\s*(?:(?:{_PREFIXES})(?:\[\d+\])?\s*[:：]\s*)+", re.I)


def thread_subject(written: str, answered: Letter | None) -> str:
    """The author's subject, with one "Re:" at most. Ours are for their reader alone."""
    plain = _ANSWER.sub("", written)
    if answered is not None and answered.kind not in ("relay", "partner-answer"):
        return ""
    return f"Re: {plain}" if plain != written else plain


def contact(couple: Couple, person: Person, cause: str, how: str, at: datetime) -> tuple[Effect, ...]:
    """That somebody wrote; never what."""
    fact = Contact(pairing=couple.pairing.id, person=person.id, cause=cause, how=how, at=at)
    return (Keep(fact), *change(couple.member(person.id), last_sign_at=at))


def hidden(author: Person, sender: str, listener: Person) -> tuple[str, ...]:
    """The addresses to take out of the words: all that we know of the two."""
    return tuple(sorted({author.address, sender, listener.address}))
