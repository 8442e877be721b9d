"""One order for every kind of letter, and one for every variant worth looking at. All people are invented."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from ilnmail.compose import Finished, House, compose
from ilnmail.effects import Send
from ilnmail.letters import Letters, read_letters, shown
from ilnmail.tokens import Secret

TEMPLATES = Path(__file__).parents[2] / "templates"

HOUSE = House(
    programme="International Librarians Network",
    short="ILN",
    address="iln@example.org",
    site="https://iln.example.org",
    secret=Secret(1, b"a secret of thirty-two octets ok"),
    coordinators=("Maria Silva", "Tomás Novák"),
)

AT = datetime(2027, 1, 20, 8, 30, tzinfo=UTC)
SPRING = datetime(2027, 3, 1, 6, 0, tzinfo=UTC)
JOINED = date(2027, 1, 21)

CARD = (
    ("Name", "Amina Yusuf"),
    ("Country", "Kenya"),
    ("City", "Mombasa"),
    ("Work", "cataloguer of manuscripts"),
    ("Languages", "English, Swahili"),
    ("Interests", "manuscripts, oral history, old photographs"),
    ("Partner", "a colleague in any country"),
)
JONAS = shown.Partner(
    name="Jonas Berg",
    work="who directs a public library",
    city="Oslo",
    country="NO",
    wish="someone far from my own desk",
    clock=shown.Clock("Oslo", "Mombasa", -120, date(2027, 3, 28), -60),
    hello="Hei",
    closed=((date(2027, 3, 25), date(2027, 3, 29)),),
)
LI = shown.Partner(
    name="李明",
    work="I look after the maps",
    city="",
    country="NL",
    clock=shown.Clock("The Hague", "Mombasa", -120, date(2027, 3, 28), -60),
)
HOURS = tuple(
    shown.Hour(
        datetime(2027, 3, day, hour, tzinfo=UTC),
        (("Jonas Berg", datetime(2027, 3, day, hour - 2, tzinfo=UTC)),),
    )
    for day, hour in ((9, 12), (10, 14), (11, 17))
)
TERM = (
    "took part in round 2027A from 1 March 2027 to 28 June 2027 (17 weeks), writing with a colleague in Norway.",
)
NEEDS = (
    shown.Need(
        "New partner for Lucía Rojas (Peru): Teresa Vidal (Spain)?\n"
        "Both: school libraries, storytelling. Both write Spanish.\n"
        "Lucía asked on Sunday; Teresa's partner has left.",
        "introduced on Wednesday 24 March",
    ),
    shown.Need(
        'Priya Nair answered a reminder: "I am sorry, my father is in hospital." '
        "We have stopped reminders on both sides.\n"
        "What you write after the 2 goes to Priya, from you.",
        "Tomás is asked on Thursday",
    ),
    shown.Need(
        'Toni Jordan works at "the university library, Georgia".\n'
        "Country or state? We asked twice. Answer: Georgia, or USA.",
        "Toni waits, and is told so on Friday",
    ),
    shown.Need(
        'The topic for April: "Books that travel", from the shelf?\n'
        "yes, or send us your own text by Tuesday 30 March.",
        "yes",
    ),
)
FIGURES = (
    shown.Figure("people", 857, 859),
    shown.Figure("pairings (one is a trio)", 428, 429),
    shown.Figure("have begun to write", 391, 377, 91),
    shown.Figure("wrote in the last 14 days", 262, 280, 61),
    shown.Figure("no word yet", 37, 52, 9),
    shown.Figure("waiting for September", 31, 22),
)
KIND_WORDS = (("I now know what snow does to a bookmobile.", "Amina, Kenya"),)

# What every sample of a kind begins with: whom it goes to, and the values. "name" stands for the reader.
_VALUES: Mapping[str, Mapping[str, object]] = {
    "card": {
        "card": CARD,
        "starts": date(2027, 3, 1),
        "place_by": date(2027, 2, 15),
        "remind_on": date(2027, 1, 27),
        "delete_on": date(2027, 2, 19),
    },
    "card-reminder": {
        "card": CARD,
        "starts": date(2027, 3, 1),
        "delete_on": date(2027, 2, 19),
        "wrote": date(2027, 1, 13),
    },
    "invited": {
        "card": CARD,
        "starts": date(2027, 3, 1),
        "closes": date(2027, 2, 15),
        "delete_on": date(2027, 2, 19),
    },
    "how-to-join": {"name": "", "starts": date(2027, 3, 1), "closes": date(2027, 2, 15)},
    "welcome": {
        "changes": (("City", "Mombasa"),),
        "country": "KE",
        "first_from_country": True,
        "countries": 21,
        "starts": date(2027, 3, 1),
        "place_by": date(2027, 2, 15),
    },
    "waiting": {"number": 4, "why": "cap", "starts": date(2027, 3, 1), "until": date(2027, 2, 22)},
    "place": {"ask": True, "starts": date(2027, 3, 1), "until": date(2027, 2, 22), "card": CARD},
    "already-with-us": {"card": CARD, "starts": date(2027, 3, 1)},
    "person-will-look": {"by": date(2027, 1, 25)},
    "again": {
        "starts": date(2027, 9, 6),
        "closes": date(2027, 8, 23),
        "card": CARD,
        "partners": ("Jonas Berg",),
    },
    "introduction": {
        "partners": (JONAS,),
        "ends": date(2027, 6, 30),
        "interests": ("oral history", "old photographs"),
        "language": "en",
        "ask_on": date(2027, 3, 8),
    },
    "check-in": {"partners": ("Jonas Berg",)},
    "survey": {"partners": ("Jonas Berg",)},
    "day-7": {"partners": ("Jonas Berg",), "introduced": date(2027, 3, 1), "theirs": date(2027, 3, 3)},
    "prompt": {
        "month": date(2027, 5, 3),
        "topic_title": "The room where readers sit",
        "topic_question": "What would you change first in the room where your readers sit?",
        "topic_body": "Some of us have four hundred seats. Some have a box of books on a\n"
        "bicycle. Both are reading rooms.",
        "partners": ("Jonas Berg",),
        "language": "en",
        "own_last": "We catalogue by lamp when the power goes.",
        "own_last_on": date(2027, 4, 5),
        "signed": ("Amina Yusuf", "KE"),
        "answers_count": 14,
        "answers_page": "https://iln.example.org/topics/april",
        "next_on": date(2027, 6, 1),
    },
    "answer-kept": {"partners": ("Jonas Berg",), "shared": False, "minutes": 5},
    "partner-answer": {
        "text": "A second door.",
        "partner": "Jonas Berg",
        "topic_title": "The room where readers sit",
        "hidden": ("jonas.berg@example.org",),
    },
    "relay": {"text": "Dear Amina,\n\nhei!", "partner": "Jonas Berg", "hidden": ("jonas.berg@example.org",)},
    "relay-failed": {"partners": ("Jonas Berg",), "sent_on": date(2027, 1, 18)},
    "cannot-relay": {"why": "sealed", "partners": ("Jonas Berg",)},
    "no-answer": {
        "name": "Lucía Rojas",
        "joined": date(2027, 2, 2),
        "partners": ("Owen Price",),
        "mine": date(2027, 3, 3),
        "asked": date(2027, 3, 10),
        "by": date(2027, 3, 24),
    },
    "meeting-times": {
        "partners": ("Jonas Berg",),
        "hours": HOURS,
        "asked_by": "Jonas Berg",
        "wide": False,
        "again": False,
    },
    "meeting-other": {"partners": ("Jonas Berg",), "hour": HOURS[1]},
    "meeting-set": {"partners": ("Jonas Berg",), "hour": HOURS[0], "minutes": 30},
    "pass-on": {"partners": ("Jonas Berg",), "own": "amina.yusuf@example.org"},
    "address-passed": {"partner": "Jonas Berg", "theirs": "jonas.berg@example.net", "both": False},
    "meeting-none": {"partners": ("Jonas Berg",)},
    "meeting-off": {"partners": ("Jonas Berg",), "hour": HOURS[0], "by": "Jonas Berg"},
    "in-touch": {"partners": ("Jonas Berg",), "heard": date(2027, 4, 12), "again": date(2027, 6, 10)},
    "rematch-noted": {"partners": ("Jonas Berg",), "by": date(2027, 1, 27)},
    "partner-left": {"partner": "Jonas Berg", "by": date(2027, 3, 24)},
    "parted": {"partners": ("Jonas Berg",), "by": date(2027, 3, 24)},
    "still-waiting": {"asked": date(2027, 3, 3), "next": date(2027, 3, 8)},
    "pairing-ended": {"partners": ("Jonas Berg",), "next_round": date(2027, 9, 6)},
    "partner-paused": {"partner": "Jonas Berg", "until": date(2027, 4, 5)},
    "partner-back": {"partner": "Jonas Berg"},
    "partner-unreachable": {"partner": "Jonas Berg", "by": date(2027, 3, 24)},
    "receipt": {
        "done": ("Paused until Monday 1 March",),
        "note": "Jonas hears the dates, and nothing else.",
        "back": "RESUME",
        "days": 7,
    },
    "left": {"partners": ("Jonas Berg",), "days": 7},
    "too-large": {"files": True},
    "enough": {"until": datetime(2027, 1, 21, 9, tzinfo=UTC)},
    "address-check": {"address": "amina@example.org"},
    "stopped": {"partners": ("Jonas Berg",)},
    "problem-received": {
        "readers": ("Maria Silva", "Tomás Novák"),
        "by": date(2027, 1, 22),
        "frozen": ("Jonas Berg",),
    },
    "term-reminder": {
        "partners": ("Jonas Berg",),
        "ends": date(2027, 6, 30),
        "relay_until": date(2027, 7, 30),
    },
    "goodbye": {
        "partners": ("Jonas Berg",),
        "began": date(2027, 3, 1),
        "ends": date(2027, 6, 30),
        "relay_until": date(2027, 7, 30),
        "next_round": date(2027, 9, 6),
    },
    "status": {"card": CARD, "state": "active", "partners": ("Jonas Berg",), "ends": date(2027, 6, 30)},
    "help": {"partners": ("Jonas Berg",)},
    "rules": {"version": "1"},
    "not-understood": {"text": "It is what it is.", "by": date(2027, 1, 25)},
    "did-you-mean": {
        "word": "PAUSE",
        "text": "I might have to pause in April, my sister marries.",
        "until": date(2027, 2, 17),
    },
    "passed-to-person": {"by": date(2027, 1, 25), "reminders": True},
    "person-answer": {"text": "Dear Amina,\n\nof course.", "partner": "Maria Silva", "hidden": ()},
    "undone": {"what": "Paused until Monday 1 March"},
    "too-late": {"what": "Paused until Monday 1 March", "why": "late"},
    "no-partner": {
        "why": "Everybody who shares your language works in your country.",
        "starts": date(2027, 3, 1),
        "next_round": date(2027, 9, 6),
    },
    "which-again": {},
    "for-partner": {"partners": ("Jonas Berg",), "text": "Dear Jonas,\n\nhow is the snow?"},
    "recommended": {"name": "", "by": "Jonas Berg", "starts": date(2027, 3, 1), "closes": date(2027, 2, 15)},
    "friend-invited": {"friends": ("lena@example.org",)},
    "new-address": {"second": False},
    "old-address": {"address": "amina.yusuf@library.example.org"},
    "strange-sender": {
        "sender": "amina@library.example.org",
        "text": "Yes, that is fine.",
        "came_on": date(2027, 1, 19),
    },
    "broadcast": {
        "title": "The archive week",
        "text": "From 7 to 13 June archives open their doors.\n\nWill yours?",
        "author": "Maria Silva",
    },
    "new-date": {"was": date(2027, 3, 1), "starts": date(2027, 3, 15), "ends": date(2027, 7, 12)},
    "was-it-you": {"text": "Please pause until May.", "came_on": date(2027, 1, 20)},
    "certificate": {"told": TERM, "topics": ("Books that travel", "The question at the desk")},
    "export": {"parts": (("Your card", ("Name: Amina Yusuf", "Country: Kenya")), ("Your answers", ()))},
    "delete-confirm": {"partners": ("Jonas Berg",), "until": date(2027, 1, 27)},
    "erased": {"backups_until": date(2027, 2, 24), "applied": True},
    "digest": {
        "week": 12,
        "minutes": 2,
        "needs": NEEDS,
        "example": "1 yes, 2 (your words), 3 Georgia",
        "round": "2027A",
        "round_week": 4,
        "round_weeks": 17,
        "figures": FIGURES,
        "quiet": (
            shown.Quiet(("Owen Price (UK)", "Lucía Rojas (Peru)"), 19, "see 1"),
            shown.Quiet(("Hana Ito (Japan)", "Samuel Otieno (Kenya)"), 16, "Samuel asked"),
        ),
        "quiet_more": 9,
        "quiet_yours": True,
        "kind_words": KIND_WORDS,
        "relayed": 418,
        "answered": 52,
        "absences": 37,
        "pauses": 3,
        "unreachable": 1,
        "last_read": datetime(2027, 3, 22, 7, 58, tzinfo=UTC),
        "next": (
            (date(2027, 3, 29), "next digest, unless something is urgent"),
            (date(2027, 4, 1), "April topic to 839 people, 09:00 where each one is"),
        ),
        "others": ("Tomás Novák",),
    },
    "proposal": {
        "round": "2027A",
        "starts": date(2027, 3, 1),
        "count": 2,
        "sample": shown.Sample(
            "Amina, meet Jonas in Norway",
            ("Dear Amina,", "", "Your partner is Jonas Berg.", "", "- an ordinary day", "  at work"),
        ),
        "pairs": (
            shown.Proposed(
                ("Amina Yusuf (Kenya)", "Jonas Berg (Norway)"), ("oral history", "both write English")
            ),
            shown.Proposed(
                ("Lucía Rojas (Peru)", "Teresa Vidal (Spain)"),
                ("school libraries",),
                ("seven hours between their clocks",),
            ),
        ),
        "unmatched": (("Toni Jordan", "nobody else writes Georgian"),),
        "default_on": date(2027, 2, 27),
        "proof": "No other set of pairs has a higher score.",
        "others": ("Tomás Novák",),
    },
    "transcript": {
        "results": (
            shown.Done("approve 1", "approved Amina Yusuf and Jonas Berg"),
            shown.Done("swap 2 9", "there is no line 9 in that letter", False, 2),
        ),
        "minutes": 30,
    },
    "preview": {
        "results": (
            shown.Done("approve 1", "with YES: approved Amina Yusuf and Jonas Berg", False),
            shown.Done("swap 2 9", "there is no line 9 in that letter", False, 2),
        ),
    },
    "please-read": {
        "who": "Priya Nair (India)",
        "id": "P-1043",
        "ticket": "Q-9",
        "text": "I am sorry, my father is in hospital.",
        "why": "it answers a reminder in words",
        "default": "it stays in the digest",
        "others": ("Tomás Novák",),
    },
    "problem-report": {
        "who": "Hana Ito (P-12)",
        "ticket": "Q-9",
        "text": "The last two mails were not friendly.",
        "pairing": "M-27",
        "partners": ("Samuel Otieno",),
        "frozen": True,
        "by": date(2027, 1, 22),
        "others": ("Tomás Novák",),
    },
    "held": {
        "why": "the database is older than what was sent (letter 812, and it knows 640)",
        "all": True,
        "others": ("Tomás Novák",),
    },
    "reminder": {"needs": NEEDS[:2], "others": ("Tomás Novák",)},
    "rescue": {
        "round": "2027A",
        "pairs": (
            shown.Proposed(
                ("Lucía Rojas (Peru)", "Teresa Vidal (Spain)"),
                ("both like storytelling", "both write Spanish"),
                ("their clocks are six hours apart",),
            ),
        ),
        "default_on": date(2027, 3, 24),
        "others": ("Tomás Novák",),
    },
    "closing": {
        "round": "2027A",
        "applied": 92,
        "outcomes": ((40, 92, 0, "Poland", 13), (20, 90, 2, "Poland", 13)),
        "others": ("Tomás Novák",),
    },
    "round-plan": {
        "round": "2027A",
        "plan": (
            (date(2027, 2, 17), "applications close, at the end of the day anywhere on Earth (42 people)"),
            (date(2027, 2, 22), "the match runs; the proposal comes to you"),
        ),
        "moved": ("Wed 17 Feb 2027 instead of Mon 15 Feb 2027: applications close",),
    },
    "round-report": {
        "round": "2027A",
        "starts": date(2027, 3, 1),
        "ends": date(2027, 6, 30),
        "figures": FIGURES,
        "results": (
            "How is it going with your partner? 4.2 of 5, 132 answers. By country: Kenya 4.5, Norway 4.1.",
        ),
        "kind_words": KIND_WORDS,
    },
    "country-note": {
        "country": "KE",
        "month": "March 2027",
        "figures": (
            ("take part or have applied", "23"),
            ("joined in the last month", "fewer than 5"),
            ("have a partner abroad now", "18"),
            ("of these wrote in the last month", "15"),
            ("wait for a place", "nobody"),
        ),
        "countries": 64,
        "starts": date(2027, 9, 6),
        "closes": date(2027, 8, 23),
    },
    "welcome-coordinator": {"others": ("Tomás Novák",), "by_whom": "Tomás Novák"},
    "already-done": {
        "who": "Tomás Novák",
        "done_at": datetime(2027, 1, 20, 7, 10, tzinfo=UTC),
        "what": "New partner for Lucía Rojas: Teresa Vidal. Introduced.",
    },
    "invitation": {"starts": date(2027, 3, 1), "closes": date(2027, 2, 15), "name": ""},
}

KINDS = tuple(_VALUES)

_COORDINATORS = frozenset(
    {
        "digest",
        "proposal",
        "transcript",
        "preview",
        "please-read",
        "problem-report",
        "held",
        "reminder",
        "rescue",
        "round-plan",
        "round-report",
        "welcome-coordinator",
        "already-done",
    }
)


def sample(kind: str, **changes: object) -> Send:
    """The order for a letter of that kind, with some of its values changed."""
    reader = "Maria Silva" if kind in _COORDINATORS else "Amina Yusuf"
    order = Send(
        kind=kind,
        cause="2027A.topic-3",
        person=1043,
        address="maria@example.org" if kind in _COORDINATORS else "amina.yusuf@example.org",
        values={"name": reader, "joined": JOINED, **_VALUES[kind], **changes},
        round=7,
    )
    relayed = kind in ("relay", "partner-answer", "person-answer")
    return replace(order, author=str(_VALUES[kind]["partner"])) if relayed else order


@cache
def letters() -> Letters:
    """The letters as they are shipped."""
    return read_letters(
        {path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8") for path in TEMPLATES.rglob("*.md")}
    )


def finished(order: Send, house: House = HOUSE, at: datetime = AT) -> Finished:
    return compose(order, letters(), house, at)
