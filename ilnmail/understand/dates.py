"""Days and durations as people write them: ISO dates and "N weeks" by own rules first, then dateparser."""

import re
from datetime import date, datetime, timedelta

from ilnmail.understand.months import named_day

_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_HAN = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]")
_NUMBERS = {
    **{
        word: n
        for n, word in enumerate(
            ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1
        )
    },
    **{
        "a": 1,
        "an": 1,
        "une": 1,
        "un": 1,
        "una": 1,
        "ein": 1,
        "eine": 1,
        "zwei": 2,
        "drei": 3,
        "deux": 2,
        "trois": 3,
    },
    **{
        "dos": 2,
        "tres": 3,
        "duas": 2,
        "dois": 2,
        "três": 3,
        "две": 2,
        "два": 2,
        "три": 3,
        "一": 1,
        "两": 2,
        "二": 2,
        "三": 3,
    },
}
_SPANS = (
    (1, r"days?|jours?|días?|dias?|tage?n?|дн(?:я|ей|ь)|день|أيام|يوم|天|日"),
    (7, r"weeks?|semaines?|semanas?|wochen?|недел\w+|أسابيع|أسبوع|周|星期|个星期"),
    (30, r"months?|mois|mes(?:es)?|mês|meses|monate?n?|месяц\w*|أشهر|شهر|个月"),
)
_LEADING = re.compile(
    r"^\W*(?:until|till|to|through|on|from|the|bis|zum|jusqu'au|au|le|hasta|el|até|o|до|حتى|到|至|back on|back)\s+",
    re.I,
)
_DAY_AND_MONTH = (
    re.compile(
        r"(?<!\d)\d{1,2}(?:st|nd|rd|th|er|º|\.)?\s+(?:(?:de|of|do)\s+)?[^\W\d_]{3,}\.?(?:,?\s+(?:(?:de|of)\s+)?\d{4})?"
    ),
    re.compile(r"\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?"),
    re.compile(r"[^\W\d_]{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?"),
)
_YEAR_AHEAD = 366 * 2
_BY_ITS_MONTHS = frozenset({"et", "sr", "sl", "th", "lv", "lt", "hi", "sw", "fa", "mk", "eu", "gl", "ms"})
"""Languages whose dates dateparser reads badly or not at all."""


def read_until(text: str, today: date, locale: str = "en") -> date | None:
    """The day that a text names as an end, after `today`; None where it names none, or one long past."""
    plain = text.translate(_DIGITS).strip()[:120]
    named = named_day(plain, today, locale) if locale in _BY_ITS_MONTHS else None
    found = _exact(plain, today) or named or _span(plain, today) or _words(plain, today, locale)
    return found if found and (found - today).days < _YEAR_AHEAD else None


_DIGITS = {
    ord(c): str(n)
    for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９")
    for n, c in enumerate(digits)
}


def _exact(text: str, today: date) -> date | None:
    """2027-03-01, 3月5日."""
    try:
        if found := _ISO.search(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _HAN.search(text):
            day = date(int(found[1] or today.year), int(found[2]), int(found[3]))
            return day if found[1] or day >= today else day.replace(year=day.year + 1)
    except ValueError:
        return None
    return None


def _span(text: str, today: date) -> date | None:
    """ "two weeks", "3 Monate", "3 أسابيع": counted from today."""
    for days, names in _SPANS:
        found = re.search(rf"(\d{{1,3}}|[^\W\d_]+)?\s*(?:{names})(?!\w)", text, re.I)
        if found:
            count = _NUMBERS.get((found[1] or "one").casefold()) or (
                int(found[1]) if (found[1] or "").isdigit() else 0
            )
            if count:
                return today + timedelta(days=days * count)
    return None


def _words(text: str, today: date, locale: str) -> date | None:
    """ "3 May", "15 de febrero", "bis Anfang März" as its first day."""
    plain = _LEADING.sub("", text)
    plain = _LEADING.sub(
        "", re.sub(r"\b(anfang|début|principios de|início de|beginning of|начала)\b", "1", plain, flags=re.I)
    )
    named = next((found for form in _DAY_AND_MONTH if (found := form.search(plain))), None)
    if named is None:
        return None
    settings = {
        "RELATIVE_BASE": datetime.combine(today, datetime.min.time()),
        "PREFER_DATES_FROM": "future",
        "DATE_ORDER": "DMY",
        "REQUIRE_PARTS": ["day", "month"],
    }
    languages = list(dict.fromkeys((locale or "en", "en")))
    import dateparser  # here, because it takes long to load, and most mails name no day

    found = dateparser.parse(named[0].rstrip(" .!,"), languages=languages, settings=settings)
    return found.date() if found else None
