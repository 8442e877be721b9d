"""What somebody says of themselves beside name, place and languages: how long they have been at it, how often they
would write, who must not be their partner, another address of theirs, whether a group of three is welcome.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from ilnmail.data.signups import rows
from ilnmail.understand.application.names_of_places import plain
from ilnmail.understand.application.wishes import without_wishes
from ilnmail.understand.phrases import ADDRESS, one_of
from ilnmail.understand.wording import lexicon
from ilnmail.understand.yes_or_no import read_yes_or_no

_SENTENCE = re.compile(r"(?<=[^\W\d_]{3})[.!?]+(?:\s|$)|[!?;\n。！？؟；]+")
_LOOKED_AT = 6000  # characters
_MOST_NAMED = 5
_LONGEST = 80
_EARLY, _SENIOR = 5, 15  # years of work from which one is no beginner any more, and an old hand
_MOST_YEARS = 60
_YEARS = re.compile(
    r"(?P<number>\d{1,2}|[^\W\d_]+(?:-[^\W\d_]+)?)\s*(?:\+\s*)?"
    r"(?:years?|ans|annees|jahren?|anos|лет|года?|سنوات|سنه|سنة|عاما|年)(?![^\W\d_])|(?P<han>\d{1,2}|[一二三四五六七八九十]{1,3})\s?年"
)
_AND = re.compile(
    r"\s*(?:[,،、/]|\s(?:nor|ni|nem|noch|ни|ولا)\s(?:with|con|com|mit|avec|со?|مع)?\s?|[和與与及或]"
    r"|\s(?:and|or|et|ou|und|oder|y|e|o|и|или|أو)\s(?:with|con|com|mit|avec|со?)?\s?|\sو(?=\S))\s*"
)


@cache
def pattern(field: str, means: str) -> re.Pattern[str]:
    """Any phrase of those rows, in plain text of lower case; one in Latin or Cyrillic begins a word."""
    told = {plain(row["phrase"]) for row in rows("details") if (row["field"], row["means"]) == (field, means)}
    return re.compile(one_of(sorted(told)))


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text, as they were written."""
    return (one.strip() for one in _SENTENCE.split(text[:_LOOKED_AT]) if one.strip())


def _written(sentence: str, phrase: str) -> str:
    """What became that plain phrase, as it stands in the sentence."""
    one_line = " ".join(sentence.split())
    flat = [(letter, n) for n, c in enumerate(one_line) for letter in (plain(c) or " " * c.isspace())]
    at = "".join(letter for letter, _ in flat).find(phrase.lower())
    return one_line[flat[at][1] : flat[at + len(phrase) - 1][1] + 1] if at >= 0 else phrase


def stage(text: str) -> str:
    """The words that say how long somebody has worked in libraries ("a student", "12 years"); empty where none do."""
    for sentence in sentences(without_wishes(text)):
        told = plain(sentence)
        for means in ("student", "early", "senior"):
            if found := pattern("stage", means).search(told):
                return _written(sentence, found[0])
        if years := _years_of_work(told):
            return _written(sentence, years)
    return ""


def _years_of_work(told: str) -> str:
    found = next((one for one in _YEARS.finditer(told) if 0 < number_of(one) < _MOST_YEARS), None)
    if found is None or not pattern("years", "worked").search(told):
        return ""
    near = told[max(0, found.start() - 30) : found.end() + 30]
    return "" if pattern("years", "aged").search(near) else found[0].strip()


def number_of(found: re.Match[str]) -> int:
    """The number in front of "years": in digits of any script, or a word of the eight languages."""
    word = found["number"] or found["han"]
    if word.isdecimal():
        return int(word)
    parts = [part.means for part in lexicon("en").read(tuple(word.split("-")), "number")]
    return int(parts[0].partition(" ")[2]) if len(parts) == 1 and parts[0] else 0


@lru_cache(maxsize=4096)
def stage_of(words: str) -> str:
    """student, early, mid, senior, or "" where it cannot be told: what the words on a card stand for in matching."""
    told = plain(words)
    for means in ("student", "early", "senior"):
        if pattern("stage", means).search(told) or told == means:
            return means
    if re.search(r"\bstud|étud|студент|طالب|学生|estudant", words.casefold()):
        return "student"
    found = _YEARS.search(told) or re.search(r"(?P<number>\d{1,2})(?P<han>)", told)
    years = number_of(found) if found else -1
    if years < 0 or years >= _MOST_YEARS:
        return ""
    return "early" if years < _EARLY else "senior" if years >= _SENIOR else "mid"


def rhythm(text: str) -> str:
    """The words that say how often somebody would write; a weekly story hour is none."""
    if not pattern("writing", "about").search(plain(text[:_LOOKED_AT])):
        return ""  # in no sentence, then
    for sentence in sentences(text):
        told = plain(sentence)
        if pattern("writing", "about").search(told):
            for means in RHYTHMS:
                if found := pattern("rhythm", means).search(told):
                    return _written(sentence, found[0])
    return ""


def rhythm_suggested(text: str) -> str:
    """weekly, fortnightly, monthly: how often somebody tells a partner that they would write, "every two weeks suits me";
    "" where they do not say, or say two things."""
    found = {
        means
        for sentence in sentences(text)
        if pattern("writing", "about").search(told := plain(sentence))
        or pattern("writing", "suits").search(told)
        for means in RHYTHMS
        if pattern("rhythm", means).search(told)
    }
    return found.pop() if len(found) == 1 else ""


RHYTHMS = ("fortnightly", "weekly", "monthly")


def rhythm_of(words: str) -> str:
    """weekly, fortnightly, monthly, or ""."""
    told = plain(words)
    return next((one for one in RHYTHMS if pattern("rhythm", one).search(told)), "")


def trio(text: str) -> bool:
    """Would a group of three do?"""
    return bool(pattern("trio", "yes").search(plain(text[:_LOOKED_AT]))) and not refuses_a_trio(text)


def refuses_a_trio(text: str) -> bool:
    return bool(pattern("trio", "no").search(plain(text[:_LOOKED_AT])))


def says_yes(told: str) -> bool:
    """The line of the form: anything but a no."""
    return read_yes_or_no(told, "en")[0] != "NO" and not pattern("trio", "no").search(plain(told))


def never(text: str) -> tuple[str, ...]:
    """People and institutions somebody must not be paired with, as they are written."""
    found: list[str] = []
    if not pattern("never", "before").search(plain(text[:_LOOKED_AT])):
        return ()  # in no sentence, then
    for sentence in sentences(text):
        cased = plain(sentence, keep_case=True)
        for cue in pattern("never", "before").finditer(cased.lower()):
            found += [_written(sentence, one) for one in _named(cased[cue.end() :])]
    return tuple(dict.fromkeys(found))[:_MOST_NAMED]


def listed_never(told: str) -> tuple[str, ...]:
    """The line of the form, or of the card; "nobody" empties it."""
    named = (piece.strip(" .*–—-") for piece in _AND.split(told))
    return tuple(
        one[:_LONGEST] for one in named if one and not pattern("never", "nobody").fullmatch(plain(one))
    )


def _named(behind: str) -> Iterator[str]:
    """The names behind "never pair me with", as far as they go."""
    end = pattern("never", "behind").search(behind.lower())
    for piece in _AND.split((behind[: end.start()] if end else behind)[: _LONGEST * 2]):
        name = piece.strip(" ,.:\"'«»“”()")
        while cue := pattern("never", "from").match(name.lower()):
            rest = name[cue.end() :]
            if rest[:1].strip() and cue[0][-1:].isalpha() and name.isascii():
                break  # "Theodor" begins with an article, and is none
            name = rest.strip(" ,.:\"'«»“”()")
        if _is_a_name(name):
            yield name[:_LONGEST]


def _is_a_name(words: str) -> bool:
    """It begins with a capital, or in a script that has none."""
    return len(words) > 1 and (words[0].isupper() or words[0].lower() == words[0].upper())


def second_address(text: str, sender: str) -> str:
    """Another address by which somebody says they can be reached."""
    return next((one for one in _addressed(text, "second") if one != sender.lower()), "")


def new_address(text: str, sender: str) -> str:
    """The address somebody wants our letters to go to from now on."""
    return next((one for one in _addressed(text, "address") if one != sender.lower()), "")


def _addressed(text: str, field: str) -> Iterator[str]:
    """Addresses in a line, or in the one behind it, that speaks of them so."""
    if "@" not in text:
        return
    lines = [line for line in text[:_LOOKED_AT].split("\n") if line.strip()]
    for line, after in zip(lines, [*lines[1:], ""], strict=False):
        if pattern(field, "before").search(plain(ADDRESS.sub(" ", line))):
            found = ADDRESS.findall(line) or ADDRESS.findall(after)
            yield from (one.strip(".").lower() for one in found[-1:])


def address_in(told: str) -> str:
    """The one address of a form line."""
    found = ADDRESS.findall(told)
    return found[0].strip(".").lower() if len(found) == 1 else ""
