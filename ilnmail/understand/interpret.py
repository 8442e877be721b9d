"""What a message means here: the letter it answers decides which answers are possible. Pure."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from ilnmail.events import (
    CardAnswered,
    CommandGiven,
    CommandMentioned,
    Event,
    MailIgnored,
    MailTooLarge,
    PartnerWritten,
    QuestionAnswered,
    StrangerAnswered,
    TextReceived,
    TopicAnswered,
)
from ilnmail.model import PersonState
from ilnmail.understand import addressees, answers, commands
from ilnmail.understand.application.changes import read_changes
from ilnmail.understand.applying import a_recommendation, by_somebody_new
from ilnmail.understand.case import Case, language, not_theirs
from ilnmail.understand.context import Context
from ilnmail.understand.from_coordinators import by_a_coordinator, orders_after_all
from ilnmail.understand.from_machines import from_a_machine
from ilnmail.understand.identity import level
from ilnmail.understand.questions import asked_by
from ilnmail.understand.reading import MailClass, Reading
from ilnmail.understand.survey import read_survey
from ilnmail.understand.themselves import another_address, of_themselves, told_beside


def interpret(reading: Reading, context: Context, message: int, at: datetime) -> Event:
    """The one event this message stands for."""
    sender = context.sender
    mail = {
        "at": at,
        "message": message,
        "message_id": reading.message_id,
        "sender": reading.sender,
        "subject": reading.subject,
        "person": sender.id if sender else None,
        "level": level(reading, context, at),
        "letter": context.letter.key if context.letter else "",
        "locale": reading.locale,
        "confirmed": context.confirmed_by,
    }
    case = Case(reading, context, at, mail, at.date())
    if reading.mail_class not in (MailClass.HUMAN, MailClass.OVERSIZED):
        return from_a_machine(reading, context, mail)
    return next(event for ask in _IN_ORDER if (event := ask(case)) is not None)


def _blocked(case: Case) -> Event | None:
    sender = case.context.sender
    if sender is None or sender.state is not PersonState.BLOCKED:
        return None
    return MailIgnored(**case.mail, reason="blocked by a coordinator")


def _too_large(case: Case) -> Event | None:
    """Its head alone was read. Strangers hear of files that are too large, of nothing that only a machine makes."""
    reading = case.reading
    if reading.mail_class is not MailClass.OVERSIZED:
        return None
    if case.context.sender is None and reading.beyond != "octets":
        return MailIgnored(**case.mail, reason=f"{reading.mail_class}: {reading.reason}")
    return MailTooLarge(**case.mail, reason=reading.reason, octets=reading.beyond == "octets")


def _several_people(case: Case) -> Event | None:
    return TextReceived(**case.mail, text=case.reading.text) if case.context.several else None


def _strange_sender(case: Case) -> Event | None:
    """Token right, From strange: a colleague it was forwarded to, or the same person elsewhere."""
    context, reading = case.context, case.reading
    owner, sender = context.owner, context.sender
    if owner is None or context.route == "reference code" or (sender and sender.id == owner.id):
        return None
    if sender is not None or reading.intent == "join":
        return None  # known, or a new application: read as a mail of their own
    return StrangerAnswered(**case.mail, text=reading.text, owner=owner.id)


def _by_the_leave_button(case: Case) -> Event | None:
    """The mail program's own "unsubscribe" (RFC 2369): the address says it, whatever the letter was about."""
    reading, context = case.reading, case.context
    pressed = bool(reading.tokens) and reading.tokens[0].startswith("u") and context.route == "token"
    if not pressed or context.sender is None or reading.text.strip():
        return None
    return CommandGiven(**case.mail, command="STOP", text=reading.subject)


_EVEN_AFTERWARDS = frozenset(
    {"UNDO", "EXPORT", "CERTIFICATE", "DELETE", "STOP", "LEAVE", "HELP", "HUMAN", "PROBLEM", "NOT ME"}
)


def _by_somebody_who_left(case: Case) -> Event | None:
    """What one may still say after leaving; anything else reads as an application."""
    sender, ask = case.context.sender, case.context.ask
    if sender is None or sender.state is not PersonState.LEFT:
        return None
    if ask is not None and ask.kind == "delete-confirm":
        return _an_answer(case)
    found = commands.only_command(case.reading.text or case.reading.subject, language(case))
    return _command(case, found) if found and found.word in _EVEN_AFTERWARDS else None


def _to_the_partner(case: Case) -> Event | None:
    """In answers to an introduction or to a partner's words, every text is the partner's."""
    letter, reading = case.context.letter, case.reading
    if (
        letter is None
        or letter.kind not in addressees.TO_THE_PARTNER
        or letter.pairing is None
        or not_theirs(case)
    ):
        return None
    alone = commands.only_command(reading.text, language(case))
    ours = alone and alone.word in addressees.OURS_EVEN_THERE
    return _command(case, alone) if ours else _passed_on(case, letter.pairing)


def _passed_on(case: Case, pairing: int) -> Event:
    reading = case.reading
    return PartnerWritten(
        **case.mail,
        pairing=pairing,
        text=reading.text,
        attachments=reading.attachments,
        sealed=reading.sealed,
    )


def _about_the_partner(case: Case) -> Event | None:
    """Words below "you have a call with Jonas" are for Jonas, once they are no word and no number of ours."""
    letter = case.context.letter
    if letter is None or letter.pairing is None or letter.kind not in addressees.NEWS_OF_THE_PARTNER:
        return None
    if not_theirs(case) or not case.reading.text.strip():
        return None
    return _passed_on(case, letter.pairing)


def _about_the_card(case: Case) -> Event | None:
    """The card is confirmed, corrected, completed; an edited line inside the quote counts too."""
    ask, reading = case.context.ask, case.reading
    if ask is None or ask.kind != "card" or not_theirs(case):
        return None
    sender = case.context.sender
    gaps = () if sender is None else _gaps(sender)
    alone = commands.read_command(reading.text, language(case))
    if alone and alone.word == "LANGUAGE" and "languages" not in gaps:
        return None  # "Deutsch" says in which language to write, not what somebody speaks
    changes = read_changes(reading.text, reading.lines, ask.lines, gaps, reading.sender)
    yes = answers.begins_with_yes(reading.text, language(case), corrects=bool(changes.values))
    if not yes and not changes.values:
        return None
    return CardAnswered(
        **case.mail, ask=ask.id, yes=yes, changes=tuple(changes.values.items()), text=reading.text
    )


def _gaps(sender: Any) -> tuple[str, ...]:
    return tuple(field for field in ("name", "country", "languages") if not getattr(sender, field))


def _a_command(case: Case) -> Event | None:
    reading = case.reading
    if case.context.sender is None:
        return None
    door = _DOORS.get(reading.door)
    if door and not reading.text.strip():
        return CommandGiven(**case.mail, command=door)
    found = commands.read_command(reading.text or reading.subject, language(case))
    if found is None or (found.word in ("YES", "NO") and case.context.ask is not None):
        return None  # YES and NO answer the question that the letter asked
    if found.word == "SHARE" and not found.whole:
        return None  # the answer itself stands below it
    if found.word == "CHANGE" and (told := of_themselves(case)):
        return told
    return _command(case, found)


_DOORS = {"leave": "LEAVE", "help": "HELP", "problem": "PROBLEM"}


def _command(case: Case, found: Any) -> Event:
    until = commands.until(found, case.today, language(case))
    return CommandGiven(
        **case.mail, command=found.word, argument=found.argument, until=until, text=case.reading.text
    )


def _about_the_topic(case: Case) -> Event | None:
    letter, reading = case.context.letter, case.reading
    if letter is None or letter.kind != "prompt" or letter.round is None or not_theirs(case):
        return None
    text, shared = commands.without_share(reading.text)
    cut = "\n".join(piece.text for piece in reading.cut)
    return TopicAnswered(
        **case.mail, round=letter.round, topic=case.context.topic, text=text, cut=cut, shared=shared
    )


def _an_answer(case: Case) -> Event | None:
    ask, reading = case.context.ask, case.reading
    if ask is not None and ask.kind == "survey" and not not_theirs(case):
        value, rest = read_survey(reading.text, reading.lines)
        return QuestionAnswered(**case.mail, ask=ask.id, value=value, comment=rest) if value else None
    asked = asked_by(ask.kind, case.context.options) if ask else None
    if ask is None or asked is None or not_theirs(case):
        return None
    read = answers.read_answer(asked, reading.text, language(case), case.today)
    if read.value in ("ASK", "TEXT", ""):
        return None
    changes: tuple[tuple[str, object], ...] = ()
    if ask.kind == "again" and read.comment:  # the card stands in that letter
        changes = told_beside(read.comment, case)
    return QuestionAnswered(
        **case.mail, ask=ask.id, value=read.value, comment="" if changes else read.comment, changes=changes
    )


def _a_word_inside(case: Case) -> Event | None:
    """A command word inside a sentence is never acted on; it leads to "did you mean PAUSE?"."""
    if case.context.sender is None:
        return None
    word = commands.mentioned(case.reading.text, language(case))
    if not word or word in commands.FOR_A_PERSON:
        return None
    return CommandMentioned(**case.mail, command=word, text=case.reading.text)


def _only_thanks(case: Case) -> Event | None:
    """A thank-you under one of our letters ends a conversation, and needs nobody."""
    if case.context.sender is None or case.context.letter is None or case.reading.attachments:
        return None
    return MailIgnored(**case.mail, reason="only thanks") if commands.only_thanks(case.reading.text) else None


def _for_a_person(case: Case) -> Event | None:
    text, fresh = case.reading.text, case.context.route in ("", "only open question")
    greets = addressees.greets_one_of(case.context.partners, text, fresh)
    return TextReceived(**case.mail, text=text, greets_partner=greets)


_IN_ORDER: tuple[Callable[[Case], Event | None], ...] = (
    _blocked,
    _too_large,
    _several_people,
    _strange_sender,
    _by_the_leave_button,
    by_a_coordinator,
    _to_the_partner,
    _by_somebody_who_left,
    by_somebody_new,
    _about_the_card,
    _a_command,
    _about_the_topic,
    _an_answer,
    _about_the_partner,
    another_address,
    a_recommendation,
    orders_after_all,
    _only_thanks,
    _a_word_inside,
    _for_a_person,
)
"""The first that has a reading decides."""
