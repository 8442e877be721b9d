"""Digits of every script as 0 to 9 (Unicode's decimal value). Pure."""

import unicodedata


def as_ascii(text: str) -> str:
    """The same text, each digit in place."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
