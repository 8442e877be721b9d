"""Answers to questions: each question's choices, and what each choice leads to."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any

from ilnmail.decide import commands, other_address
from ilnmail.decide.calendar import today
from ilnmail.decide.changing import ANSWERED, act, change, close
from ilnmail.decide.checkins import rated, surveyed
from ilnmail.decide.commands.delete import deleted
from ilnmail.decide.comments import comment
from ilnmail.decide.confirming import confirmed, denied, order_denied
from ilnmail.decide.meeting import agreed, chose, off, others
from ilnmail.decide.parting import also_apart, without, without_partner_for_now
from ilnmail.decide.passing_on import passed_on
from ilnmail.decide.receipts import on, receipt
from ilnmail.decide.relay import contact, partner_written
from ilnmail.decide.round_choices import Choice, again, next_round, not_in, said, still_in, widen
from ilnmail.decide.sending import answer, conclude, promised
from ilnmail.decide.state import State
from ilnmail.decide.tickets import handed_over, key_of_words, new_partner_wanted, ticket
from ilnmail.effects import Conclude, Effect, Keep, Outcome, ReadAgain
from ilnmail.events import CommandGiven, Mail, PartnerWritten, QuestionAnswered
from ilnmail.model import Act, Address, Ask, AskState, Mailings, PersonState, Ticket


def question_answered(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """An answer is read against the letter that asked; what no longer makes sense is said."""
    ask, person = state.ask, state.person
    assert ask is not None and person is not None
    if ask.kind == "survey" and ask.state is AskState.OPEN:
        return _survey(state, event)
    if ask.kind == "new-address":
        return other_address.answered(state, event)
    meaning = event.value if event.value in ("YES", "NO") else dict(ask.lines).get(event.value, event.value)
    choice = CHOICES.get((ask.kind, meaning))
    if choice is None or ask.state in (AskState.REPLACED, AskState.LAPSED):
        unread = answer(
            event, "not-understood", person, text=event.comment or event.value, by=promised(state, event)
        )
        words = f"{person.name} (P-{person.id}) answered {event.value} to {ask.kind}: {event.comment[:300]}"
        return (
            Keep(ticket(state, event, f"m{event.message}", "please read", words)),
            unread,
            conclude(event, Outcome.TO_A_PERSON, "no longer one of the choices"),
        )
    if choice is deleted:
        return deleted(state, event)  # nothing is left that could be kept with it
    words = f"{ask.kind}: {meaning}"
    done = choice(state, event)
    if not any(isinstance(effect, Keep) and isinstance(effect.fact, Act) for effect in done):
        done = act(state, event, words, done, rule=ANSWERED)
    return (
        *close(ask, event.message),  # first, for the same may be asked anew
        *done,
        *comment(state, event),
        conclude(event, Outcome.ACTED, words),
    )


def _survey(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """Numbers are no choices; words beside them are read by a person, once."""
    done = act(state, event, "answered the survey", surveyed(state, event))
    read_already = any(isinstance(effect, Keep) and isinstance(effect.fact, Ticket) for effect in done)
    return (
        *done,
        *close(state.ask, event.message),
        *(() if read_already else comment(state, event)),
        conclude(event, Outcome.ACTED, "survey"),
    )


def _in_touch(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    person, couple = state.person, state.couple
    assert person is not None
    cause = f"m{event.message}"
    signs = (
        tuple(part for p in couple.people for part in contact(couple, p, cause, "said so", event.at))
        if couple
        else ()
    )
    return (
        *signs,
        receipt(state, event, person, "You two are in touch, as you say; we ask no more about it"),
    )


def _going(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    return (*rated(event), *_in_touch(state, event))


def _will_write(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    assert state.person is not None
    return (receipt(state, event, state.person, "You will write: thank you", undo=False),)


def _wait(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    assert state.person is not None
    return (receipt(state, event, state.person, "You will wait: nothing changes", undo=False),)


def _help(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """Not well: a person reads it, and until then reminders to both stop."""
    person = state.person
    assert person is not None
    words = f"{person.name} (P-{person.id}) asks for help with the pairing: {event.comment[:300]}"
    return handed_over(state, event, key_of_words(state, event), words)


def _new_partner(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """The pairing ends; the other hears that, not why. A coordinator's `match` finds the new one."""
    person, couple = state.person, state.couple
    assert person is not None
    words = f"{person.name} (P-{person.id}) would like a new partner: match P-{person.id} P-..."
    words += f" They add: {event.comment[:200]}" if event.comment else ""
    others = couple.partners_of(person.id) if couple and couple.pairing.state == "running" else ()
    return (
        *(without(state, event, couple, others) if couple and others else ()),
        *change(person, favour=person.favour + 1),
        *new_partner_wanted(state, event, person, words),
    )


def _pause(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    person = state.person
    assert person is not None
    until = today(event.at, person.zone) + timedelta(weeks=state.schedules.holds.pause_weeks)
    return (
        *(
            without_partner_for_now(state, event, person, until)
            if state.ask and state.ask.kind == "no-answer"
            else ()
        ),
        *change(person, state=PersonState.PAUSED, paused_until=until),
        receipt(state, event, person, f"Paused until {on(until, person)}", back="RESUME"),
    )


def _topics_only(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    assert state.person is not None
    return (
        *change(state.person, mailings=Mailings.TOPICS),
        receipt(state, event, state.person, "Only the monthly topics come from now on", back="MORE"),
    )


def command_meant(ask: Ask | None, event: QuestionAnswered) -> CommandGiven | None:
    """The command that this answer stands for, if it stands for one: as if its word had been written alone."""
    if ask is None or ask.kind not in ("did-you-mean", "which-again"):
        return None
    word = dict(ask.lines).get(event.value)
    return CommandGiven(**_as_mail(event), command=word, asked=True) if word else None


def _meant(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """YES to "did you mean PAUSE?"."""
    given = command_meant(state.ask, event)
    assert given is not None
    return _without_outcome(commands.decide(state, given))


def _for_partner(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """YES to "is this for Jonas?": the words go to the partner after all."""
    assert state.ask is not None and state.couple is not None
    text = dict(state.ask.lines)["text"]
    return _without_outcome(
        partner_written(state, PartnerWritten(**_as_mail(event), pairing=state.couple.pairing.id, text=text))
    )


def _as_mail(event: QuestionAnswered) -> dict[str, Any]:
    return {f.name: getattr(event, f.name) for f in fields(Mail)}


def _without_outcome(effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
    """What the words led to; how this message ended is said once, by the question."""
    return tuple(effect for effect in effects if not isinstance(effect, Conclude))


def _mine(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    """YES to "is this you?": the other address is theirs too, and what came from it is read again."""
    assert state.ask is not None and state.person is not None
    kept = dict(state.ask.lines)
    address = Address(address=kept["address"], person=state.person.id, verified_at=event.at)
    told = receipt(state, event, state.person, f"{address.address} is yours too", undo=False)
    return (Keep(address), ReadAgain(int(kept["message"])), told)


def _not_mine(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    assert state.ask is not None and state.person is not None
    words = f"{dict(state.ask.lines)['address']} is not yours; what came from it was not used"
    return (receipt(state, event, state.person, words, undo=False),)


def _no_matter(state: State, event: QuestionAnswered) -> tuple[Effect, ...]:
    assert state.person is not None
    return (receipt(state, event, state.person, "Nothing was changed", undo=False),)


CHOICES: Mapping[tuple[str, str], Choice] = {
    ("day-7", "in touch"): _in_touch,
    ("day-7", "will write"): _will_write,
    ("day-7", "help"): _help,
    **{("meeting-times", which): chose for which in ("first", "second", "third")},
    ("meeting-times", "others"): others,
    ("meeting-other", "YES"): agreed,
    ("meeting-other", "NO"): others,
    ("meeting-set", "off"): off,
    ("no-answer", "in touch"): _in_touch,
    ("no-answer", "wait"): _wait,
    ("no-answer", "new partner"): _new_partner,
    ("no-answer", "pause"): _pause,
    ("check-in", "well"): _going,
    ("check-in", "slowly"): _going,
    ("check-in", "help"): _help,
    ("in-touch", "well"): _in_touch,
    ("in-touch", "slowly"): _in_touch,
    ("in-touch", "help"): _help,
    **{
        (kind, meaning): choice
        for kind in ("partner-left", "parted")
        for meaning, choice in (
            ("new partner", _new_partner),
            ("next round", also_apart(said({"again": "yes"}, "You go first in the next round"))),
            (
                "stop",
                also_apart(said({"state": PersonState.LEFT}, "You have left; thank you for taking part")),
            ),
        )
    },
    ("partner-unreachable", "wait"): _wait,
    ("partner-unreachable", "new partner"): _new_partner,
    ("no-partner", "widen"): widen({"wish": "", "again": ""}, "Any colleague in another country will do"),
    ("no-partner", "trio"): widen({"trio": True, "again": ""}, "A trio is fine with you"),
    ("no-partner", "next round"): next_round,
    **{(kind, "yes"): again for kind in ("again", "goodbye")},
    **{
        (kind, "later"): said({"again": "later"}, "We ask again when the round after next opens")
        for kind in ("again", "goodbye")
    },
    **{
        (kind, "no"): said({"again": "no"}, "You are not asked again; thank you for taking part")
        for kind in ("again", "goodbye")
    },
    ("stopped", "topics only"): _topics_only,
    ("stopped", "pause"): _pause,
    ("place", "YES"): still_in,
    ("place", "NO"): not_in,
    ("did-you-mean", "YES"): _meant,
    ("did-you-mean", "NO"): _no_matter,
    ("which-again", "RESEND"): _meant,
    ("which-again", "AGAIN"): _meant,
    ("pass-on", "YES"): passed_on,
    ("pass-on", "NO"): _no_matter,
    ("for-partner", "YES"): _for_partner,
    ("for-partner", "NO"): _help,
    ("was-it-you", "YES"): confirmed,
    ("was-it-you", "NO"): denied,
    ("preview", "YES"): confirmed,
    ("preview", "NO"): order_denied,
    ("delete-confirm", "YES"): deleted,
    ("delete-confirm", "NO"): _no_matter,
    ("strange-sender", "YES"): _mine,
    ("strange-sender", "NO"): _not_mine,
}
"""(question, meaning of the choice) -> what it leads to."""
