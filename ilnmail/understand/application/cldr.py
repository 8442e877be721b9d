"""Makes the tables of names in `ilnmail/data/names/` anew from Unicode CLDR, which comes with Babel.

    python -m ilnmail.understand.application.cldr

Reading the names of thirty-eight languages takes a third of a second; reading what came of it takes a thirtieth.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from babel import Locale

from ilnmail import data
from ilnmail.understand.application.names_of_places import plain

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
    **dict.fromkeys(("siswati", "isiswati"), "ss"),
    **dict.fromkeys(("oshiwambo",), "ng"),
    **dict.fromkeys(("kichwa", "quichua", "runasimi"), "qu"),
    **dict.fromkeys(("sepedi",), "nso"),
    **dict.fromkeys(("valenciano",), "ca"),
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


def country_names() -> Mapping[str, str]:
    """Plain name -> ISO 3166-1 alpha-2. A name that means two countries means none."""
    found: dict[str, set[str]] = {}
    for locale in LOCALES:
        for code, name in Locale.parse(locale).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("ZZ", "EU", "EZ", "UN", "XA", "XB"):
                found.setdefault(plain(name), set()).add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1 and len(name) > 1}


def language_names() -> Mapping[str, str]:
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


def region_names() -> Mapping[str, str]:
    """Plain name -> number of a part of the world (UN M49)."""
    return {
        plain(name): code
        for locale in LOCALES
        for code, name in Locale.parse(locale).territories.items()
        if code.isdecimal() and code != "001"
    }


TABLES = {"countries": country_names, "languages": language_names, "regions": region_names}


def main() -> None:
    for table, made in TABLES.items():
        lines = (f"{name}\t{code}\n" for name, code in sorted(made().items()))
        (Path(data.__file__).parent / "names" / f"{table}.tsv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
