"""What letters may do with a value: `{{ starts | day }}`. What depends on the language comes from Babel."""

import textwrap
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.lists import format_list
from jinja2 import pass_context
from jinja2.runtime import Context

from ilnmail.letters.names import called
from ilnmail.letters.shield import Markdown, isolate, lines, one_line, shield

WIDTH = 67  # columns of a letter

_ENGLISH = "no one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {"en": tuple(_ENGLISH.split())}

# Where English puts an article: "in the Netherlands".
_WITH_ARTICLE = "AE BS CD CF CG DO FK GB GM IM KM KY MH MP MV NL PH SB TC US VG VI"
_THE = frozenset(_WITH_ARTICLE.split())
# CLDR's long forms that nobody says.
_SHORT = {"en": {"HK": "Hong Kong", "MO": "Macao", "MM": "Myanmar", "PS": "Palestine", "CD": "DR Congo"}}

# CLDR has no pattern with the whole weekday and without the year.
_WITH_WEEKDAY = {
    "ar": "EEEE d MMMM",
    "de": "EEEE, d. MMMM",
    "es": "EEEE d 'de' MMMM",
    "fr": "EEEE d MMMM",
    "pt": "EEEE, d 'de' MMMM",
    "ru": "EEEE, d MMMM",
    "zh": "M月d日EEEE",
}


class Filters:
    """The filters of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        # Plain "en" would be American: "March 1", "Amina, Jonas, and Li".
        self.locale = Locale.parse("en-GB" if language == "en" else language, sep="-")

    def as_mapping(self) -> dict[str, Callable[..., object]]:
        """By the name that letters use."""
        return {
            "bar": self.bar,
            "beginning": self.beginning,
            "called": called,
            "clock": self.clock,
            "count": self.count,
            "country": self.country,
            "date": self.day_and_month,
            "dated": self.dated,
            "day": self.day,
            "hang": self.hang,
            "inside": self.inside,
            "language": self.language_name,
            "listed": self.listed,
            "markdown": Markdown,
            "month": self.month,
            "names": self.names,
            "numeral": self.numeral,
            "pad": self.pad,
            "plural": self.plural,
            "quoted": self.quoted,
            "short_day": self.short_day,
        }

    # days and times

    @pass_context
    def day(self, context: Context, day: date) -> str:
        """Monday 1 March; with the year where it is another than today's."""
        if (pattern := _WITH_WEEKDAY.get(self.language)) and _as_date(day).year == _as_date(
            context["today"]
        ).year:
            return self._shown(day, pattern)
        if pattern:
            return self._shown(day, "full")
        return f"{self._shown(day, 'EEEE')} {self.day_and_month(context, day)}"

    @pass_context
    def day_and_month(self, context: Context, day: date) -> str:
        """1 March; with the year where it is another than today's."""
        day = _as_date(day)
        if day.year != _as_date(context["today"]).year:
            return self.dated(day)
        return _by_skeleton(day, "MMMMd", self.locale)

    def dated(self, day: date) -> str:
        """21 January 2027"""
        return self._shown(day, "long")

    def short_day(self, day: date) -> Markdown:
        """Thu  1 Apr: so wide that days stand below each other."""
        parts = (self._shown(day, part) for part in ("EEE", "d", "MMM"))
        weekday, number, month = (shield(part) for part in parts)
        return Markdown(f"{weekday} {number:>2} {month}")

    def month(self, day: date) -> str:
        """May"""
        return self._shown(day, "LLLL")

    def _shown(self, day: date, pattern: str) -> str:
        return _by_pattern(_as_date(day), pattern, self.locale)

    def clock(self, at: datetime) -> str:
        """07:58"""
        return format_datetime(at, "HH:mm", locale=self.locale)

    # numbers

    def numeral(self, number: int) -> str:
        """two; 19"""
        spelled = _NUMBERS.get(self.language, ())
        return spelled[number] if 0 < number < len(spelled) else str(number)

    def count(self, number: int, one: str, other: str, **forms: str) -> str:
        """two hours; 19 hours"""
        return f"{self.numeral(number)} {self.plural(number, one, other, **forms)}"

    def plural(self, number: int, one: str, other: str, **forms: str) -> str:
        """The form that goes with that number; `few`, `many` and so on where the language has them."""
        return {"one": one, **forms}.get(str(self.locale.plural_form(number)), other)

    def bar(self, share: int) -> str:
        """#########. for 91"""
        full = max(0, min(10, round(share / 10)))
        return "#" * full + "." * (10 - full)

    # names

    def names(self, people: Iterable[str]) -> str:
        """Amina, Jonas and Li"""
        return self.listed(called(name) for name in people)

    def listed(self, words: Iterable[str]) -> str:
        """oral history, maps and old photographs"""
        if self.locale.text_direction != "rtl":
            return format_list(list(words), locale=self.locale)
        return Markdown(
            format_list([shield(isolate(one_line(word), True)) for word in words], locale=self.locale)
        )

    def country(self, place: str) -> str:
        """The name of a country by its ISO code; words stay as they are."""
        return _SHORT.get(self.language, {}).get(place) or str(self.locale.territories.get(place, place))

    def inside(self, place: str) -> str:
        """As it stands after "in": the Netherlands."""
        return (
            f"the {self.country(place)}" if self.language == "en" and place in _THE else self.country(place)
        )

    def language_name(self, code: str) -> str:
        """The name of a language by its ISO code; words stay as they are."""
        return str(self.locale.languages.get(code, code))

    # other people's words

    def beginning(self, text: str, most: int = 80) -> str:
        """The first words, in one line of at most so many characters."""
        return textwrap.shorten(one_line(text), most, placeholder=" ...")

    def quoted(self, text: str) -> Markdown:
        """The whole text, set off; its paragraphs stay apart."""
        written = lines(text.strip())
        return Markdown("\n".join(map(_quote, written, (*written[1:], ""))))

    # columns, inside a block between ``` and ```

    def pad(self, value: object, width: int) -> Markdown:
        """Filled with spaces up to that width; a negative width puts them in front."""
        text = shield(one_line(str(value)))
        return Markdown(text.ljust(width) if width > 0 else text.rjust(-width))

    def hang(self, text: str, indent: int) -> Markdown:
        """Wrapped; every line but the first begins with so many spaces. Its own line ends stay."""
        room = WIDTH - indent
        wrapped = (part for line in lines(text) for part in wrap(line, room))
        return Markdown(("\n" + " " * indent).join(shield(line) for line in wrapped))


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most that many characters; addresses and words with hyphens stay whole."""
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)


@lru_cache(maxsize=1024)  # one mailing shows the same days to thousands of people
def _by_pattern(day: date, pattern: str, locale: Locale) -> str:
    return format_date(day, pattern, locale=locale)


@lru_cache(maxsize=1024)
def _by_skeleton(day: date, skeleton: str, locale: Locale) -> str:
    return str(format_skeleton(skeleton, day, locale=locale))


def _quote(line: str, following: str) -> str:
    """Short lines of a mail are meant (verses, lists); long ones were broken by a mail program."""
    meant = following and 0 < len(line) < 50
    return f"> {shield(line)}".rstrip() + ("\\" if meant else "")


def _as_date(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day
