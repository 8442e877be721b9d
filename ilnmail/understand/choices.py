"""A number chosen or given: digits in any script, words, ordinals, stars. Several of them, or one inside prose, is none."""

import re
from itertools import pairwise

from ilnmail.understand.explained import is_a_remark, is_addressed
from ilnmail.understand.news import begins_with_news
from ilnmail.understand.number_in import JOINING, NONE, WANTED, number_of, value, without_a_remark
from ilnmail.understand.wording import Clause, Lexicon, Part, clauses, lexicon, with_capitals

_STARS = re.compile(r"^\s*((?:[⭐★🌟✭✮]\ufe0f?\s?){1,10}|\*{1,10}(?!\S))\s*((?:[☆✩✰]\ufe0f?\s?){0,10})")
_ABBREVIATED = re.compile(r"№|\b(?:(?:n[or]|núm|num|opt)\.|n[º°]|n\.º)(?=\s*\d)", re.I)
_ANOTHER_NUMBER = re.compile(r"\s*[-−–$€£¥₽₹<≤≥≈?]\s?\d|\s*\d+\s?[$€£¥₽₹°]")
_PART_OF_A_NAME = re.compile(r"\s*(?:[A-Za-z]\d|\d[A-Z]\b)")  # "A1", "1A"
_LISTED = re.compile(r"\s*\d\)[^\n]*\s\d\)")  # "1) yes 2) no"
_LOOKED_AT = 5
_LOOKED_AT_CHARACTERS = 400


def read_number(text: str, count: int, locale: str, rating: bool) -> tuple[str, str]:
    """("1" to `count` or ASK, the comment); `rating` allows stars and "4/5"."""
    if rating and (stars := _STARS.match(text)):
        given, empty = (len(re.sub(r"[\s\ufe0f]", "", group)) for group in stars.groups())
        fits = 1 <= given <= count and given + empty in (given, count)
        return (str(given), text[stars.end() :].strip()) if fits else ("ASK", text)
    if (
        _ANOTHER_NUMBER.match(text)
        or _PART_OF_A_NAME.match(text)
        or _LISTED.match(text[:_LOOKED_AT_CHARACTERS])
    ):
        return "ASK", text
    words = lexicon(locale)
    text = _ABBREVIATED.sub("number ", text)
    looked_at = clauses(text[:_LOOKED_AT_CHARACTERS])[:_LOOKED_AT]
    polite = {
        clause
        for before, clause in zip((None, *looked_at), looked_at, strict=False)
        if _only_polite(words.read(clause.words, *WANTED))
        or _thanks(clause, words)
        or is_addressed(before, clause, words)
        or _thanked_by_name(before, clause, words)
    }
    aside = polite | begins_with_news(looked_at, polite, words, parted=False)
    said = [clause for clause in looked_at if clause not in aside]
    number = number_of(said[0], words, count, rating) if said else NONE
    if not 1 <= number <= count or _more_numbers(said, words, count, rating) or _asks(looked_at, words):
        return "ASK", text
    return str(number), _comment(text, said[0], words)


def only_polite(text: str, locale: str) -> bool:
    """Whether a text says nothing but please, thank you, good morning."""
    words = lexicon(locale)
    return all(_only_polite(words.read(clause.words, *WANTED)) for clause in clauses(text))


def _only_polite(parts: tuple[Part, ...]) -> bool:
    kinds = [part.means for part in parts]
    numbered = any(
        kind.partition(" ")[0] in ("number", "ordinal", "last", "") for kind in kinds[1:]
    ) or _digits(parts)
    if kinds[0] == "greeting":
        return not _digits(parts) and len(kinds) <= 5
    return (kinds[0] == "polite" and not numbered) or {*kinds} <= {"pick", "polite", "filler", "opener"}


def _thanks(clause: Clause, words: Lexicon) -> bool:
    """ "Thanks for asking!", "Thanks Maria!"."""
    parts = words.read(clause.words, "number", "ordinal", *_COURTESY)
    name = parts[-1].text if parts[-1].text in with_capitals(clause.written) else ""
    kinds = {part.means for part in parts if part.means or part.text != name}
    return parts[0].means == "polite" and kinds <= {*_COURTESY} and any(mark in clause.end for mark in _ENDED)


def _thanked_by_name(before: Clause | None, clause: Clause, words: Lexicon) -> bool:
    """ "Maria" in "Thank you, Maria! 2"."""
    if before is None or before.end.strip() not in _ENDED or len(clause.words) > _SHORTEST:
        return False
    named = {*clause.words} <= with_capitals(clause.written)
    known = any(part.means for part in words.read(clause.words, "yes", "no", "month", "weekday", *WANTED))
    return named and not known and _thanks(before, words)


_ENDED = ".!?\n。！؟？,，،"


_COURTESY = ("polite", "filler", "courteous", "detail", "greeting")


def _digits(parts: tuple[Part, ...]) -> bool:
    return any(part.text[0].isdigit() for part in parts)


def _more_numbers(said: list[Clause], words: Lexicon, count: int, rating: bool) -> bool:
    """Another number stands alone behind the first, or a doubt in the same sentence."""
    for before, clause in pairwise(said):
        parts = words.read(clause.words, "refuses", *WANTED)
        kinds = [part.means.partition(" ")[0] for part in parts]
        if "\n" not in before.end and words.read(clause.words, "month", "week")[0].means:
            return True  # "3. Mai"
        if "\n" not in before.end and _counts_on(clause, words, count, rating, follows=clause is said[1]):
            return True
        figure = parts[0].text.isdigit() and 0 < value(parts[0], count, rating) <= count
        if clause is said[1] and figure and "\n" not in before.end and len(parts) > _SHORTEST:
            return True  # "1. 2 would be a lie"
        number = number_of(clause, words, count, rating)
        again = "(" in before.end and number == number_of(before, words, count, rating)  # "3 (three)"
        if (number > 0 and not again) or _corrects(clause, words, count, rating):
            return True
        sentence = not any(mark in before.end for mark in "!\n。")
        doubt = (
            "unsure" in kinds[: None if rating else 2] or "if" in kinds[:2] or _or_else(parts, count, rating)
        )
        if (sentence and doubt) or {*kinds} <= {"unsure", "negation"}:
            return True
        goes_on = clause is said[1] and _goes_on(before, clause, words, rating)
        if goes_on or _judges(before, clause, words, rating):
            return True
    return False


def _counts_on(clause: Clause, words: Lexicon, count: int, rating: bool, follows: bool) -> bool:
    """ "2. See also 3", and right behind it "1. The first thing to say", "1. That is a difficult question": no remark on it."""
    parts = words.read(clause.words, "refuses", *WANTED)
    if len(parts) > 1 and 0 < value(parts[-1], count, rating) <= count:
        return True
    begun = any(part.means for part in words.read(clause.words[:2], "ordinal"))
    return follows and (begun or (not rating and any(part.means == "unsure" for part in parts)))


_SHORTEST = 2  # words


def _corrects(clause: Clause, words: Lexicon, count: int, rating: bool) -> bool:
    """ "2, but rather 3", "not 3", "or 3", "but I meant the other", "see 3"."""
    begun = words.read(clause.words, "but", "or", "negation", "correction", "unsure")[0].means
    parts = words.read(clause.words, "number", "ordinal", "correction")
    return bool(begun or len(clause.words) == _SHORTEST) and any(
        part.means == "correction" or value(part, count, rating) for part in parts[1:]
    )


def _asks(said: tuple[Clause, ...], words: Lexicon) -> bool:
    """Is the first sentence a question ("5 - the worst, right?"), and no request?"""
    sentence = next((place for place, one in enumerate(said) if any(mark in one.end for mark in _STOPS)), -1)
    asks = any(mark in said[sentence].end for mark in "?؟？")
    return asks and not any(
        part.means == "request" for one in said[: sentence + 1] for part in words.read(one.words, "request")
    )


_STOPS = ".!?\n。！؟？"


def _goes_on(before: Clause, clause: Clause, words: Lexicon, rating: bool) -> bool:
    """ "2, 4 and 6 are my shifts": the sentence goes on with what is no remark of a known kind. A rating may be followed by
    any praise or blame, but not by another scale: "1, as at school"."""
    if any(mark in before.end for mark in _ENDS):
        return False
    if before.end.strip() == "*":
        return not is_a_remark(clause.words, clause.written, words)  # "5* hotel"
    begins = words.read(clause.words, "like", "opener")[0].means
    return begins == "like" or not (begins or rating or is_a_remark(clause.words, clause.written, words))


def _judges(before: Clause, clause: Clause, words: Lexicon, rating: bool) -> bool:
    """ "2. That was my old answer", "2, but ask Maria": a judgement of the number, or a reserve, that no table knows."""
    if rating or "\n" in before.end:
        return False
    begun = words.read(clause.words, "but", "refers")[0]
    if begun.means == "refers":
        declines = any(part.means == "decline" for part in words.read(clause.words, "fine", "decline"))
        known = _praises(clause, words) or is_a_remark(clause.words, clause.written, words)
        return declines or not known
    behind = clause.words[len(begun.text.split()) :]
    reserve = begun.means == "but" and bool(behind) and not any(mark in before.end for mark in _STOPS)
    return reserve and not is_a_remark(behind, clause.written, words)


def _praises(clause: Clause, words: Lexicon) -> bool:
    """ "That works best for me", "it fits with my work"; no "that is best if Maria agrees"."""
    parts = words.read(clause.words, "fits", "unsure", "negation", "if", "but", "number", "refers")
    kinds = [part.means for part in parts if part.means != "refers"]
    return kinds[:1] == ["fits"] and not any(kinds[1:])


_ENDS = ".!?\n。！؟…()–—:;（"


def _or_else(parts: tuple[Part, ...], count: int, rating: bool) -> bool:
    """ "2, or wait" names something else; "2, slowly, and that is fine" only says more."""
    adds = parts[0].text in JOINING and not any(value(part, count, rating) for part in parts)
    return parts[0].means == "or" and not adds


def _comment(text: str, clause: Clause, words: Lexicon) -> str:
    """What stands behind the number: the next clause, or the rest of a remark in the same one."""
    parts = words.read(clause.words, *WANTED)
    if len(without_a_remark(parts, clause.written, words)) < len(parts):
        return re.sub(r"^\W*\d\W*", "", text).strip()
    return text[clause.rest :].strip()
