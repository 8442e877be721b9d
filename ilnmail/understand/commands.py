"""Participants' commands: a word alone on the first line, in eight languages. Inside a sentence only a question."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain, islice

from ilnmail.data import commands as tables
from ilnmail.understand.ends import read_when
from ilnmail.understand.typos import mistyped
from ilnmail.understand.wording import Part, clauses, lexicon, words_of
from ilnmail.understand.yes_or_no import read_yes_or_no

FOR_A_PERSON = frozenset({"HELP", "HUMAN", "PROBLEM", "CHANGE", "JOIN"})
"""Asked for in a sentence, a person had better read it: "I need help, the letters hurt me"."""

_LONGEST = 120  # characters of a line that may be a command
_MOST_POLITE = 4
_WITH_DATE = frozenset({"PAUSE"})
_WITH_REMARK = frozenset({"PROBLEM", "HUMAN", "MEET", "CHANGE", "REMATCH", "PAUSE"})
_REMARK = re.compile(r"[^\W_]+(?:\s[^\W_]+){0,2}\s*[:：]\s*(?P<remark>\S.*)")
_ASKED_FOR = frozenset({"HELP", "STATUS", "HUMAN"})  # harmless, and as often asked for with a question mark
_IDIOMS = frozenset({"MORE", "LESS", "AGAIN"})  # thanked with, as in "больше спасибо"
_NO_PROBLEM = re.compile(r"probl[eè]m|проблем|مشكل|问题|問題", re.I)
_NEVER_BY_A_SLIP = frozenset(
    {"LEAVE", "STOP", "DELETE", "EXPORT", "REMATCH", "DIRECT", "SHARE", "JOIN", "NOT ME", "NOW", *_IDIOMS}
)


@dataclass(frozen=True)
class Command:
    """What was asked for. `whole` says that the mail holds nothing else."""

    word: str
    argument: str = ""
    whole: bool = True


@cache
def _alone() -> dict[tuple[str, ...], str]:
    """Plain words -> command, all languages; the name of a language -> LANGUAGE and its locale."""
    found = {words_of(name): f"LANGUAGE {locale}" for locale, name in tables.languages()}
    for locale in tables.LOCALES:
        for command, word in tables.words(locale):
            found.setdefault(words_of(word), command)
    found.pop((), None)
    return found


def read_command(text: str, locale: str = "en") -> Command | None:
    """The command of the first line that is no greeting, YES and NO among them; None where that line is prose."""
    lines = _first_lines(text)
    greeted = 0
    while greeted < min(2, len(lines) - 1) and _greets(lines[greeted]):
        greeted += 1
    if not lines or len(lines[greeted]) > _LONGEST:
        return None
    line = _without_salutation(lines[greeted])
    word, argument = _of_line(line, locale)
    if not word:
        return None
    greeted += line != lines[greeted]
    return Command(word, argument, whole=not greeted and all(_is_polite(line) for line in lines[1:]))


def only_command(text: str, locale: str = "en") -> Command | None:
    """The command where the mail holds nothing else. Most letters to a partner are known by their second line to hold
    more, and their first one is not read."""
    if not all(len(line) <= _LONGEST and _is_polite(line) for line in _first_lines(text)[1:]):
        return None
    found = read_command(text, locale)
    return found if found and found.whole else None


def _first_lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().split("\n", 12)[:12] if line.strip()]


def _greets(line: str) -> bool:
    parts = lexicon("en").read(words_of(line[:_LONGEST]), "greeting", "polite", "yes", "no", "number")
    return bool(parts) and parts[0].means == "greeting" and len(parts) <= 4 and words_of(line) not in _alone()


def _without_salutation(line: str) -> str:
    """ "Hi Maria, PAUSE please"."""
    greeting, *rest = re.split(r"[,،，.!！。]\s*", line, maxsplit=2)
    if not rest or not rest[0] or not _greets(greeting):
        return line
    name = words_of(rest[0])
    unknown = not any(part.means for part in lexicon("en").read(name, *_EVERYTHING))
    named = len(rest) == 2 and rest[1] and len(name) <= 2 and unknown and name not in _alone()
    return rest[1] if named else line[len(greeting) + 1 :].strip()


def _is_polite(line: str) -> bool:
    """Thanks, a greeting, a name of at most three words."""
    parts = lexicon("en").parts(words_of(line[:_LONGEST]), "polite", "greeting")
    begun = tuple(islice(parts, 4))
    if 0 < len(begun) <= 3 and (
        begun[0].means == "greeting" or all(word[:1].isupper() for word in line.split())
    ):
        return True
    return all(part.means for part in chain(begun, parts))


_THANKS = re.compile(r"\b(?:thank|thx|merci|dank|gracias|obrigad|agrade|спасибо|благодар)|شكر|谢", re.I)


def only_thanks(text: str) -> bool:
    """Nobody waits for an answer to "Thank you, Maria!"."""
    lines = [line for line in text.splitlines() if line.strip()]
    thanked = bool(_THANKS.search(text)) and not re.search(r"[?？؟]", text)
    return thanked and all(_is_polite(line) or _thanks_by_name(line) for line in lines)


def _thanks_by_name(line: str) -> bool:
    """Thanks, and at most two words more that are written as names are."""
    parts = lexicon("en").read(words_of(line[:_LONGEST]), "polite", "greeting")
    names = [word for part in parts if not part.means for word in part.text.split()]
    return bool(parts[0].means) and len(names) <= 2 and all(name.capitalize() in line for name in names)


def _of_line(line: str, locale: str) -> tuple[str, str]:
    """(command, argument)."""
    if line.strip(" .!") in ("?", "??", "？"):
        return "HELP", ""
    words = _without_now(_without_politeness(words_of(line)))
    if re.search(r"[?？؟]", line) and _alone().get(words, "") not in _ASKED_FOR:
        return "", ""  # "pause?" asks
    if found := _alone().get(words):
        if found == "HUMAN" and _greets(line):
            return "", ""  # "Dear coordinator"
        if found in _IDIOMS and words != words_of(line) and (found == "AGAIN" or len(words) < 2):
            return "", ""  # "mais uma vez obrigada" thanks; "fewer mails please" does not
        command, _, locale = found.partition(" ") if found.startswith("LANGUAGE") else (found, "", "")
        return command, locale
    return _with_argument(line, words, locale) or _yes_or_no(line, locale) or _slip(words)


def _without_politeness(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words between at most a few polite ones; a line that is a command with them stays whole."""
    if words in _alone():
        return words
    parts = lexicon("en").read(words, "polite", "greeting")
    kept = [part.text for part in parts if not part.means]
    few = len(parts) - len(kept) <= _MOST_POLITE
    inside = _means(parts).strip("p") == "w" * len(kept)
    return tuple(" ".join(kept).split()) if kept and few and inside else words


def _without_now(words: tuple[str, ...]) -> tuple[str, ...]:
    """ "delete my data now"."""
    now = words not in _alone() and _alone().get(words[-1:]) == "NOW" and words[:-1] in _alone()
    return words[:-1] if now else words


def _means(parts: tuple[Part, ...]) -> str:
    return "".join("p" if part.means else "w" for part in parts)


def _with_argument(line: str, words: tuple[str, ...], locale: str) -> tuple[str, str] | None:
    """ "PAUSE until 3 May"; "PROBLEM: my letters come twice"."""
    for size in range(min(4, len(words) - 1), 0, -1):
        command = _alone().get(words[:size], "")
        rest = " ".join(words[size:])
        behind = line[line.casefold().find(words[size - 1]) + len(words[size - 1]) :]
        if command in _WITH_DATE and len(words) <= 12:
            if _names_a_day(line, *_LOCALES_OF_DAYS):
                return command, line
            if _names_a_day(behind, locale):
                return command, behind
        remark = _REMARK.match(line)
        if (
            command in _WITH_REMARK
            and remark
            and line[:3] == line[:3].upper()
            and words_of(remark["remark"]) == tuple(rest.split())
        ):
            return command, remark["remark"]
    return None


def _names_a_day(line: str, *locales: str) -> bool:
    return any(read_when(line, day, locale) for locale in locales for day in _SOME_DAYS)


_LOCALES_OF_DAYS = ("de", "zh", "en-US", "ar")
_SOME_DAYS = (date(2027, 2, 10), date(2027, 8, 10))


def _yes_or_no(line: str, locale: str) -> tuple[str, str] | None:
    if _NO_PROBLEM.search(line):
        return None  # "no problem" agrees where something was asked; alone it is neither a YES nor a report
    said, comment = read_yes_or_no(line, locale)
    return (said, "") if said != "ASK" and not comment else None


def _slip(words: tuple[str, ...]) -> tuple[str, str]:
    """Not "paused", "pausiert": what differs in the last letter is a form of the word."""
    meant = _meant_by_a_slip(words)
    form = meant and words[0].isalpha() and any(word.startswith(words[0][:-1]) for word in _single_words())
    return (meant, "") if meant and not form and meant not in _NEVER_BY_A_SLIP else ("", "")


def _meant_by_a_slip(words: tuple[str, ...]) -> str:
    """The one command that a single mistyped word can be."""
    if len(words) != 1 or lexicon("en").read(words, *_EVERYTHING)[0].means:
        return ""
    meant = {_alone()[(word,)] for word in mistyped(words[0], _single_words())}
    found = meant.pop() if len(meant) == 1 else ""
    return "" if found.startswith("LANGUAGE") else found


_EVERYTHING = (
    *("yes", "no", "fine", "decline", "unsure", "number", "polite", "greeting", "filler", "opener"),
    *("month", "weekday"),
)


@cache
def _single_words() -> frozenset[str]:
    return frozenset(words[0] for words in _alone() if len(words) == 1)


def until(command: Command, today: date, locale: str) -> date | None:
    """The day that PAUSE names, or the day after so many weeks."""
    when = read_when(command.argument, today, locale) if command.argument else None
    return when.day if when else None


@cache
def _requested() -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for locale in tables.LOCALES:
        for command, word in tables.words(locale, "in a request"):
            found.setdefault(words_of(word), command)
    return found


def mentioned(text: str, locale: str = "en") -> str:
    """The command that a sentence asks for ("could you pause my mails?"); empty where it only tells something."""
    for clause in clauses(text[:1000])[:8]:
        if found := _asked_for(clause.words, locale):
            return found
    first = text.strip().split("\n")[0][:_LONGEST]
    words = _without_politeness(words_of(first))
    return _shouted(first) or _headed(first) or _with_little_more(words) or _meant_by_a_slip(words)


def _asked_for(words: tuple[str, ...], locale: str) -> str:
    """Behind "I would like to", "can you" and their like, within a few words."""
    parts = lexicon(locale).read(words, "request", "negation")
    begins = next((place for place, part in enumerate(parts) if part.means == "request"), None)
    if begins is None or begins > 3:
        return ""
    rest = tuple(word for part in parts[begins + 1 :] for word in part.text.split())[:9]
    found = ((size, place) for size in range(4, 0, -1) for place in range(len(rest)))
    return next((c for size, place in found if (c := _requested().get(rest[place : place + size], ""))), "")


def _shouted(line: str) -> str:
    """ "HELP I cannot open it": a command in capitals before words that are not."""
    first, _, rest = line.partition(" ")
    shouts = len(first) > 3 and first.isupper() and first.lower() != first and not rest.isupper()
    return _alone().get(words_of(first), "") if shouts and rest else ""


def _headed(line: str) -> str:
    """ "problem: my partner is rude": a command in small letters before what it is about."""
    remark = _REMARK.match(line)
    command = _alone().get(words_of(line[: remark.start("remark")]), "") if remark else ""
    return command if command in _WITH_REMARK else ""


def _with_little_more(words: tuple[str, ...]) -> str:
    """ "pause until summer": a command and at most two words more."""
    sizes = (size for size in (2, 1) if size < len(words) <= size + 2)
    return next((c for size in sizes if (c := _alone().get(words[:size], "")) in _WORTH_ASKING), "")


_WORTH_ASKING = frozenset({"PAUSE", "LEAVE", "STOP", "REMATCH", "UNDO"})


def without_share(text: str) -> tuple[str, bool]:
    """An answer without its first or last line where that is SHARE, and whether it was."""
    lines = text.strip().split("\n")
    for place in (0, -1):
        if lines and _alone().get(words_of(lines[place])) == "SHARE":
            del lines[place]
            return "\n".join(lines).strip(), True
    return text.strip(), False
