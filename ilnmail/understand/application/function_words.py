"""The language of a text by its letters and small words, where they leave no doubt; most mails need no model for it."""

import re
from functools import cache
from itertools import groupby

from ilnmail.data.signups import rows

_HAN = re.compile(r"[\u4e00-\u9fff]")
_BESIDE_HAN = re.compile(r"[\u3040-\u30ff\uac00-\ud7af\u0e00-\u0e7f]")  # kana, hangul, Thai
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_OF_OTHER_CYRILLIC = re.compile(r"[іїєґўјљњћђџѓќѕқғәөүһңұӣӯҷҳҚҒӘӨҮҢҰІЇЄҐЎЈЉЊЋЂЏЃЌЅ]")
_OF_RUSSIAN = re.compile(r"\b(?:и|в|на|я|с|что|это|как|для|меня|мне|мы|очень|или|работаю|также)\b", re.I)
# Bulgarian has neither, and none of the others' letters.
_ONLY_OF_RUSSIAN = re.compile(r"[ыэ]", re.I)
_ARABIC = re.compile(r"[\u0620-\u06ff]")
_OF_OTHER_ARABIC = re.compile(r"[پچژگیکٹڈےہںڑڤێۆەڕ]")
_OF_ARABIC = re.compile(r"(?<!\w)(?:في|من|على|إلى|أنا|عن|مع|هذا|هذه|التي|الذي|أن|اسمي|أعمل)(?!\w)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LEAST = 4  # different small words of one language
_MOST_OF_ANOTHER = 1
_SHARE = 0.15
"""Of all words; other languages' texts hold a few of them by chance."""
_MOST_FOREIGN_LETTERS = 0.1


def told_by_words(letters: str) -> str:
    """en, fr, es, pt, de, ru, ar or zh; empty where letters and small words do not decide."""
    size = max(1, len(letters) - letters.count(" "))
    for script, others, sure, least, language in _SCRIPTS:
        if (count := len(script.findall(letters))) > size * (1 - _MOST_FOREIGN_LETTERS):
            decided = not others.search(letters) and len(set(sure.findall(letters))) >= least
            return language if decided and (language != "ru" or _ONLY_OF_RUSSIAN.search(letters)) else ""
        if count > size * _MOST_FOREIGN_LETTERS:
            return ""
    return _of_latin(letters)


_SCRIPTS = (
    (_HAN, _BESIDE_HAN, _HAN, 8, "zh"),
    (_CYRILLIC, _OF_OTHER_CYRILLIC, _OF_RUSSIAN, 3, "ru"),
    (_ARABIC, _OF_OTHER_ARABIC, _OF_ARABIC, 3, "ar"),
)


def _of_latin(letters: str) -> str:
    words = [word.replace("’", "'") for word in _WORD.findall(letters.casefold())]
    found = {language: len(known & set(words)) for language, known in _small_words().items()}
    if found.pop(_OTHER):
        return ""
    best = max(found, key=lambda language: found[language])
    others = max(count for language, count in found.items() if language != best)
    share = sum(word in _small_words()[best] for word in words) / max(1, len(words))
    return best if found[best] >= _LEAST and others <= _MOST_OF_ANOTHER and share >= _SHARE else ""


_OTHER = "other"  # words of languages that have no row, and share some with those that have


def told_by_headings(labels: str) -> str:
    """The language of the labels of a form: the only one of ours that has these words; empty where two have some."""
    words = {*_WORD.findall(labels.casefold()), *_HAN_WORD.findall(labels)}
    found = [language for language, known in _heading_words().items() if known & words]
    return found[0] if len(found) == 1 else ""


_HAN_WORD = re.compile(r"(?=([\u4e00-\u9fff]{2}))")
_HEADS = "heads "


@cache
def _small_words() -> dict[str, frozenset[str]]:
    return {language: known for language, known in _words().items() if not language.startswith(_HEADS)}


@cache
def _heading_words() -> dict[str, frozenset[str]]:
    return {
        language.removeprefix(_HEADS): known
        for language, known in _words().items()
        if language.startswith(_HEADS)
    }


def _words() -> dict[str, frozenset[str]]:
    told = groupby(rows("function_words"), key=lambda row: row["language"])
    return {language: frozenset(row["phrase"] for row in group) for language, group in told}
