"""How mail programs head, mark and sign what they quote: six tables, each row with its language and client.

Source: written for this project from what these programs print.

- wrote.csv: verbs of an attribution line ("On ... Anna wrote:").
- labels.csv: labels of a quoted header block, by the field they stand for.
- separators.csv: "Original Message" and its like.
- mobile.csv: "Sent from my ..."; `*` stands for any words.
- devices.csv: devices and programs, how a line begins or ends that tells what a mail was sent with, words of excuse.
- notices.csv: how disclaimers, list footers and "external sender" banners begin; stems that a disclaimer holds.
"""

import unicodedata
from collections.abc import Iterator

from ilnmail.data import phrase_rows

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"})


def rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of one table, a row for each phrase."""
    return phrase_rows(__name__, table)


def spellings(phrase: str) -> tuple[str, ...]:
    """A phrase as programs write it, also those that know no accents."""
    bare = "".join(one for one in unicodedata.normalize("NFD", phrase) if not unicodedata.combining(one))
    return (phrase, phrase.translate(_UMLAUTS), bare if bare.isascii() else phrase)
