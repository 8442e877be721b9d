"""Countries and languages by their names in many languages (Unicode CLDR, through Babel), and some others.

Former and everyday names stand in a table; nothing is matched by mere likeness.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from babel import Locale

_LOCALES = (
    *(
        "en",
        "fr",
        "es",
        "pt",
        "de",
        "ru",
        "ar",
        "zh",
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
_FORMER: Mapping[str, str] = {
    **dict.fromkeys(
        ("uk", "u.k.", "great britain", "england", "scotland", "wales", "northern ireland"), "GB"
    ),
    **dict.fromkeys(
        ("usa", "u.s.a.", "u.s.", "united states of america", "сша", "ee.uu.", "eeuu", "eua"), "US"
    ),
    **dict.fromkeys(("holland",), "NL"),
    **dict.fromkeys(("czech republic", "czechoslovakia"), "CZ"),
    **dict.fromkeys(("turkey",), "TR"),
    **dict.fromkeys(("burma",), "MM"),
    **dict.fromkeys(("swaziland",), "SZ"),
    **dict.fromkeys(("ivory coast", "cote d'ivoire"), "CI"),
    **dict.fromkeys(("drc", "dr congo", "democratic republic of the congo", "congo-kinshasa"), "CD"),
    **dict.fromkeys(("east timor",), "TL"),
    **dict.fromkeys(("korea", "republic of korea"), "KR"),
    **dict.fromkeys(("viet nam",), "VN"),
    **dict.fromkeys(("uae", "emirates"), "AE"),
    **dict.fromkeys(("macedonia",), "MK"),
    **dict.fromkeys(("cape verde",), "CV"),
    **dict.fromkeys(("brasil",), "BR"),
    **dict.fromkeys(("the gambia",), "GM"),
    **dict.fromkeys(("palestine",), "PS"),
    **dict.fromkeys(("kosovo", "kosova"), "XK"),
}
_LANGUAGE_FORMS: Mapping[str, str] = {
    **dict.fromkeys(("mandarin", "chinese", "中文", "汉语", "普通话", "英文和中文"), "zh"),
    **dict.fromkeys(("kiswahili",), "sw"),
    **dict.fromkeys(("castellano", "castilian"), "es"),
    **dict.fromkeys(("farsi",), "fa"),
    **dict.fromkeys(("英文", "英语"), "en"),
    **dict.fromkeys(("по-русски", "русском", "русский", "русского"), "ru"),
    **dict.fromkeys(("по-английски", "английском", "английского"), "en"),
    **dict.fromkeys(("العربية", "عربي", "بالعربية"), "ar"),
    **dict.fromkeys(("الإنجليزية", "الانجليزية", "إنجليزي", "بالإنجليزية"), "en"),
    **dict.fromkeys(("الفرنسية", "فرنسي"), "fr"),
    **dict.fromkeys(("bokmål", "nynorsk", "norwegian"), "no"),
    **dict.fromkeys(("filipino", "tagalog"), "fil"),
    **dict.fromkeys(("chichewa", "nyanja"), "ny"),
}
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0600-\u06ff]")


def plain(text: str) -> str:
    """Without accents and case, one space for many, for comparing."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().replace("’", "'").split())


@cache
def countries() -> Mapping[str, str]:
    """Plain name -> ISO 3166-1 alpha-2. A name that means two countries means none."""
    found: dict[str, set[str]] = {}
    for locale in _LOCALES:
        for code, name in Locale.parse(locale).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("ZZ", "EU", "EZ", "UN", "XA", "XB"):
                found.setdefault(plain(name), set()).add(code)
    clear = {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1 and len(name) > 1}
    return {**clear, **{plain(name): code for name, code in _FORMER.items()}}


@cache
def languages() -> Mapping[str, str]:
    """Plain name -> ISO 639 code."""
    found: dict[str, str] = {}
    for locale in reversed(_LOCALES):
        for code, name in Locale.parse(locale).languages.items():
            if code.isalpha() and len(plain(name)) > 1:
                found[plain(name)] = "no" if code in ("nb", "nn") else code
    return {**found, **{plain(name): code for name, code in _LANGUAGE_FORMS.items()}}


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
