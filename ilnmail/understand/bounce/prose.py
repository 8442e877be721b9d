"""Notices in prose: which of the addresses in them is the one that failed.

Each address is weighed by the line it stands in and the line before; the heaviest are meant.
"""

import re
from collections.abc import Iterator
from email.message import Message as Mime
from functools import cache, lru_cache

from ilnmail.data.bouncing import rows
from ilnmail.understand.bounce.returned import returned_head
from ilnmail.understand.bounce.subject import is_delay
from ilnmail.understand.bounce.verdict import by_words, code, verdict
from ilnmail.understand.html import to_text
from ilnmail.understand.message import addresses, content, content_type, header, parts
from ilnmail.understand.phrases import ADDRESS, Phrases
from ilnmail.understand.reading import Failure

_MOST = 20_000
_MOST_TEXTS, _MOST_OF_A_HEADING = 5, 90
_RULERS = ("--", "==", "**", "__", "##", "- ")
_AROUND = 12  # lines below an address that may say why
_SURE = 5
_CUES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        6,
        re.compile(
            r"rcpt to\s*:|(?:final|original|failed|actual|intended)[- ]recipients?\b|recipient address\s*:",
            re.I,
        ),
    ),
    (5, re.compile(r"^\W*<?%s>?\W*$")),
    (5, re.compile(r"^\W*<?%s>?\s*(?::|\.\.\.|-|\(|on\b)")),
    (
        5,
        re.compile(
            r"(?:deliver\w*|sent?|reach\w*|addressed|remis|livr\w+|zugestellt|entreg\w+|доставлен\w*)\W.{0,60}%s",
            re.I,
        ),
    ),
    (
        5,
        re.compile(
            r"%s.{0,80}(?:unknown|not found|no such|does not exist|rejected|refused|failed|full|invalid|unavailable|could not|undeliver)",
            re.I,
        ),
    ),
    (
        5,
        re.compile(
            r"(?:unknown|no such|invalid|bad|rejected|undeliver\w*|recipients?|addressee|failed|expanded from:|userid:)\b.{0,60}%s",
            re.I,
        ),
    ),
    (5, re.compile(r"(?<![\d.])[45]\d\d\s.{0,120}%s\W*$")),
    (2, re.compile(r"^\W*(?:to|an|à|a|para|кому|收件人|宛先|받는 사람)\s*[:：]", re.I)),
)
_LEADS = re.compile(
    r"[:：]\s*$|(?:recipients?|address(?:es)?|users?|empfänger|destinat\w+|получател\w+|收件人|宛先)\W*$",
    re.I,
)
_NEVER = re.compile(
    r"^\W*(?:from|sender|return-path|reply-to|message-id|mail from|von|de|отправитель|发件人|差出人|x-[\w-]+|received|references|in-reply-to|cc|subject|delivered-to)\s*:"
    r"|mail from\s*:|(?<!to )(?<!not )contact|for (?:further )?assistance|please send|questions|call |help ?desk|envelope-from|message-id",
    re.I,
)
_RATHER = re.compile(r"(?:try|use|instead|moved to|new (?:e-?mail )?address(?: is)?)[\s:<\"]{1,4}%s", re.I)
_GLUED = re.compile(r"(?<=[^\x00-\x7f])[\w.+-]+$", re.A)
_GLUED_ON = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,18}(?=[^\x00-\x7f])", re.A)
_OFFICES = re.compile(
    r"^(?:post-?master|mailer-?daemon|abuse|support|help\w*|no-?reply|admin\w*|hostmaster|info|mail-?admin\w*)@",
    re.I,
)


_TO = re.compile(r"^(?:To|An|À|Para|Кому|收件人|宛先|받는 사람)\s*[:：]\s*(.+)$", re.M | re.I)


@cache
def _copies() -> Phrases:
    return Phrases([row["phrase"] for row in rows("copies")])


@lru_cache(maxsize=8)  # asked for by every step
def told_texts(message: Mime) -> tuple[str, ...]:
    """What the notice itself says, part by part: text, or HTML as text, down to the letter that it returns."""
    leaves = list(parts(message))
    broken = [part for part in leaves if part.get_content_maintype() == "multipart"]
    plain = [
        content(part) for part in (*leaves, *broken) if content_type(part) == "text/plain" or part in broken
    ]
    pages = ["\n".join(to_text(content(part))) for part in leaves if content_type(part) == "text/html"]
    for texts in (plain, pages):
        written = [_above_the_copy(text[:_MOST]) for text in texts if text.strip()]
        if written:
            return tuple(written[:_MOST_TEXTS])
    return ()


def told_text(message: Mime) -> str:
    """The first of them."""
    return next(iter(told_texts(message)), "")


def _above_the_copy(text: str) -> str:
    lines = text.replace("\r\n", "\n").split("\n")
    end = next(
        (number for number, line in enumerate(lines) if number > 1 and _heads_the_copy(line)), len(lines)
    )
    told = "\n".join(lines[:end])
    return told if "@" in told or "@" not in text else "\n".join(lines)  # a notice says whom it is about


def _heads_the_copy(line: str) -> bool:
    if re.match(r"(?:return-path|received):\s", line, re.I):
        return True
    bare = line.casefold().strip(" -=*>_|#\t")
    found = _copies().search(bare) if len(bare) < _MOST_OF_A_HEADING else None
    return bool(found and (found.start() == 0 or line.strip()[:2] in _RULERS or bare.endswith((":", "："))))


def told_in_prose(message: Mime) -> tuple[Failure, ...]:
    """The failures a notice tells in words."""
    texts = told_texts(message)
    lines = [line for text in texts for line in text.split("\n")]
    named = ADDRESS.findall(" ".join(header(message, "X-Failed-Recipients").split()))
    found = tuple(dict.fromkeys(named or _meant(message, texts) or _returned_to(message)))
    whole = "\n".join(texts)
    late = is_delay(message)
    return tuple(_failure(address, _below(address, lines, found), whole, late) for address in found)


def words_about(message: Mime, address: str) -> str:
    """What the text says below that address; "" where it does not name it."""
    return _below(address, told_text(message).split("\n"), ())


def _failure(address: str, words: str, text: str, late: bool) -> Failure:
    kind, reason = verdict(code(words) or code(text), words, text)
    told = by_words(text)
    if told and told[0] == "delayed":
        kind, reason = told
    elif late:
        kind, reason = "delayed", "still tried"
    return Failure(address, kind, code(words) or code(text), " ".join(words.split())[:500], reason)


def _meant(message: Mime, texts: tuple[str, ...]) -> list[str]:
    """The addresses of the first text that is sure of one, else the likeliest of all."""
    own = {address.casefold() for _, address in addresses(message, "From", "To", "Reply-To")}
    weighed = [[(a, w) for a, w in _weighed(text.split("\n")) if not _OFFICES.match(a)] for text in texts]
    others = [[(a, w) for a, w in one if a.casefold() not in own] for one in weighed]
    sure = next((one for one in (*others, *weighed) if any(w >= _SURE for _, w in one)), None)
    likely = sure or [pair for one in others for pair in one]
    least = _SURE if sure else max((w for _, w in likely), default=0)
    return _each_once(address for address, weight in likely if weight >= max(least, 0))


def _weighed(lines: list[str]) -> Iterator[tuple[str, int]]:
    before = ""
    for line in lines:
        for found in ADDRESS.finditer(line):
            yield _bare(found[0]), _weight(line, before, found[0])
        before = line if line.strip() else before


def _weight(line: str, before: str, address: str) -> int:
    bare = line.replace(address, "%s")
    if _NEVER.search(line) or _RATHER.search(bare):
        return -5
    told = max((weight for weight, cue in _CUES if cue.search(bare)), default=1)
    return told + 3 * bool(_LEADS.search(before))


def _bare(address: str) -> str:
    """Without its frame; where a script without spaces is glued to an address in ASCII, that address."""
    local, _, domain = address.rpartition("@")
    within = _GLUED.search(local), _GLUED_ON.match(domain)
    address = f"{within[0][0] if within[0] else local}@{within[1][0] if within[1] else domain}"
    return address.strip("'<>.,;:").removeprefix("mailto:").removeprefix("smtp=").removeprefix("SMTP=")


def _each_once(found: Iterator[str]) -> list[str]:
    return list({address.casefold(): address for address in found}.values())


def _below(address: str, lines: list[str], others: tuple[str, ...]) -> str:
    """The line that names the address and those below it, up to the next address or a handful."""
    start = next((number for number, line in enumerate(lines) if address in line), None)
    if start is None:
        return ""
    end = next(
        (n for n in range(start + 1, len(lines)) if _names_another(lines[n], address, others)), len(lines)
    )
    first = start - 1 if start and not ADDRESS.search(lines[start - 1]) else start
    return "\n".join(lines[first : min(end, start + _AROUND)])


def _names_another(line: str, address: str, others: tuple[str, ...]) -> bool:
    return any(other != address and other in line for other in others)


def _returned_to(message: Mime) -> list[str]:
    """To whom the returned letter was written, where the notice names nobody."""
    to = _TO.findall(returned_head(message))
    return [found[0] for line in to[:1] for found in ADDRESS.finditer(line)][:1]
