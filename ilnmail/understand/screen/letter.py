"""What every rule of the screen asks of a message: who sent it, what it says above what it quotes."""

import re
from email.message import Message as Mime
from functools import lru_cache

from ilnmail.understand.html import to_text
from ilnmail.understand.message import addresses, body

ASKS = re.compile(r"[?？؟]\s|[?？؟]$|[α-ωά-ώ];")  # a program that answers for somebody asks nothing


def sender(message: Mime) -> str:
    found = addresses(message, "From")
    return found[0][1].lower() if found else ""


@lru_cache(maxsize=4)  # most rules ask for it
def written(message: Mime) -> str:
    """The text of a message above what it quotes; of its page where it has no text."""
    plain = body(message, "plain")
    told = plain if plain.strip() else "\n".join(to_text(body(message, "html")))
    lines = told.split("\n")
    return "\n".join(line for line in lines if not line.lstrip().startswith(">"))[:3000]
