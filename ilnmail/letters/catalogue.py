"""Every letter we send: one row a kind, with everything about it that is not words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Headers(StrEnum):
    """Which set of headers a letter carries."""

    ANSWER = "T"  # to what somebody has just written
    PROGRAMME = "P"  # introduction, check-in, reminder
    LIST = "L"  # prompt, survey, broadcast
    RELAY = "R"  # one person's words to another
    COORDINATOR = "C"
    OPERATOR = "O"


class Priority(IntEnum):
    """What goes first when not everything can go: the smaller number."""

    CONFIRMATION = 1
    RELAY = 2
    INTRODUCTION = 3
    PROMPT = 4
    DIGEST = 5


class Footer(StrEnum):
    """Which sentence says why the reader gets this: `templates/<locale>/footer-<name>.md`."""

    WROTE = "wrote"
    JOINED = "joined"
    RELAYED = "relayed"
    COORDINATES = "coordinates"
    AMBASSADOR = "ambassador"
    NONE = "none"


@dataclass(frozen=True)
class Row:
    """One kind of letter. `id` is its number in the catalogue of letters."""

    id: str
    headers: Headers
    priority: Priority
    footer: Footer
    again: bool = True  # after an uncertain end of sending: once more, or never
    answers: tuple[str, ...] = ()  # what 1, 2, 3 ... stand for, in the order of the letter's numbered list


def _answer(id: str, *answers: str) -> Row:
    return Row(id, Headers.ANSWER, Priority.CONFIRMATION, Footer.WROTE, answers=answers)


def _programme(id: str, *answers: str, priority: Priority = Priority.PROMPT) -> Row:
    # A nudge that may have arrived is not repeated; an introduction that may be lost is.
    return Row(id, Headers.PROGRAMME, priority, Footer.JOINED, priority < Priority.PROMPT, answers)


def _news(id: str, *answers: str) -> Row:
    """What happened to somebody's pairing. It goes when a prompt goes, but nothing later says it again."""
    return Row(id, Headers.PROGRAMME, Priority.PROMPT, Footer.JOINED, again=True, answers=answers)


def _relay(id: str) -> Row:
    # Under the same Message-ID most mail programs show the second as one with the first.
    return Row(id, Headers.RELAY, Priority.RELAY, Footer.RELAYED)


def _coordinator(id: str, priority: Priority = Priority.DIGEST) -> Row:
    return Row(id, Headers.COORDINATOR, priority, Footer.COORDINATES, priority < Priority.PROMPT)


LETTERS: Mapping[str, Row] = {
    # joining
    "card": _answer("P01"),
    "card-reminder": Row("P04", Headers.PROGRAMME, Priority.PROMPT, Footer.WROTE, again=False),
    "how-to-join": _answer("P03"),
    "welcome": _answer("P06"),
    "waiting": _programme("P07", priority=Priority.INTRODUCTION),
    "place": _programme("P07a", priority=Priority.INTRODUCTION),
    "already-with-us": _answer("P09"),
    "person-will-look": _answer("P08"),
    "new-date": _programme("P07c", priority=Priority.INTRODUCTION),
    "address-check": Row("P51", Headers.PROGRAMME, Priority.INTRODUCTION, Footer.JOINED, again=False),
    "new-address": Row("P49", Headers.PROGRAMME, Priority.CONFIRMATION, Footer.NONE),
    "old-address": _programme("P49a", priority=Priority.CONFIRMATION),
    "again": Row("P10", Headers.LIST, Priority.PROMPT, Footer.JOINED, False, ("yes", "later", "no")),
    # a pairing
    "introduction": _programme("P11", priority=Priority.INTRODUCTION),
    "day-7": _programme("P12", "in touch", "will write", "help"),
    "no-answer": _programme("P22", "in touch", "wait", "new partner", "pause"),
    "check-in": _programme("P19a", "well", "slowly", "help"),
    "survey": _programme("P31"),
    "in-touch": _programme("P19", "well", "slowly", "help"),
    "rematch-noted": _answer("P23"),
    "partner-left": _news("P24", "new partner", "next round", "stop"),
    "parted": _news("P24e", "new partner", "next round", "stop"),
    "pairing-ended": _news("P24a"),
    "partner-paused": _news("P24b"),
    "partner-back": _news("P24d"),
    "partner-unreachable": _news("P24c", "wait", "new partner"),
    "no-partner": _programme("P07b", "widen", "trio", "next round", priority=Priority.INTRODUCTION),
    "term-reminder": _programme("P32a"),
    "goodbye": _programme("P32", "yes", "later", "no"),
    "meeting-times": _programme("P29", "first", "second", "third", "others", priority=Priority.INTRODUCTION),
    "meeting-other": _programme("P29a", priority=Priority.INTRODUCTION),
    "meeting-set": _programme("P30", "off", priority=Priority.INTRODUCTION),
    "meeting-none": _programme("P29b", priority=Priority.INTRODUCTION),
    "meeting-off": _programme("P30a", priority=Priority.INTRODUCTION),
    # what partners write
    "prompt": Row("P13", Headers.LIST, Priority.PROMPT, Footer.JOINED, again=False),
    "broadcast": Row("P46", Headers.LIST, Priority.PROMPT, Footer.JOINED, again=False),
    "answer-kept": _answer("P14"),
    "partner-answer": _relay("P15"),
    "relay": _relay("P17"),
    "pass-on": _answer("P20"),
    "address-passed": _programme("P20a", priority=Priority.INTRODUCTION),
    "relay-failed": _answer("P18"),
    "cannot-relay": _answer("P18a"),
    "for-partner": _answer("P50"),
    # changes
    "receipt": _answer("P35"),
    "left": _answer("P27"),
    "stopped": _answer("P27a", "topics only", "pause"),
    "status": _answer("P34"),
    "undone": _answer("P44"),
    "too-late": _answer("P45"),
    "did-you-mean": _answer("P41a"),
    "which-again": _answer("P41b", "RESEND", "AGAIN"),
    "export": _answer("P37"),
    "certificate": _answer("P33"),
    "delete-confirm": _answer("P38"),
    "erased": _answer("P39"),
    "strange-sender": _programme("P48", priority=Priority.CONFIRMATION),
    "was-it-you": _answer("P48a"),
    # help, and people
    "help": _answer("P40"),
    "rules": _answer("P40a"),
    "enough": _answer("P52"),
    "too-large": _answer("P53"),
    "not-understood": _answer("P41"),
    "passed-to-person": _answer("P42"),
    "still-waiting": Row("P42a", Headers.PROGRAMME, Priority.INTRODUCTION, Footer.WROTE),
    "person-answer": _relay("P43"),
    "problem-received": _answer("P28"),
    # coordinators
    "digest": _coordinator("C01"),
    "proposal": _coordinator("C02"),
    "rescue": _coordinator("C02a", Priority.INTRODUCTION),
    "transcript": Row("C03", Headers.ANSWER, Priority.CONFIRMATION, Footer.COORDINATES),
    "preview": Row("C06", Headers.ANSWER, Priority.CONFIRMATION, Footer.COORDINATES),
    "please-read": _coordinator("C04"),
    "problem-report": _coordinator("C05", Priority.CONFIRMATION),
    "country-note": Row("C17", Headers.COORDINATOR, Priority.DIGEST, Footer.AMBASSADOR, again=False),
    "held": _coordinator("C16", Priority.CONFIRMATION),
    "reminder": _coordinator("C09"),
    "closing": _coordinator("C10a"),
    "round-plan": _coordinator("C10"),
    "round-report": _coordinator("C11"),
    "welcome-coordinator": Row("C12", Headers.COORDINATOR, Priority.DIGEST, Footer.COORDINATES),
    "already-done": Row("C15", Headers.ANSWER, Priority.CONFIRMATION, Footer.COORDINATES),
    "invitation": Row("P00", Headers.PROGRAMME, Priority.DIGEST, Footer.NONE, again=False),
    "recommended": Row("P00b", Headers.PROGRAMME, Priority.CONFIRMATION, Footer.NONE, again=False),
    "friend-invited": _answer("P00c"),
    "invited": Row("P00a", Headers.PROGRAMME, Priority.DIGEST, Footer.NONE, again=False),
}

UNASKED = tuple(
    kind for kind, row in LETTERS.items() if row.headers in (Headers.PROGRAMME, Headers.LIST, Headers.RELAY)
)
"""Letters to participants that answer nothing they have just written."""

MAY_WAIT = frozenset({"prompt", "check-in", "survey", "in-touch", "again"})
"""Programme letters of which one a week is enough, and which are as good a week later."""

ONE_A_WEEK = MAY_WAIT | {"day-7", "no-answer", "term-reminder", "goodbye"}
"""All that count towards the week."""
