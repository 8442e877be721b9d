"""Name, languages, interests and kind of work in prose; which language it is written in; what is wanted."""

import re
from functools import cache
from itertools import groupby
from typing import Any

from ilnmail.data.signups import rows
from ilnmail.understand.application.function_words import told_by_words
from ilnmail.understand.application.names_of_places import languages, mentions, plain
from ilnmail.understand.application.wishes import without_wishes
from ilnmail.understand.phrases import Tables

_ELISION = re.compile(r"\b[dlnsj]['’](?=\w)", re.I)  # d'anglais, l'arabe
_BOTH = re.compile("中英(?:文|语|語)?(?=均|皆|都|双|雙|俱|[，。、,.]|$)")
_MOST_OF_A_LIST = 4
_DARI = re.compile(r"(?<=[\w,] )Dari\b")  # in small letters it is "from" in Indonesian
_FORGOTTEN = re.compile(
    r"forgot|for reading|read(?:ing)? only|only read\b|nur lesen|zum lesen|lire seulement|seulement lire|solo leer|leo algo|apenas ler|só leio|только чита|do not (?:speak|write)|don't (?:speak|write)|cannot (?:speak|write)|nur mündlich",
    re.I,
)
_SPEAK = re.compile(
    r"(लिख|बोल|เขียน|ninaandika|írok|kirjoitan|쓸 수|할 수 있|씁니다|書け|話せ|書き|scriv|parlo|pisz|mówi|píš|yaz|konuş|skriv|talar|kirjoit|menulis|bisa|scriu|vorbesc|írok|пишу|пишу|розмовля|γράφω|می‌نویسم|נכתב|כותב|viết|speak|write|writing|language|fluent|comfortable in|read|know|parle|écris|langue|hablo|escribo|idioma|falo|escrevo|"
    r"spreche|schreibe|sprache|говорю|пишу|владею|язык|أتحدث|أكتب|اللغ|会说|能用|语|文)",
    re.I,
)
_INTERESTS = re.compile(
    r"(?:interested in|interests? (?:are|include)|interests?:|what interests me (?:most )?is|keen on|curious about|love talking about|talk(?:ing)? about|learn (?:more )?about|specialis\w+ in|specializ\w+ in|in charge of|centres? d'intérêts?\s?:?|passionnée? (?:de|par)|responsable d\w+|apasionan?|mis intereses son|tenho interesse (?:em|por)|interesses?:|meine interessen(?: sind)?|besonders|begeister\w+ mich für|увлекаюсь|занимаюсь|мои интересы\W|мне интересн\w+|اهتماماتي\W|مهتمة? ب|أحب|感兴趣的是|兴趣是|负责|對|i (?:love|like|enjoy)|passionate about|intéress\w+ (?:à|par)|j'aime|"
    r"me interesan?|me gustan?|interesso-me por|gosto de|interessiere mich für|mich interessieren?|интересуюсь|люблю|"
    r"أهتم ب|我对|我喜欢)\s*(?P<what>[^.!?\n。]{3,160})",
    re.I,
)
_LIKED = re.compile("(?:很|非常|特别)?(?:感|有)(?:兴趣|興趣)$")
_WORK = re.compile(
    r"\b(?:i work as|i am|i'm|working as|je suis|je travaille comme|soy|trabajo como|sou|trabalho como|ich bin|arbeite als|"
    r"я работаю|я)\s+(?:an? |une? |el |la |eine? )?(?P<what>[^.,!?\n]{3,80})",
    re.I,
)
_AGENTS = {
    "catalogue": "cataloguer",
    "catalog": "cataloger",
    "curate": "curator",
    "direct": "director",
    "head": "head",
    "lead": "head",
    "manage": "manager",
    "restore": "restorer",
    "run": "head",
}
"""What somebody is who says that they do this."""
_DOING = re.compile(
    rf"\bI (?P<verb>{'|'.join(_AGENTS)})\s+"
    r"(?P<what>(?:an? |the |our )?[^.,!?\n]{0,40}?(?:librar|archiv|museum|collection|manuscript|map)\w*)",
    re.I,
)
_PERSON = re.compile(
    r"(?:^|[,.;:\n(–-]\s*)(?:an? |the |une? |eine? |la |el |o |a )?(?P<who>(?:[^\W\d_]+ ){0,2}?"
    r"(?:librarian|archivist|cataloguer|curator|conservator|documentalist|bibliothécaire|archiviste|documentaliste"
    r"|bibliothekar(?:in)?|archivar(?:in)?|bibliotecari[oa]|archivista|documentalista|bibliotecári[oa]|arquivista"
    r"|библиотекарь|архивист|أمينة? مكتبة|图书馆员|圖書館員)(?: of [^\W\d_]+(?: (?!in\b|at\b|from\b)[^\W\d_]+)?)?)(?=\W|$)",
    re.I,
)
_SEEKS = re.compile(r"(?:looking|searching|hoping|keen|eager|curious|interested)\b", re.I)
_TRADE = re.compile(
    r"librar|bibliot|archiv|museum|catalog|curator|conserv|document|student|школ|библиот|архив|مكتب|图书|档案|圖書|図書|도서관|könyvtár|knihov|knjižn|kirjasto|kütüphane|perpustaka|maktaba|thư viện|ห้องสมุด|पुस्तकालय|ספרי|βιβλιοθ|کتابخان|գրադարան|ბიბლიოთეკ|raamatukogu|bókasafn|biblio",
    re.I,
)


def spoken(text: str, name: str = "") -> tuple[str, ...]:
    """Languages named where somebody speaks of writing or speaking, or names several, or hardly anything else.
    Of the writer's own name no language is made: Eve is one."""
    found: list[str] = []
    own = set(plain(name).split())
    for sentence in re.split(r"[.!?\n。！？؟]", _BOTH.sub("中文、英文", _ELISION.sub(" ", text[:6000]))):
        written = ",".join(one for one in re.split("[,;]", sentence) if not _FORGOTTEN.search(one))
        named = [code for _, word, code in mentions(written, languages(), most=2) if word not in own]
        named += ["fa"] * bool(_DARI.search(written))
        short = len(sentence.split()) <= _MOST_OF_A_LIST
        if named and (_SPEAK.search(sentence) or len(set(named)) > 1 or short):
            found += named
    return tuple(dict.fromkeys(found))


def listed(text: str) -> tuple[str, ...]:
    """Languages in a form line, codes among them where it is made of codes ("FR, NL")."""
    pieces = [piece.casefold() for piece in re.split(r"[\s,;/+&.]+", text.strip()) if piece]
    if pieces and all(len(piece) == 2 and piece in _LANGUAGES for piece in pieces):
        return tuple(dict.fromkeys(pieces))
    return tuple(dict.fromkeys(code for _, _, code in mentions(text, languages(), most=2)))


def interests(text: str) -> tuple[str, ...]:
    """What is named after "I am interested in"."""
    found = [piece for match in _INTERESTS.finditer(text[:6000]) for piece in split(match["what"])]
    return tuple(dict.fromkeys(found))[:8]


def split(text: str) -> tuple[str, ...]:
    """ "maps, atlases and old photographs" in its pieces."""
    pieces = re.split(
        r"[,;/、，；·]|\s(?:and|et|y|e|und|и|و)\s|(?<=[\u4e00-\u9fff])[和與与及](?=[\u4e00-\u9fff])",
        _LIKED.sub("", text),
    )
    return tuple(piece.strip(" .*-") for piece in pieces if 1 < len(piece.strip(" .*-")) < 60)


def work(text: str) -> str:
    """What somebody says they are or do, where it is of our trade, as it reads after their name."""
    text = without_wishes(text[:3000])
    if done := _DOING.search(text):
        return f"{_AGENTS[done['verb'].lower()]} of {done['what'].strip()}"
    for found in _WORK.finditer(text):
        named = found["what"][:1].isupper() and found["what"].split()[0].lower() not in ("i", "the")
        if _TRADE.search(found["what"]) and not named and not _SEEKS.match(found["what"]):
            return re.split(r"\s(?:in|at|from|à|en|em|aus)\s", found["what"])[0].strip()
    named_so = _PERSON.search(text)
    return named_so["who"].strip() if named_so else ""


def names_a_trade(text: str) -> bool:
    """Does a text speak of libraries, archives or museums?"""
    return bool(_TRADE.search(text))


_LANGUAGES = [
    "en",
    "fr",
    "de",
    "pt",
    "ru",
    "es",
    "ar",
    "zh",
    "it",
    "nl",
    "pl",
    "uk",
    "cs",
    "sk",
    "ro",
    "hu",
    "tr",
    "el",
    "sv",
    "da",
    "no",
    "fi",
    "id",
    "ms",
    "vi",
    "th",
    "ja",
    "ko",
    "he",
    "fa",
    "hi",
    "bg",
    "hr",
    "sr",
    "sl",
    "et",
    "lv",
    "lt",
    "sw",
    "ca",
    "bn",
    "ur",
    "ka",
    "hy",
    "az",
    "kk",
    "mk",
    "sq",
    "mn",
    "ne",
    "si",
    "km",
    "ta",
    "te",
    "eu",
    "gl",
    "is",
]


@cache
def _identifier() -> Any:
    """0.6 s of a processor to load: only where small words do not tell."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    made = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(made.nb_classes)
    made.set_languages([one for one in _LANGUAGES if one in known])
    return made


def language_of(text: str, least: int = 20) -> str:
    """Which language a text is in (ISO 639-1); empty under twenty letters."""
    letters = re.sub(r"[\W\d_]+", " ", text[:3000])
    enough = len(letters.replace(" ", "")) >= (least if letters.isascii() else least // 2)
    return (told_by_words(letters) or str(_identifier().classify(letters)[0])) if enough else ""


@cache
def _intents() -> Tables:
    """By (place, intent): an intent may stand in several places."""
    told = groupby(rows("intents"), key=lambda row: (row["intent"], row["language"]))
    return Tables(
        ((place, intent), plain(row["phrase"]))
        for place, ((intent, _), group) in enumerate(told)
        for row in group
    )


_WHOEVER_ASKS = frozenset(
    {"spam", "recommendation"}
)  # anything else of somebody who says who they are is a "join"


def intent(text: str, subject: str, told: bool) -> str:
    """join, question, spam, leave, recommendation, other or unclear. `told`: did they say who they are?"""
    both = plain(f"{subject} \n {text}"[:6000])
    wanted = (name for _, name in _intents().groups(both))
    if told:
        return next((name for name in wanted if name in _WHOEVER_ASKS), "join")
    return next(wanted, "unclear")
