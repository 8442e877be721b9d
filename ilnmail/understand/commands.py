"""interim"""

import re
from dataclasses import dataclass
from datetime import timedelta, date

W = [
    "STATUS",
    "CHANGE",
    "PAUSE",
    "RESUME",
    "LEAVE",
    "STOP",
    "LESS",
    "MORE",
    "SKIP",
    "PRIVATE",
    "SHARE",
    "REMATCH",
    "DIRECT",
    "RULES",
    "PROBLEM",
    "HUMAN",
    "HELP",
    "UNDO",
    "EXPORT",
    "AGAIN",
    "NOW",
    "YES",
    "NO",
    "JOIN",
    "MEET",
]


@dataclass(frozen=True)
class Command:
    word: str
    argument: str = ""
    whole: bool = True


def read_command(text, locale="en"):
    ls = [l for l in text.strip().split("\n") if l.strip()]
    if not ls:
        return None
    m = re.match(r"(\w+)[.!]?(?: (until .*|\d+ weeks?|for .*))?$", ls[0].strip())
    if m and m[1].upper() in W:
        return Command(m[1].upper(), m[2] or "", len(ls) == 1)


def mentioned(text):
    m = re.search(r"\b(PAUSE|LEAVE|pause|leave)\b", text)
    return m[1].upper() if m else ""


def until(c, today, locale):
    m = re.search(r"(\d{4}-\d\d-\d\d)", c.argument)
    if m:
        return date.fromisoformat(m[1])
    m = re.search(r"(\d+) week", c.argument)
    return today + timedelta(weeks=int(m[1])) if m else None


def without_share(text):
    ls = text.strip().split("\n")
    if ls and ls[0].strip().upper() == "SHARE":
        return "\n".join(ls[1:]).strip(), True
    return text, False
