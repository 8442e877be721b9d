"""A letter as its reader sees it: what kind it is, told by its words alone, and what an answer needs."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache

from ilnmail.simulate.people import coordinators
from ilnmail.simulate.subjects import SUBJECTS
from ilnmail.understand.message import body, header, parse


@dataclass(frozen=True, kw_only=True)
class Received:
    """One letter in a librarian's mailbox."""

    at: datetime
    kind: str  # as in the catalogue of letters; "" for what nobody recognises
    sender: str  # From, as shown
    subject: str
    text: str
    message_id: str
    reply_to: str  # where an answer goes
    references: tuple[str, ...] = ()
    return_path: str = ""  # where a report of failure goes
    by_itself: bool = False  # the program wrote because its time had come, not in answer to a mail

    @property
    def first_choice(self) -> str:
        """What its line 1 offers, if it has one; where the letter is about a partner, the line names them."""
        found = _FIRST_CHOICE.search(self.text)
        return found[1] if found else ""

    @property
    def partner(self) -> str:
        """The called-name of the partner whose words these are or whom they are about, if any."""
        return _partner(self)


_FIRST_CHOICE = re.compile(r"^\s*1\.? +(\S.*)$", re.M)
_MEET = (
    r"(?:, meet |, voici |, das ist |, conozca a |, apresentamos |, познакомьтесь: |، هذا شريككم: |，请认识)"
)

# The first that fits; what is not here is read, and not answered.
_BY_SUBJECT: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("partner-answer", r" wrote about "),
        (
            "card",
            r"[dD]id we understand you\?$|(?:vons-nous bien compris|haben wir Sie richtig verstanden) ?\?$",
        ),
        (
            "card",
            r"lo hemos entendido bien\?$|ntendemos bem\?$|ерно ли мы поняли\?$|هل فهمناكم جيدا؟$|我们理解得对吗？$",
        ),
        ("card-reminder", r"hall we keep your card\?|ardons-nous votre fiche|ollen wir Ihre Karte behalten"),
        (
            "card-reminder",
            r"uardamos (?:su|a sua) ficha|охранить вашу карточку|هل نحتفظ ببطاقتكم|要保留您的卡片吗",
        ),
        (
            "welcome",
            r"^(?:Welcome|Bienvenue|Willkommen|Le damos la bienvenida|Boas-vindas|Добро пожаловать|欢迎您), |^أهلا ",
        ),
        ("place", r"you have a place$|vous avez une place$|haben einen Platz$|tiene un lugar$|tem um lugar$"),
        ("place", r"вас есть место$|لكم مكان$|有名额了$"),
        ("place", r"re you still in\?$|toujours des nôtres ?\?$|Sie noch dabei\?$|sigue con nosotros\?$"),
        ("place", r"continua connosco\?$|ещё с нами\?$|ما زلتم معنا؟$|您还参加吗？$"),
        ("introduction", rf"{_MEET}.+"),
        ("day-7", r"have you and .+ said hello\?"),
        ("no-answer", r"what would you like us to do\?"),
        ("check-in", r"how is it going with .+\?"),
        ("survey", r"five short questions$"),
        ("in-touch", r"are you and .+ still in touch\?"),
        ("partner-left", r"a change: .+ has left"),
        ("partner-unreachable", r"we cannot reach .+ just now"),
        ("rematch-noted", r"we are looking for a new partner"),
        ("partner-paused", r" is taking a pause"),
        ("parted", r"a change: your pairing with .+ has ended"),
        ("still-waiting", r"mail is not forgotten$"),
        ("pairing-ended", r"your pairing with .+ has ended"),
        ("no-partner", r"no partner yet"),
        (
            "did-you-mean",
            r"did you mean .+\?|vouliez-vous dire|meinten Sie|quiso decir|quis dizer|имели в виду|قصدتم|您的意思是",
        ),
        ("for-partner", r"is this for .+\?"),
        ("strange-sender", r"is this you\?"),
        ("was-it-you", r"was this you\?"),
        ("term-reminder", r"more weeks with"),
        ("goodbye", r"your time with"),
        ("again", r"shall we find you a new partner\?"),
        ("preview", r"^YES to do this\?"),
        ("transcript", r"^Done: |^\d+ of \d+ done"),
        ("proposal", r" pairs? to approve"),
        ("rescue", r" new pairs?, if you agree"),
        ("digest", r" week \d+: "),
        ("reminder", r"decisions? waits? for you"),
        ("closing", r"begin two weeks later\?$"),
        ("held", r"letters are held back$"),
        ("please-read", r" wrote to us$"),
        ("problem-report", r"^Problem report"),
        ("prompt", r"^\[[A-Z]+\] "),
    )
)

_VIA = re.compile(r'^"?(?P<name>[^"<]+?) via ')


@lru_cache(maxsize=256)  # whoever watches a letter go by opens it, and then its reader does
def open_letter(raw: bytes, at: datetime) -> Received:
    """What one reads of a letter; `at` is when it lay in the mailbox."""
    message = parse(raw)
    sender, subject = header(message, "From"), header(message, "Subject")
    text = (body(message, "plain") or body(message, "html")).strip()
    return Received(
        at=at,
        kind=_kind(sender, subject, text),
        sender=sender,
        subject=subject,
        text=text,
        message_id=header(message, "Message-ID"),
        reply_to=_address(header(message, "Reply-To") or sender),
        references=tuple(header(message, "References").split()),
        return_path=_address(header(message, "Return-Path")),
        by_itself=header(message, "Auto-Submitted").startswith("auto-generated"),
    )


def _kind(sender: str, subject: str, text: str) -> str:
    if said := _VIA.match(sender):
        if said["name"].strip() in _coordinators():
            return "person-answer"
        return "partner-answer" if " wrote about " in subject else "relay"
    kind = next((kind for kind, pattern in (*_BY_SUBJECT, *SUBJECTS) if pattern.search(subject)), "")
    # Two letters ask what one would like; only one of them is about a partner.
    return "" if subject.endswith("what would you like us to do?") and "partner" not in text else kind


@cache
def _coordinators() -> frozenset[str]:
    return frozenset(one.called for one in coordinators())


def _partner(letter: Received) -> str:
    if said := _VIA.match(letter.sender):
        return said["name"].strip()
    found = re.search(rf"(?:{_MEET}|have you and |are you and )([^\s（(]+)", letter.subject)
    return found[1].strip("\u2068\u2069,?") if found else ""


def _address(shown: str) -> str:
    found = re.search(r"<([^<>]*)>", shown)
    return (found[1] if found else shown).strip()
