"""Who may do what: one table of how sure we must be who wrote, for every word, answer and order.

What comes with less is not done. The address on file is asked whether the mail is its own, or shown what the order
would do; YES to that letter does it. So whoever writes somebody else's From moves nothing, and it comes to light.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ilnmail.decide.sending import answer, conclude, question
from ilnmail.decide.state import State
from ilnmail.effects import Effect, Outcome
from ilnmail.events import CommandGiven, CoordinatorWrote, Event, Level, Mail, OrderGiven, QuestionAnswered


@dataclass(frozen=True)
class Right:
    """The level that is enough; `preview`: even then it is shown first, and done on YES."""

    level: Level
    preview: bool = False


ANYBODY = Right(Level.NOTHING)  # a known From: the answer goes to the address on file, and nothing is changed
THEMSELVES = Right(Level.TOKEN)  # their own matters: a letter of ours answered, or a proven sender
COORDINATOR = Right(Level.FRESH)  # other people's matters: a letter of this week answered
SHOWN_FIRST = Right(Level.FRESH, preview=True)  # to many people at once, or not to be undone

RIGHTS: Mapping[str, Right] = {
    # what anybody may send
    **dict.fromkeys(("Applied", "StrangerAnswered", "TextReceived", "CommandMentioned"), ANYBODY),
    "MailTooLarge": ANYBODY,
    # what machines send; whose letter it is, is settled before
    **dict.fromkeys(("MailIgnored", "LetterBounced", "Complained", "AwayNoted"), ANYBODY),
    # participants: what they answer, and words for the partner
    **dict.fromkeys(("CardAnswered", "QuestionAnswered", "TopicAnswered", "PartnerWritten"), THEMSELVES),
    # participants: words that only ask for something, or call a person
    **dict.fromkeys(("HELP", "RULES", "STATUS", "CHANGE", "RESEND", "JOIN", "YES", "NO"), ANYBODY),
    **dict.fromkeys(("HUMAN", "PROBLEM", "NOT ME"), ANYBODY),
    # participants: words that change something
    **dict.fromkeys(("LEAVE", "STOP", "PAUSE", "RESUME", "LESS", "MORE", "SKIP"), THEMSELVES),
    **dict.fromkeys(("PRIVATE", "SHARE", "REMATCH", "MEET", "DIRECT", "LANGUAGE"), THEMSELVES),
    **dict.fromkeys(("UNDO", "EXPORT", "DELETE", "AGAIN", "NOW", "CERTIFICATE"), THEMSELVES),
    # coordinators: facts
    **dict.fromkeys(("why", "show", "find", "list", "help", "history", "stats"), ANYBODY),
    **dict.fromkeys(("round show", "round dates", "round calendar"), ANYBODY),
    **dict.fromkeys(("more", "digest now", "coordinator list", "topics"), ANYBODY),
    # coordinators: other people's matters
    **dict.fromkeys(("approve", "reject", "hold", "swap", "match", "unmatch", "avoid"), COORDINATOR),
    **dict.fromkeys(("freeze", "unfreeze", "pause", "resume", "remove", "set", "round"), COORDINATOR),
    **dict.fromkeys(("reply", "close", "take", "give", "undo", "release", "drop"), COORDINATOR),
    **dict.fromkeys(("sheet", "export"), COORDINATOR),
    **dict.fromkeys(("tag", "note", "block", "rematch", "quiet", "postpone"), COORDINATOR),
    **dict.fromkeys(("digest", "daily", "weekly", "off", "away"), COORDINATOR),
    **dict.fromkeys(("coordinator", "broadcast", "import", "topic"), SHOWN_FIRST),
    "preview": COORDINATOR,  # YES to one
    "erasure": Right(Level.FRESH),  # YES to "delete everything?", from the address that was asked
}
"""What it is -> who may do it. A word or an order that has no row here cannot be done at all."""

_YES_TO = {"preview": "preview", "delete-confirm": "erasure"}
"""Questions whose YES needs more than answers to others."""


def right_to(event: Event, state: State | None = None) -> Right:
    """The row of one event. Raises KeyError where there is none."""
    match event:
        case CommandGiven():
            return RIGHTS[event.command]
        case OrderGiven():
            only_asks = f"{event.order.verb} {event.order.text.partition(' ')[0]}".casefold()
            return RIGHTS.get(only_asks) or RIGHTS[event.order.verb]
        case QuestionAnswered():
            asked = state.ask.kind if state is not None and state.ask is not None else ""
            return RIGHTS[_YES_TO.get(asked, "QuestionAnswered")]
        case CoordinatorWrote():
            return ANYBODY  # each of its orders is looked at by itself
        case Mail():
            return RIGHTS[type(event).__name__]
    return ANYBODY  # time, and what a person at the keyboard has been let in for


def enough(event: OrderGiven) -> bool:
    """Whether this order may be carried out as it came: proven, and without a doubt what it means."""
    right = right_to(event)
    shown_first = right.preview or (right.level > Level.NOTHING and not event.order.sure)
    return event.level >= right.level and (event.confirmed > 0 or not shown_first)


def asked_first(state: State, event: Event) -> tuple[Effect, ...]:
    """ "Was it you?" to the address on file, where a mail does not prove enough; nothing where it does."""
    if not isinstance(event, Mail) or event.level >= right_to(event, state).level or state.person is None:
        return ()
    written: Any = event
    text = getattr(written, "text", "") or getattr(written, "comment", "") or getattr(written, "value", "")
    sent = answer(event, "was-it-you", state.person, text=text, came_on=event.at.date())
    kept = (("message", str(event.message)),)
    return (
        *question(state, event.at, sent, f"m{event.message}", lines=kept),
        conclude(event, Outcome.ASKED, f"level {int(event.level)} is not enough: was it you?"),
    )
