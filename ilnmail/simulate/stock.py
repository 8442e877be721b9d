"""The words that made-up librarians write from: stories by interest, answers by topic, small change."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

EVERYDAY = "everyday"
"""The heading of the stories that anybody may tell."""


@dataclass(frozen=True)
class Story:
    """Something one tells a partner, and what the partner says to it."""

    number: int
    interest: str
    told: str
    reaction: str


@cache
def stories() -> tuple[Story, ...]:
    """All of `words/stories.txt`, in its order."""
    found: list[Story] = []
    for interest, block in _blocks("stories.txt"):
        told, _, reaction = block.partition("\n> ")
        found.append(Story(len(found), interest, told, reaction))
    return tuple(found)


@cache
def answers() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Answers to topics, each with the words of a question that it fits; "any" fits them all."""
    return tuple((tuple(heading.split()), block) for heading, block in _blocks("answers.txt"))


@cache
def phrases() -> Mapping[str, tuple[str, ...]]:
    """Greetings, closings, short answers; what is one phrase only comes as a tuple of one."""
    written = tomllib.loads(_text("phrases.toml"))
    return {name: (value,) if isinstance(value, str) else tuple(value) for name, value in written.items()}


@cache
def correspondence() -> Mapping[str, tuple[str, ...]]:
    """The letters of the first pair, by the name of their writer in lower case."""
    written = tomllib.loads(_text("amina-and-jonas.toml"))
    return {name: tuple(letter.strip() for letter in letters) for name, letters in written.items()}


def story_in(text: str) -> Story | None:
    """The last story told in a letter, if it is one of the stock."""
    plain = _plain(text)
    told = [story for story in stories() if _opening(story) in plain]
    return max(told, key=lambda story: plain.rindex(_opening(story)), default=None)


@cache
def _opening(story: Story) -> str:
    """Enough of a story to know it by: from its longest stretch that does not differ with the teller."""
    return _plain(max(re.split(r"\{\w+\}", story.told), key=len))[:48]


def _plain(text: str) -> str:
    return " ".join(text.split())


def _blocks(name: str) -> Iterator[tuple[str, str]]:
    """(heading, block) for each block of a file: headings begin with "# ", blocks end at an empty line."""
    heading = ""
    for block in re.split(r"\n\s*\n", _text(name)):
        lines = block.strip().splitlines()
        if lines and lines[0].startswith("# "):
            heading, lines = lines[0][2:].strip(), lines[1:]
        if lines:
            yield heading, "\n".join(lines)


def _text(name: str) -> str:
    return files(__package__).joinpath("words", name).read_text(encoding="utf-8")
