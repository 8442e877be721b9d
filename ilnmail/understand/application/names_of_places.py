"""Countries and languages by their names in many languages (Unicode CLDR, through Babel), and some others.

Nothing is matched by mere likeness.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from babel import Locale

LOCALES = (
    *(
        "en",
        "fr",
        "es",
        "pt",
        "de",
        "ru",
        "ar",
        "zh",
        "zh_Hant",
        "it",
        "nl",
        "sv",
        "da",
        "nb",
        "fi",
        "pl",
        "cs",
        "sk",
        "uk",
    ),
    *(
        "tr",
        "el",
        "ro",
        "hu",
        "bg",
        "hr",
        "sr",
        "id",
        "ms",
        "vi",
        "th",
        "ja",
        "ko",
        "he",
        "fa",
        "hi",
        "sw",
        "ca",
    ),
)
_LANGUAGE_FORMS: Mapping[str, str] = {
    **dict.fromkeys(("mandarin", "chinese", "中文", "汉语", "普通话", "英文和中文"), "zh"),
    **dict.fromkeys(("kiswahili",), "sw"),
    **dict.fromkeys(("gaelic", "gàidhlig"), "gd"),
    **dict.fromkeys(("łacina", "łaciną", "latina", "latein", "latim"), "la"),
    **dict.fromkeys(("crioulo", "kriolu", "kabuverdianu", "cape verdean creole"), "kea"),
    **dict.fromkeys(("hochdeutsch", "allemand", "deutsch"), "de"),
    **dict.fromkeys(("flemish", "vlaams", "flämisch"), "nl"),
    **dict.fromkeys(("setswana",), "tn"),
    **dict.fromkeys(("sesotho",), "st"),
    **dict.fromkeys(("isizulu",), "zu"),
    **dict.fromkeys(("isixhosa",), "xh"),
    **dict.fromkeys(("chishona",), "sn"),
    **dict.fromkeys(("ewe", "éwé"), "ee"),
    **dict.fromkeys(("fon",), "fon"),
    **dict.fromkeys(("zarma", "djerma"), "dje"),
    **dict.fromkeys(("bahasa indonesia",), "id"),
    **dict.fromkeys(("bahasa melayu",), "ms"),
    **dict.fromkeys(("cantonese", "粵語", "粤语", "廣東話", "广东话"), "zh"),
    **dict.fromkeys(("한국어", "우리말"), "ko"),
    **dict.fromkeys(("中文", "國語", "华语", "華語", "漢語"), "zh"),
    **dict.fromkeys(("英語", "英文"), "en"),
    **dict.fromkeys(("papiamentu",), "pap"),
    **dict.fromkeys(("romansh", "rätoromanisch", "rumantsch"), "rm"),
    **dict.fromkeys(("castellano", "castilian"), "es"),
    **dict.fromkeys(("farsi",), "fa"),
    **dict.fromkeys(("英文", "英语"), "en"),
    **dict.fromkeys(("по-русски", "русском", "русский", "русского"), "ru"),
    **dict.fromkeys(("по-английски", "английском", "английского"), "en"),
    **dict.fromkeys(("العربية", "عربي", "بالعربية"), "ar"),
    **dict.fromkeys(("الإنجليزية", "الانجليزية", "إنجليزي", "بالإنجليزية"), "en"),
    **dict.fromkeys(("الفرنسية", "فرنسي"), "fr"),
    **dict.fromkeys(("slovene",), "sl"),
    **dict.fromkeys(("dholuo", "luo"), "luo"),
    **dict.fromkeys(("马来文", "馬來文", "马来语", "馬來語"), "ms"),
    **dict.fromkeys(("हिंदी",), "hi"),
    **dict.fromkeys(("suomea",), "fi"),
    **dict.fromkeys(("кыргызский", "кыргызском", "кыргызча", "кыргызски"), "ky"),
    **dict.fromkeys(("беларуская", "беларуску", "белорусском", "беларуси"), "be"),
    **dict.fromkeys(("bokmål", "nynorsk", "norwegian"), "no"),
    **dict.fromkeys(("filipino", "tagalog"), "fil"),
    **dict.fromkeys(("chichewa", "nyanja"), "ny"),
}
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0600-\u06ff]")


def plain(text: str, keep_case: bool = False) -> str:
    """Without accents and case, one space for many, for comparing; of the same length with and without case."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    whole = " ".join(unicodedata.normalize("NFC", bare).replace("’", "'").split())
    return whole if keep_case and len(whole.lower()) == len(whole) else whole.lower()


_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (  # of plain words: й is и there
    ("ии", ("ия",)),
    ("ию", ("ия",)),
    ("иеи", ("ия",)),
    ("ои", ("а", "ая")),
    ("ом", ("", "о")),
    ("ем", ("", "и")),
    ("ах", ("ы", "и")),
    ("ях", ("і", "и")),
    ("ові", ("ів",)),
    ("єві", ("ів",)),
    ("олі", ("іль",)),
    ("ці", ("ця",)),
    ("жжі", ("жжя",)),
    ("ому", ("е", "ии")),
    ("е", ("", "а", "о", "ь", "я")),
    ("и", ("ь", "я", "а")),
    ("у", ("а", "")),
    ("ю", ("я", "ь")),
    ("ы", ("а",)),
    ("а", ("",)),
    ("я", ("ь", "и")),
    ("і", ("", "а", "о")),
)
_ARTICLES = ("وال", "بال", "لل", "كال", "ال", "و", "ب", "ل")


def variants(word: str) -> tuple[str, ...]:
    """A word as it stands, and what it may be inflected from: Slavic cases, Arabic articles, Turkish suffixes."""
    found = [word]
    if "'" in word:
        found.append(word.partition("'")[0])
    if re.match(r"[а-яіїєґё]{4,}$", word):
        found += [
            word[: -len(end)] + nominative
            for end, forms in _ENDINGS
            if word.endswith(end)
            for nominative in forms
        ]
    if "\u0600" <= word[0] <= "\u06ff":
        bare = [word[len(one) :] for one in _ARTICLES if word.startswith(one) and len(word) - len(one) > 2]
        found += [*bare, *(f"ال{one}" for one in bare)]
    return tuple(found)


@cache
def countries() -> Mapping[str, str]:
    """Plain name -> ISO 3166-1 alpha-2. A name that means two countries means none."""
    found: dict[str, set[str]] = {}
    for locale in LOCALES:
        for code, name in Locale.parse(locale).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("ZZ", "EU", "EZ", "UN", "XA", "XB"):
                found.setdefault(plain(name), set()).add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1 and len(name) > 1}


@cache
def languages() -> Mapping[str, str]:
    """Plain name -> ISO 639 code. Short names of languages few people write in are words of other languages."""
    found: dict[str, str] = {}
    for locale in reversed(LOCALES):
        for code, name in Locale.parse(locale).languages.items():
            bare = plain(name)
            if code.isalpha() and len(bare) > (1 if len(code) == 2 else 3) and bare not in _OTHER_WORDS:
                code = "no" if code in ("nb", "nn") else code  # noqa: PLW2901
                found |= {form: code for form in (bare, *_as_said_in(locale, bare))}
    english = {plain(name) for name in Locale.parse("en").territories.values()}
    found = {name: code for name, code in found.items() if name not in english}
    inflected = {form: code for name, code in found.items() for form in _inflected(name)}
    return {**inflected, **found, **{plain(name): code for name, code in _LANGUAGE_FORMS.items()}}


def _as_said_in(locale: str, name: str) -> tuple[str, ...]:
    """ "angolul", "ruotsia", "ואנגלית": with the ending or the prefix of "to write in"."""
    match locale:
        case "hu":
            return (f"{name}ul",)
        case "fi":
            return (f"{name}a",)
        case "he":
            return tuple(f"{prefix}{name}" for prefix in ("ו", "ב", "ל", "וב"))
    return ()


_OTHER_WORDS = frozenset(
    [
        "more",
        "moore",
        "dan",
        "even",
        "men",
        "mana",
        "male",
        "vai",
        "tonga",
        "kuba",
        "luba",
        "bas",
        "dari",
        "mari",
    ]
)


_CASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("скии", ("ского", "ском", "ским", "скому", "ски")),  # й is и in plain words
    ("цкии", ("цкого", "цком", "цким", "цки")),
    ("ська", ("ську", "ською", "ськіи", "ськоі", "ськи")),
    ("цька", ("цьку", "цькою", "цькіи", "цькоі")),
    ("ski", ("skiego", "skim", "sku")),
    ("cki", ("ckiego", "ckim", "cku")),
    ("ctina", ("ctinu", "ctine", "ctiny", "cky")),
    ("stina", ("stinu", "stine", "stiny", "sky")),
)


def _inflected(name: str) -> Iterator[str]:
    """The cases in which Slavic languages name languages; Russian adverbs too ("по-фински")."""
    for end, forms in _CASES:
        if name.endswith(end):
            yield from (name.removesuffix(end) + form for form in forms)
            if name.endswith("кии"):
                yield f"по-{name[:-1]}"


def mentions(text: str, names: Mapping[str, str], most: int = 4) -> list[tuple[int, str, str]]:
    """(place, name as written, code) of every name in the text, longer names before the shorter ones in them.

    Linear in the text: runs of up to `most` words are looked up; scripts without spaces letter by letter.
    """
    folded = plain(text)
    words = [(found.start(), found[0]) for found in re.finditer(r"[^\W\d_][\w.'-]*", folded)]
    found, skip = [], 0
    for n, (start, _) in enumerate(words):
        if n < skip:
            continue
        for size in range(min(most, len(words) - n), 0, -1):
            last, word = words[n + size - 1]
            name = folded[start : last + len(word)].rstrip(".,'-")
            if name in names:
                found.append((start, name, names[name]))
                skip = n + size
                break
    return sorted(found + _unspaced(folded, names)) if _UNSPACED.search(folded) else found


def _unspaced(folded: str, names: Mapping[str, str]) -> list[tuple[int, str, str]]:
    """Names inside runs of letters that are not parted by spaces, and behind the article of Arabic."""
    found: list[tuple[int, str, str]] = []
    at = 0
    while at < len(folded):
        size = next(
            (
                s
                for s in range(min(12, len(folded) - at), 1, -1)
                if folded[at : at + s] in names and _UNSPACED.match(folded[at])
            ),
            0,
        )
        if size:
            found.append((at, folded[at : at + size], names[folded[at : at + size]]))
        at += size or 1
    return found
