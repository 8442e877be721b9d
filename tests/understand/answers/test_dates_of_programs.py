"""Dates as programs write them in each language (Unicode CLDR, through Babel), behind "until" and alone."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date

from benchmarks.answers import read

TODAY = date(2027, 3, 3)
UNTIL = {
    "en": "until {}",
    "fr": "jusqu'au {}",
    "de": "bis {}",
    "es": "hasta el {}",
    "pt": "até {}",
    "ru": "до {}",
    "zh": "到{}",
    "ar": "حتى {}",
}
AFTER = (1, 9, 14, 28, 40, 59, 75, 100, 120, 150, 170)  # days


@pytest.mark.parametrize("language", UNTIL)
@pytest.mark.parametrize("length", ["full", "long", "medium", "short"])
def test_a_date_as_programs_write_it(language: str, length: str) -> None:
    for days in AFTER:
        day = TODAY + timedelta(days=days)
        written = format_date(day, length, locale=language)
        open_to_doubt = language == "en" and length == "short" and day.day <= 12  # month first, or day first?
        for words in (UNTIL[language].format(written), written):
            assert read("pause-date", language, words, TODAY) == ("ASK" if open_to_doubt else day.isoformat())
