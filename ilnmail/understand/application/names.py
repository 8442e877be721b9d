"""What somebody is called, as they write it: never split, never reordered."""

import re
from functools import lru_cache

from ilnmail.understand.application.names_of_places import plain
from ilnmail.understand.application.places import cities_named

_LATIN = r"[A-ZÀ-ÞĀ-ŽȘȚƏІЇЄҐА-ЯЁΑ-Ω][\w'’-]*\.?"
_PART = rf"(?:{_LATIN}|de|da|dos|del|di|van|von|der|den|bin|bint|ibn|al|el|la|le|y|e)(?!\w)"
_NAME = re.compile(
    r"(?:\b(?:[Mm]y name is|[Mm]y name's|[Nn]ame is|I am called|I'm called|[Cc]all me|[Tt]his is|[Jj]e m'appelle|[Jj]e me nomme|[Mm]on nom est|"
    r"[Mm]e llamo|[Mm]i nombre es|[Mm]eu nome é|[Mm]e chamo|[Cc]hamo-me|[Mm]ein [Nn]ame ist|[Ii]ch heiße|[Ii]ch heisse|[Mm]eня зовут|[Мм]еня зовут|"
    r"[Мм]ене звати|[Nn]ama saya|[Mm]i chiamo|[Mm]ijn naam is|[Ii]k heet|[Nn]azywam się|[Jj]menuji se|[Bb]enim adım|[Aa]dım|[Mm]ă numesc|"
    r"[Jj]ag heter|[Jj]eg hedder|[Jj]eg heter|[Nn]imeni on|[Tt]ôi tên là|[Tt]ên tôi là|I am|I'm|[Jj]e suis|[Ss]oy|[Ss]ou(?: a| o)?|[Ii]ch bin|[Ss]aya|[Jj]estem|"
    r"[Ii]k ben|[Ss]unt|[Ss]ono|[Яя])\s*[:,]?\s*)"
    rf"(?P<name>{_LATIN}(?: {_PART}){{0,4}})"
)
_NAME_BEFORE = re.compile(
    rf"(?P<name>{_LATIN}(?: {_PART}){{1,4}}),? (?:is my name|here\b|(?:ist )?mein Name|es mi nombre|é o meu nome|est mon nom)"
)
_OTHER_SCRIPTS = re.compile(
    r"(?:اسمي|أنا اسمي|أدعى)\s+(?P<arabic>[\u0620-\u06ff]{2,}(?: (?:بن|ابن|بنت|أبو|ابو|آل|عبد)(?= ))?(?: (?!و|من\b|في\b)[\u0620-\u06ff]{2,})?)|(?:我叫|我的名字是|我是|名叫|叫)(?P<han>[\u4e00-\u9fff]{2,4})"
    r"|(?P<japanese>[\u3040-\u30ff\u4e00-\u9fff]{2,8})(?:と申します|といいます)|(?:저는|제 이름은)\s*(?P<korean>[\uac00-\ud7a3]{2,5})(?:입니다|이라고|라고|이고)"
)
_NO_NAME = frozenset(
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
        "here",
        "not",
        "also",
        "really",
        "just",
        "glad",
        "one",
        "bibliothécaire",
        "bibliotecaria",
        "bibliotecario",
        "bibliotecária",
        "bibliotecário",
        "bibliothekarin",
        "bibliothekar",
        "partant",
        "intéressée",
        "intéressé",
        "archivist",
        "archivista",
        "student",
        "studentin",
        "étudiante",
        "estudiante",
        "in",
        "at",
        "of",
        "английский",
        "библиотекарь",
        "работаю",
        "архивист",
    ]
)
_OFFICE = re.compile(
    r"librar|\blib\b|bibli|archiv|museum|\binfo|office|admin|team|desk|contact|service|staff|&|@|\d|university|school|college|centre|center|"
    r"reference|department|библиот|архив|图书|圖書|مكتبة|도서관|図書|iln\b|mail",
    re.I,
)
_SIGNED = re.compile(rf"^\W*((?:(?:Ms|Mr|Mrs|Dr|Prof)\.? )?{_LATIN}(?: {_PART}){{0,3}})\W*$")


def name_and_signal(text: str, display: str, form: str) -> tuple[str, str]:
    """The name, and where it stands: the line of the form, From's display name where it is a person's, an introduction, a
    signature. Both are empty where nothing tells it."""
    shown = display.strip(" '\"")
    told = introduced(text)
    signal = "name in From"
    if shown and told and set(plain(shown).split()) < set(plain(told).split()):
        shown, signal = told, "introduced"  # "I am Amina Yusuf", from Amina
    person = bool(re.search(r"[^\W\d_]{2,}", shown)) and not _OFFICE.search(shown) and "," not in shown
    found: tuple[tuple[str, str], ...] = (
        (_bare(form), "form line"),
        (shown if person else "", signal),
        (told, "introduced"),
        (_first_words(text), "first words"),
        (_signed(text), "signature"),
        (_turned(shown), "name in From"),
    )
    return next((one for one in found if one[0]), ("", ""))


def _bare(form: str) -> str:
    """Without what stands in brackets behind it."""
    return re.split(r"\s*[(（,;/]", form.strip(" *_."))[0].strip() if form else ""


def _turned(shown: str) -> str:
    return "" if _OFFICE.search(shown) else shown


@lru_cache(maxsize=16)
def introduced(text: str) -> str:
    """A name that is introduced as one."""
    found = _OTHER_SCRIPTS.search(text[:3000])
    if found:
        return next(one for one in found.groups() if one)
    for match in (*_NAME.finditer(text[:3000]), *_NAME_BEFORE.finditer(text[:3000])):
        name = re.split(r"(?<=[^\W\d_]{3})\.", match["name"])[0].strip(" .,")
        if plain(name.split()[0]) not in _NO_NAME and not _OFFICE.search(name):
            bare = re.sub(r"(?: (?:de|da|dos|del|di|van|von|der|den|al|el|la|le|y|e))+$", "", name)
            return _without_the_town(bare, text[match.start("name") + len(bare) :])
    return ""


def _without_the_town(name: str, behind: str) -> str:
    """ "je suis Jean Mukendi de Lubumbashi, en RDC": two words of name, and a town behind them."""
    found = re.fullmatch(r"(\S+ \S+.*?) (?:de|da|do|di|aus|van|von) (\S+)", name)
    return found[1] if found and behind.startswith(",") and cities_named(plain(found[2])) else name


def _first_words(text: str) -> str:
    """ "Bon dia! Shurendy Martina, coordinator of ..."."""
    found = re.search(rf"^(?:[^.!\n]{{0,24}}[!,.]\s+)?({_LATIN} {_LATIN}),\s+[a-zа-я]", text.strip())
    return found[1] if found and not (_OFFICE.search(found[1]) or _GREETING.match(found[1])) else ""


_GREETING = re.compile(
    r"(?:Guten?|Gute|Grüß|Grüezi|Good|Dear|Bonne|Bonjour|Buen[oa]s?|Bom|Boa|Bon|Hello|Hallo)\b"
)


def _signed(text: str) -> str:
    lines = [line for line in text.strip().split("\n") if line.strip()][1:]
    found = next(
        (
            match
            for line in reversed(lines[-4:])
            if (match := _SIGNED.match(line)) and not _OFFICE.search(line)
        ),
        None,
    )
    return found[1] if found else ""
