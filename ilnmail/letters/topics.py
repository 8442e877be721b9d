"""Topics: a month's discussion subject, one file each: `templates/topics/<number>-<slug>.<locale>.md`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ilnmail.letters.front_matter import LetterError, split

_NAME = re.compile(r"(?P<number>\d+)-(?P<slug>[a-z0-9-]+)\.(?P<locale>[a-z]{2,3})\.md")


@dataclass(frozen=True)
class Topic:
    """One discussion subject. `body` is Markdown."""

    number: int
    slug: str
    locale: str
    title: str
    question: str
    body: str


def read_topic(name: str, text: str) -> Topic:
    """From a file's name and its text. Raises LetterError that says what is missing."""
    named = _NAME.fullmatch(name)
    if named is None:
        raise LetterError(f"topics/{name}: call it number-slug.locale.md, for example 2-reading-rooms.en.md")
    head, body = split(f"topics/{name}", text)
    for field in ("title", "question"):
        if not head.get(field):
            raise LetterError(f"topics/{name}: the front matter lacks '{field}: ...'")
    return Topic(
        int(named["number"]), named["slug"], named["locale"], head["title"], head["question"], body.strip()
    )


def read_topics(files: Mapping[str, str]) -> tuple[Topic, ...]:
    """From the texts of the files in `templates/`, by name: "topics/2-reading-rooms.en.md"."""
    found = (
        read_topic(name.removeprefix("topics/"), text)
        for name, text in files.items()
        if name.startswith("topics/")
    )
    topics = tuple(sorted(found, key=lambda topic: (topic.number, topic.locale)))
    for one in topics:
        first = next(other for other in topics if other.number == one.number)
        if one.slug != first.slug:
            raise LetterError(
                f"topics/{one.number}-{one.slug}.{one.locale}.md: number {one.number} is '{first.slug}' already; "
                "translations share the number and the slug"
            )
    return topics


def shelf(topics: Iterable[Topic]) -> tuple[tuple[Topic, ...], ...]:
    """The topics in their order; each in all the languages it is written in."""
    by_number: dict[int, list[Topic]] = {}
    for one in topics:
        by_number.setdefault(one.number, []).append(one)
    return tuple(tuple(by_number[number]) for number in sorted(by_number))


def in_language(versions: Iterable[Topic], wanted: str) -> Topic:
    """The topic in that language, in its parent (pt for pt-BR), in English, or in the one there is."""
    found = {one.locale: one for one in versions}
    offered = (wanted, wanted.partition("-")[0], "en", *found)
    return next(found[locale] for locale in offered if locale in found)
