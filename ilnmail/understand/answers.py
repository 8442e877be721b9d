"""interim"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    kind: str
    count: int = 0


@dataclass(frozen=True)
class Answer:
    value: str
    comment: str = ""


def begins_with_yes(text):
    return bool(re.match(r"\s*yes\b", text, re.I))


def read_answer(asked, text, locale, today):
    f = text.strip().split("\n")[0].strip()
    if asked.kind == "yesno":
        if re.match(r"yes\b", f, re.I):
            return Answer("YES")
        if re.match(r"no\b", f, re.I):
            return Answer("NO")
    m = re.match(r"(\d)\b[.)]?\s*(.*)", f)
    if m and asked.kind == "choice" and 1 <= int(m[1]) <= asked.count:
        return Answer(m[1], m[2])
    return Answer("ASK")
