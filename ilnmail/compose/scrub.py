"""Takes out of a person's words what is not passed on: addresses, our tokens, numbers in signatures.

What was there shows as [...]; nothing else is touched.
"""

import re

from ilnmail.tokens import REFERENCE, TOKEN

MARK = "[...]"

# A token is taken out with the address it stands in.
_TOKEN_ADDRESS = re.compile(rf"[\w.+-]*{TOKEN.pattern}(?:@[\w.-]*\w)?", re.IGNORECASE)
_REFERENCE = re.compile(rf"\bRef:?\s+{REFERENCE.pattern}", re.IGNORECASE)
_SIGNATURE = re.compile(r"^--\s?$", re.MULTILINE)
_SIGNATURE_LINES = 6
_LABEL = r"tel|phone|mobile|cell|fax|whatsapp|telegram|signal|тел|هاتف|电话|電話|móvil|teléfono|telefone"
_NUMBER = re.compile(
    rf"(?:\b(?:{_LABEL})[\w.]*\s*:?\s*)?(?:\+|00)\d[\d\s()./-]{{5,}}\d"  # international, labelled or not
    rf"|\b(?:{_LABEL})[\w.]*\s*:?\s*\(?\d[\d\s()./-]{{4,}}\d",  # national, only with a label
    re.IGNORECASE,
)


def scrub(text: str, addresses: tuple[str, ...], tokens: tuple[str, ...] = ()) -> str:
    """The text without these addresses and tokens, without any token of ours, and without the telephone
    numbers of a signature."""
    if TOKEN.search(text):  # by itself it is found much faster than with what may stand before it
        text = _TOKEN_ADDRESS.sub(MARK, text)
    text = _REFERENCE.sub(MARK, text)
    folded = text.casefold()
    there = {hidden for hidden in (*addresses, *tokens) if hidden and hidden.casefold() in folded}
    for hidden in sorted(there, key=len, reverse=True):
        text = re.sub(rf"(?:mailto:)?{re.escape(hidden)}", MARK, text, flags=re.IGNORECASE)
    body, signature = _split(text)
    return body + _NUMBER.sub(MARK, signature)


def _split(text: str) -> tuple[str, str]:
    """Where the signature begins: at its mark, or with the last few lines, from an empty one on."""
    marks = list(_SIGNATURE.finditer(text))
    if marks:
        return text[: marks[-1].start()], text[marks[-1].start() :]
    lines = text.splitlines(keepends=True)
    tail = lines[-_SIGNATURE_LINES:]
    blank = next((n for n, line in enumerate(tail) if not line.strip()), None)
    if blank is None:
        return text, ""
    start = len(lines) - len(tail) + blank
    return "".join(lines[:start]), "".join(lines[start:])
