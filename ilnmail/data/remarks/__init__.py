"""Whole remarks beside an answer, a table for each language, for a native speaker to review.

`agrees` goes with a yes, and so does `happened`, which tells that two were in touch; `refuses` with a no, `either` with both;
`detail` is followed by a name. Words in brackets are one of several or none: "sorry for (the|my|) delay"; "@when" stands for
one of the words of the row of that name, "@when?" for one of them or none. Between the places of a remark, before and behind
it may stand what says only when, how often or how much (`adverbial`), beside a yes alone `adverbial-yes`, which no coming day
may be, beside a no alone `adverbial-no`, where two were in touch `adverbial-happened` (days, how often). Rows of one meaning
may be parted by " / ". Source: written for this project.
"""

from collections.abc import Iterator

from ilnmail.data import answers


def rows(locale: str) -> Iterator[tuple[str, str]]:
    """(what it means, a remark), as written."""
    return answers.read_rows(__package__, locale)
