"""Is every word beside a yes or no explained? What is not may turn the answer round. Pure.

Up to the end of its paragraph an answer has beside it nothing but words of that answer, politeness, words that a table holds
harmless beside it (`glad` beside a yes, `reason` beside a no), and names where a table says that names follow (`detail`: "my
city is"). Behind an empty line follow remarks and signatures: there nothing may doubt, deny or ask.
"""

import re
from itertools import pairwise

from ilnmail.understand.names_in import known_names
from ilnmail.understand.news import Told, is_news, sentences, stands_apart
from ilnmail.understand.third_person import is_about_somebody_else
from ilnmail.understand.wording import AND, WRITTEN_WORD, Clause, Lexicon, Part, with_capitals

_OF = {"YES": ("yes", "fine", "good"), "NO": ("no", "decline", "negation")}
_AGAINST = {"YES": "regrets", "NO": "delights"}  # "Yes, unfortunately", "No, I can't wait"
_SOCIAL = ("closing", "polite", "greeting", "filler")
_DOUBTS = ("unsure", "automatic", "like")
_CONTRARY = {
    "YES": (*_DOUBTS, "if", "but", "negation", "no", "decline"),
    "NO": (*_DOUBTS, "if", "but", "yes", "fine", "good"),
}
_DENY_WITH_TWO = frozenset({"fr", "es", "pt"})  # "no he recibido nada"
_NO_IS_NOT = frozenset({"es", "pt", "ar", "zh"})
_COURTEOUS = ("courteous", "detail", "agrees", "refuses", "glad", "reason", "begins", "tale", "news")
_TURNS = ("turns", "correction", "number", "ordinal", "month", "weekday", "pause")
_AND_SO = AND | {"so", "very"}
_ARTICLES = frozenset({"der", "die", "das", "dem", "den", "ein", "eine"})  # "danke, der Schnee" thanks nobody
_LONGEST_COURTESY = 10
_MOST_NAMES = 3
_MOST_ADDRESSED = 2
_MOST_LETTERS = 4  # of a name in Chinese
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
_FULL_STOPS = ".!?。！？؟…"
_QUESTION = re.compile("[?？؟]")
_ELISION = re.compile(r"\b[dl]['’](?=\w)", re.I)  # l'arabe, d'Oran


def all_is_explained(text: str, said: list[Clause], answer: str, words: Lexicon) -> bool:
    """`said` begins with the clause that holds the answer."""
    ends = _end_of_paragraph(text, said[0].rest)
    plainly = {"yes", "plainly"} & {
        part.means for part in words.read(said[0].words, *_DOUBTS, "plainly", *_OF["YES"])
    }
    told = _Beside(answer, words, plain=answer == "NO" or bool(plainly))
    together = tuple(word for clause in said for word in clause.words)
    if words.read(together, "unsure")[0] == Part("unsure", " ".join(together)):
        return False  # "Yeah, right."
    if any(part.means for part in words.read(together, _AGAINST[answer])):
        return False
    beside = [Told(before, clause) for before, clause in pairwise(said)]
    near = [one for one in beside if one.before.rest < ends]
    return (
        told.first(said[0])
        and all(told.goes_with(sentence) for sentence in sentences(near))
        and not any(told.doubts(clause) for _, clause in beside[len(near) :])
    )


def _end_of_paragraph(text: str, begin: int) -> int:
    found = _EMPTY_LINE.search(text, max(0, begin - 1))
    return found.start() if found else len(text)


class _Beside:
    """What is said beside one answer, clause by clause."""

    def __init__(self, answer: str, words: Lexicon, plain: bool) -> None:
        self.answer, self.words, self.plain = answer, words, plain
        self.remarks = ("agrees", "refuses") if plain else ()
        self.naming = ""  # after what a name may stand: "detail", "polite"

    def first(self, clause: Clause) -> bool:
        """Nothing but the answer, or a plain yes or no and what is harmless behind it. Where the word for no denies verbs
        too, as in "no hay de qué", nothing follows it in the same clause."""
        parts = self._read(clause)
        if self._explained(clause, parts):
            if any(part.means for part in self.words.read(clause.words, "polite")):
                self.naming = "polite"  # "Nein danke, Maria"
            return True
        strange = next((place for place, part in enumerate(parts) if not part.means), len(parts))
        plainly = self.answer.lower() in [part.means for part in parts[:strange]]
        if self.answer == "NO" and not self._begins_anew(parts[strange:]):
            return False
        return plainly and self._explained(clause, self._read(clause, beside=True))

    def _begins_anew(self, parts: tuple[Part, ...]) -> bool:
        """ "No I have moved" answers; "no answer from my boss" does not."""
        behind = self.words.read(tuple(" ".join(part.text for part in parts).split()), "opener")
        return self.words.locale not in _NO_IS_NOT and bool(behind and behind[0].means)

    def goes_with(self, sentence: list[Told]) -> bool:
        """What stands behind the answer in its paragraph: what is explained clause by clause, or news as a whole."""
        strange = [clause for before, clause in sentence if not self.follows(before, clause)]
        polite = any(self.words.read(clause.words, "polite")[0].means for _, clause in sentence)
        apart = self.plain and (polite or stands_apart(sentence))
        return not strange or (apart and is_news(strange, self.words, begun=polite))

    def follows(self, before: Clause, clause: Clause) -> bool:
        """One clause behind the answer."""
        if _QUESTION.search(clause.end) or "[" in before.end:
            return False  # "dear [partner]" was never filled in
        signed = self._signs(before, clause)
        if not signed and any(mark in before.end for mark in _FULL_STOPS):
            self.naming = ""
        parts = self._read(clause, beside=True)
        kinds = {part.means for part in parts}
        if kinds == {"filler"}:
            return signed  # "and then", "well, this"
        if "refuses" in kinds and {"negation", "no", "decline"} & kinds:
            return False  # "it is not too early"
        whole = next((part.means for part in parts if part.means != "filler"), "") == "agrees"
        if self.answer == "YES" and not whole and is_about_somebody_else(clause.words, self.words):
            return False
        return self._explained(clause, parts) or signed or self._is_courtesy(before, clause)

    def _is_courtesy(self, before: Clause, clause: Clause) -> bool:
        """ "Thanks for arranging this": begun as thanks, regret or greeting, nobody named but behind "greetings from", of
        words that are known, and none that could turn an answer round. Beside a no only as a sentence of its own: "no, thank you for keeping me"."""
        if self.answer == "NO" and not any(mark in before.end for mark in _FULL_STOPS):
            return False
        told = self.words.read(
            clause.words, *_SOCIAL[:1], "request", *_SOCIAL[1:3], *_TURNS, *_CONTRARY[self.answer]
        )
        kinds = {part.means for part in told}
        begun = next((part.means for part in told if part.text not in _AND_SO), "")
        from_somewhere = any(part.means for part in self.words.read(clause.words, "detail"))
        named = self.words.locale != "de" and not from_somewhere and self._names_in(told, clause)
        figures = any(part.text[0].isdigit() for part in told)
        if not (kinds <= {"", *_SOCIAL[:3]} and begun in _SOCIAL[:3]) or named or figures:
            return False
        known = self.words.read(clause.words, *_SOCIAL, *_COURTEOUS)
        if len(known) > 1 and known[-2].means in ("polite", "detail"):
            known = known[:-1]  # "thank you maria"
        if any(not part.means and part.text not in with_capitals(clause.written) for part in known):
            return False  # "sorry to disappoint you"
        self.naming = begun
        return len(told) <= _LONGEST_COURTESY

    def _names_in(self, told: tuple[Part, ...], clause: Clause) -> bool:
        capitals = with_capitals(clause.written)
        return any(not part.means and part.text in capitals for part in told[1:])

    def doubts(self, clause: Clause) -> bool:
        """Behind an empty line."""
        contrary = (*_CONTRARY[self.answer], "correction")
        found = self.words.read(clause.words, "polite", *_OF[self.answer], *contrary)
        return bool(_QUESTION.search(clause.end)) or any(part.means in contrary for part in found)

    def _read(self, clause: Clause, beside: bool = False) -> tuple[Part, ...]:
        """What a clause says; beside a no other words are harmless where it denies than where it tells a reason."""
        known = (*_OF[self.answer], *_CONTRARY[self.answer], *_SOCIAL)

        def told(*wanted: str, last: str = "") -> tuple[Part, ...]:
            written = clause.written if beside else ""
            return self.words.read(clause.words, *_DOUBTS, *wanted, *known, last, written=written)

        if not beside:
            return told(*(("regrets",) if self.answer == "NO" else ()))
        if self.answer == "YES":
            parts = told("closing", "polite", "detail", *self.remarks[:1], "glad")
            names = parts[-1].means != "detail"  # "I'm in" may be all there is
            return parts if names else told("closing", "polite", *self.remarks[:1], "glad")
        parts = told("closing", "polite", *self.remarks[1:], "regrets", "reason")
        doubtful = {"negation", "no", "decline", "unsure"} & {part.means for part in parts}
        if not doubtful or not any(part.means for part in self.words.read(clause.words, "negation", "no")):
            return parts
        return told("closing", "polite", *self.remarks[1:], "regrets", "missing", last="glad")

    def _explained(self, clause: Clause, parts: tuple[Part, ...]) -> bool:
        kinds = [part.means for part in parts]
        for place, kind in enumerate(kinds):
            self.naming = kind if kind in ("detail", *_SOCIAL[:3]) else self.naming
            if kind == "but" and self.answer == "YES" and kinds[place + 1 : place + 2] == ["detail"]:
                continue  # "yes, but my city is Mombasa"
            named = not kind and self._is_name(parts[place], clause) and self._follows_thanks(kinds[:place])
            if kind in _CONTRARY[self.answer] or not (kind or named):
                return False
        return kinds[-1] != "detail" and not self._denies_twice(parts)

    def _denies_twice(self, parts: tuple[Part, ...]) -> bool:
        """ "I have not got a no for you", "not without my partner", "no me niego"."""
        kinds = {part.means for part in parts}
        denied = {part.text for part in parts if part.means == "negation"}
        if denied and {"no", "decline"} & kinds:
            return True
        if {"no", "decline"} <= kinds and self.words.locale in _NO_IS_NOT:
            return True
        return len(denied) > 1 and self.words.locale not in _DENY_WITH_TWO

    def _follows_thanks(self, kinds: list[str]) -> bool:
        """ "Thank you, Jonas" and no "thank you for asking Jonas"; behind a detail anywhere."""
        said = [kind for kind in kinds if kind not in ("", "filler")]
        return self.naming == "detail" or not said or said[-1] in _SOCIAL[:3]

    def _is_name(self, part: Part, clause: Clause) -> bool:
        """A word with a capital, or the name of a place or language; in German things are written like names."""
        if not self.naming:
            return False
        word, written = _ELISION.sub("", part.text), _ELISION.sub("", clause.written)
        capital = word in with_capitals(written)
        if self.naming != "detail":
            return capital and not _ARTICLES & {*clause.words}
        return (capital and self.words.locale != "de") or word in known_names(written)

    def _signs(self, before: Clause, clause: Clause) -> bool:
        """A name at the end: behind thanks, on a line of its own, behind a dash or the end of a sentence."""
        named = WRITTEN_WORD.findall(clause.written)
        own_line = "\n" in before.end
        if self.words.locale in ("ar", "zh"):
            return self._signs_without_capitals(clause, own_line or self.naming == "closing")
        polite = self.naming in _SOCIAL[:3]
        parted = polite or any(mark in before.end for mark in _FULL_STOPS + "–—-\n")
        if self.words.locale == "de":
            parted = polite or own_line
        exclaimed = "!" in clause.end or (clause.end.startswith(".") and not polite and len(named) == 1)
        return (
            0 < len(named) <= _MOST_NAMES
            and all(one[0].isupper() for one in named)
            and parted
            and not exclaimed
            and not any(part.means in _CONTRARY[self.answer] for part in self._read(clause))
        )

    def _signs_without_capitals(self, clause: Clause, parted: bool) -> bool:
        """Behind thanks only what begins with a surname, in Arabic one word."""
        chinese = self.words.locale == "zh"
        if any(
            part.means
            for part in self.words.read(
                clause.words, *_TURNS, *_OF[self.answer], *_CONTRARY[self.answer], *_SOCIAL
            )
        ):
            return False
        if parted:
            return len(clause.words) <= (_MOST_LETTERS if chinese else _MOST_NAMES)
        named = chinese and self.words.read(clause.words[:1], "surname")[0].means
        short = 2 <= len(clause.words) <= 3 if named else not chinese and len(clause.words) == 1
        return self.naming == "polite" and short


_REMARK = (
    "because",
    "detail",
    "agrees",
    "refuses",
    "reason",
    "glad",
    "missing",
    "negation",
    "but",
    "yes",
    "fine",
    "good",
    "no",
    "decline",
    *_SOCIAL,
)


def is_a_remark(said: tuple[str, ...], written: str, words: Lexicon) -> bool:
    """Beside a number: words that a table holds harmless beside an answer of either kind, and names; or a reason that is
    begun as one. "1, Jonas is great" is the first; "1, he said, and left" is a story."""
    parts = words.read(said, *_DOUBTS, "if", *_REMARK)
    kinds = [part.means for part in parts]
    if kinds[0] == "because":
        return True
    if kinds[0] in ("no", "decline") or {*_DOUBTS, "if", "but"} & {*kinds}:
        return False
    capitals = with_capitals(written) if words.locale != "de" else frozenset()
    return all(part.means or part.text in capitals for part in parts)


def is_addressed(before: Clause | None, clause: Clause, words: Lexicon) -> bool:
    """ "Maria" behind "Good morning,": at most two names and nothing that a table knows."""
    if (
        before is None
        or len(clause.words) > _MOST_ADDRESSED
        or any(mark in before.end for mark in _FULL_STOPS)
    ):
        return False
    greeted = words.read(before.words, "greeting")[0].means == "greeting"
    known = any(
        part.means for part in words.read(clause.words, *_OF["YES"], *_CONTRARY["YES"], *_SOCIAL, "number")
    )
    return greeted and not known and {*clause.words} <= with_capitals(clause.written)
