"""Decide what to do about an event. Pure: same state, same event, same effects."""

from collections.abc import Callable, Mapping
from typing import assert_never

from ilnmail.decide import (
    addresses,
    admission,
    authority,
    bounces,
    commands,
    coordinator,
    joining,
    outgoing,
    prompts,
    questions,
    relay,
    rounds,
    words,
)
from ilnmail.decide.again import again_due
from ilnmail.decide.ambassadors import ambassadors_due
from ilnmail.decide.announcing import announced
from ilnmail.decide.brakes import braked
from ilnmail.decide.checkins import check_in_due
from ilnmail.decide.closing import close_due, small_due
from ilnmail.decide.daytime import in_daytime
from ilnmail.decide.digest import digest_due
from ilnmail.decide.ending import goodbye_due, pauses_due, report_due, term_reminder_due
from ilnmail.decide.keeping import old_mail_due
from ilnmail.decide.left_alone import left_alone_due
from ilnmail.decide.problems import problems_due
from ilnmail.decide.rescuing import rescue_due
from ilnmail.decide.shelf import topics_due
from ilnmail.decide.silence import silence_due
from ilnmail.decide.state import State
from ilnmail.decide.unanswered import cards_due
from ilnmail.decide.waiting import tickets_due
from ilnmail.effects import Effect
from ilnmail.events import (
    Applied,
    AwayNoted,
    CardAnswered,
    CommandGiven,
    CommandMentioned,
    Complained,
    CoordinatorWrote,
    Due,
    Event,
    LetterBounced,
    LetterRefused,
    MailIgnored,
    MailTooLarge,
    MatchComputed,
    OrderGiven,
    OrdersFinished,
    OutboundHeld,
    PartnerWritten,
    QuestionAnswered,
    StrangerAnswered,
    TextReceived,
    TopicAnswered,
)


def decide(state: State, event: Event) -> tuple[Effect, ...]:
    """The effects of one event on what is known; where nothing proves who wrote, a question and no more."""
    decided = authority.asked_first(state, event) or announced(state, event, _decided(state, event))
    effects = (*addresses.heard(state, event), *braked(state, event, decided))
    return in_daytime(state, event, effects)


def _decided(state: State, event: Event) -> tuple[Effect, ...]:  # noqa: C901 - a row an event
    match event:
        case MailIgnored():
            return bounces.ignored(state, event)
        case MailTooLarge():
            return words.mail_too_large(state, event)
        case LetterBounced():
            return bounces.bounced(state, event)
        case LetterRefused():
            return bounces.refused(state, event)
        case Complained():
            return bounces.complained(state, event)
        case AwayNoted():
            return bounces.away(state, event)
        case Applied():
            return joining.applied(state, event)
        case CardAnswered():
            return joining.card_answered(state, event)
        case QuestionAnswered():
            return questions.question_answered(state, event)
        case CommandGiven():
            return commands.decide(state, event)
        case CommandMentioned():
            return words.command_mentioned(state, event)
        case PartnerWritten():
            return relay.partner_written(state, event)
        case TopicAnswered():
            return prompts.topic_answered(state, event)
        case StrangerAnswered():
            return words.stranger_answered(state, event)
        case TextReceived():
            return words.text_received(state, event)
        case CoordinatorWrote():
            return coordinator.received(state, event)
        case OrderGiven():
            return coordinator.decide(state, event)
        case OrdersFinished():
            return coordinator.transcript(state, event)
        case Due():
            return DUE[event.schedule](state, event)
        case OutboundHeld():
            return outgoing.held(state, event)
        case MatchComputed():
            return rounds.match_computed(state, event)
        case _:
            assert_never(event)


DUE: Mapping[str, Callable[[State, Due], tuple[Effect, ...]]] = {
    "again": again_due,
    "close": close_due,
    "small": small_due,
    "line": admission.line_due,
    "still-in": admission.still_in_due,
    "places": admission.places_due,
    "remind": rounds.remind_coordinators_due,
    "default": rounds.default_due,
    "introduce": rounds.introduce_due,
    "check-in": check_in_due,
    "prompt": prompts.prompt_due,
    "silence": silence_due,
    "left-alone": left_alone_due,
    "rescue": rescue_due,
    "problems": problems_due,
    "tickets": tickets_due,
    "topics": topics_due,
    "cards": cards_due,
    "addresses": addresses.addresses_due,
    "pauses": pauses_due,
    "old-mail": old_mail_due,
    "term-reminder": term_reminder_due,
    "goodbye": goodbye_due,
    "report": report_due,
    "digest": digest_due,
    "ambassadors": ambassadors_due,
}
"""What each schedule leads to when it is due; "match" is a job, and comes back as MatchComputed."""
