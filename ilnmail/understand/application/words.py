"""Name, languages, interests and kind of work in prose; which language it is written in; what is wanted."""

import re
from functools import cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from ilnmail.understand.application.names_of_places import languages, mentions, plain

_NAME = re.compile(
    r"(?:\b(?:my name is|i am called|i'm called|je m'appelle|mon nom est|me llamo|mi nombre es|meu nome é|me chamo|chamo-me|"
    r"mein name ist|ich heiße|меня зовут|nama saya)|اسمي|我叫|我是|我的名字是|\bI am|\bI'm)\s*[:,]?\s*"
    r"(?P<name>(?:[A-ZÀ-ÞА-ЯЁ][\w'’.-]*|[\u0600-\u06ff]{2,}|[\u4e00-\u9fff]{2,4})(?: (?:de|da|dos|del|van|von|bin|al|el|[A-ZÀ-ÞА-ЯЁ][\w'’.-]*|[\u0600-\u06ff]{2,})){0,3})"
)
_NOT_NAMES = frozenset(
    [
        "a",
        "an",
        "the",
        "from",
        "librarian",
        "writing",
        "very",
        "so",
        "interested",
        "happy",
        "working",
        "currently",
    ]
)
_SPEAK = re.compile(
    r"(speak|write|writing|language|fluent|comfortable in|read|know|parle|écris|langue|hablo|escribo|idioma|falo|escrevo|"
    r"spreche|schreibe|sprache|говорю|пишу|владею|язык|أتحدث|أكتب|اللغ|会说|能用|语|文)",
    re.I,
)
_INTERESTS = re.compile(
    r"(?:interested in|interests? (?:are|include)|i (?:love|like|enjoy)|passionate about|intéress\w+ (?:à|par)|j'aime|"
    r"me interesan?|me gustan?|interesso-me por|gosto de|interessiere mich für|mich interessieren?|интересуюсь|люблю|"
    r"أهتم ب|我对|我喜欢)\s*(?P<what>[^.!?\n。]{3,160})",
    re.I,
)
_WORK = re.compile(
    r"\b(?:i work as|i am|i'm|working as|je suis|je travaille comme|soy|trabajo como|sou|trabalho como|ich bin|arbeite als|"
    r"я работаю|я)\s+(?:an? |une? |el |la |eine? )?(?P<what>[^.,!?\n]{3,80})",
    re.I,
)
_DOING = re.compile(
    r"\bI (?P<verb>direct|run|manage|lead|catalogue|restore|curate|head)\s+"
    r"(?P<what>(?:an? |the |our )?[^.,!?\n]{0,40}?(?:librar|archiv|museum|collection|manuscript|map)\w*)",
    re.I,
)
_TRADE = re.compile(
    r"librar|bibliot|archiv|museum|catalog|curator|conserv|document|student|школ|библиот|архив|مكتب|图书|档案",
    re.I,
)
_TRIO = re.compile(r"\b(trio|group of three|three of us|groupe de trois|grupo de tres|dreiergruppe)\b", re.I)


def name_in(text: str) -> str:
    """A name that is introduced as one; kept as it is written."""
    found = _NAME.search(text[:3000])
    name = found["name"].strip(" .,") if found else ""
    return (
        ""
        if name.casefold() in _NOT_NAMES or (name.split()[:1] and name.split()[0].casefold() in _NOT_NAMES)
        else name
    )


def spoken(text: str) -> tuple[str, ...]:
    """Languages named in sentences that speak of writing or speaking."""
    found: list[str] = []
    for sentence in re.split(r"[.!?\n。]", text[:6000]):
        named = [code for _, _, code in mentions(sentence, languages(), most=2)]
        if named and (_SPEAK.search(sentence) or len(named) > 1):
            found += named
    return tuple(dict.fromkeys(found))


def listed(text: str) -> tuple[str, ...]:
    """Languages in a form line."""
    return tuple(dict.fromkeys(code for _, _, code in mentions(text, languages(), most=2)))


def interests(text: str) -> tuple[str, ...]:
    """What is named after "I am interested in"."""
    found = [piece for match in _INTERESTS.finditer(text[:6000]) for piece in split(match["what"])]
    return tuple(dict.fromkeys(found))[:8]


def split(text: str) -> tuple[str, ...]:
    """ "maps, atlases and old photographs" in its pieces."""
    pieces = re.split(r"[,;/、，；·]|\s(?:and|et|y|e|und|и|و)\s", text)
    return tuple(piece.strip(" .*-") for piece in pieces if 1 < len(piece.strip(" .*-")) < 60)


def work(text: str) -> str:
    """What somebody says they are or do, where it is of our trade, as it reads after their name."""
    if done := _DOING.search(text[:3000]):
        return f"who {done['verb'].lower()}s {done['what'].strip()}"
    for found in _WORK.finditer(text[:3000]):
        named = found["what"][:1].isupper() and found["what"].split()[0].lower() not in ("i", "the")
        if _TRADE.search(found["what"]) and not named:
            return re.split(r"\s(?:in|at|from|à|en|em|aus)\s", found["what"])[0].strip()
    return ""


def volunteers_for_a_trio(text: str) -> bool:
    return bool(_TRIO.search(text))


@cache
def _identifier() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str) -> str:
    """Which language a text is in (ISO 639-1); empty under twenty letters."""
    letters = re.sub(r"[\W\d_]+", " ", text[:3000])
    return str(_identifier().classify(letters)[0]) if len(letters.replace(" ", "")) >= 20 else ""


_INTENTS = (
    ("leave", r"unsubscribe|remove me|stop (sending|mailing)|take me off|désabonne|darme de baja|отпишите"),
    ("recommendation", r"please (add|invite|contact) my (friend|colleague)|my colleague .{0,60} would"),
    (
        "spam",
        r"price list|seo |web ?design|investment|casino|viagra|loan offer|click here|special offer|leading (company|supplier|manufacturer)",
    ),
    ("other", r"invoice|journalist|interview you|press request|payment reminder"),
)
_JOIN = re.compile(
    r"join|sign( me)? ?up|take part|participa|register|enrol|apply|partner|match|inscri|rejoindre|unirme|participer|"
    r"teilnehm|anmeld|mitmachen|участ|присоедин|записа|انضم|الانضمام|المشاركة|参加|加入|报名|interest",
    re.I,
)


def intent(text: str, subject: str, told: bool) -> str:
    """join, question, spam, leave, recommendation, other or unclear. `told`: did they say who they are?"""
    both = f"{subject}\n{text}"[:6000]
    for name, pattern in _INTENTS:
        if re.search(pattern, both, re.I):
            return name
    if told:
        return "join"
    if "?" in text or "？" in text or "؟" in text:
        return "join" if _JOIN.search(plain(subject)) and len(text) < 60 else "question"
    return "join" if _JOIN.search(both) and len(text.split()) > 5 else "unclear"
