"""Plays a story: a conversation in plain text that a coordinator can read.

    # What it is about.
    with maria the coordinator, amina <amina@example.org>

    Wed 20 January 2027 10:00
        amina → I am Amina Yusuf, a cataloguer in Mombasa, Kenya. I write English and Swahili.
        amina ← Amina, did we understand you?
              | Country: Kenya
        amina → YES

Every letter that anybody hears stands there, under the moment at which it goes; one that the story leaves out
fails like one that is missing. `|` lines must occur in the letter above them; after `→` they are further lines of
the mail. What stands in brackets after the arrow says how it is written:

    (new) not in answer to the last letter heard · (to 2) to the second last · (from x@example.org) from another
    address · (away) by an out-of-office program · (list) through a mailing list · (bounce) the last letter comes
    back · (quote) below the quoted letter · (subject ...)
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from tests.stories import writing
from tests.world import Letter, World

_TIME = re.compile(r"\w{3} \d{1,2} \w+(?: \d{4})? \d\d:\d\d")
_LINE = re.compile(r"\s+(?P<who>[\w-]+) (?P<arrow>[→←]) ?(?:\((?P<how>[^)]*)\) ?)?(?P<words>.*)")


@dataclass(frozen=True)
class Line:
    """One thing said or heard."""

    at: datetime
    who: str
    arrow: str
    words: str
    how: str = ""
    more: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.at:%a %-d %B %Y %H:%M}  {self.who} {self.arrow} {self.words}"


@dataclass
class Story:
    """A parsed story."""

    about: list[str] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    coordinators: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def read_story(text: str) -> Story:
    """From the text of its file; whatever cannot be read is an error that names the line."""
    story, at = Story(), datetime(2000, 1, 1, tzinfo=UTC)
    for number, written in enumerate(text.splitlines(), 1):
        line = written.strip()
        if not line or line.startswith("#"):
            story.about += [line.strip("# ")] if line else []
        elif written.startswith("with "):
            _cast(story, written.removeprefix("with "))
        elif _TIME.fullmatch(line):
            at = _moment(line, at.year)
        elif line.startswith("|"):
            last = story.lines[-1]
            story.lines[-1] = replace(last, more=(*last.more, line[1:].removeprefix(" ")))
        elif found := _LINE.fullmatch(written):
            story.lines.append(Line(at, found["who"], found["arrow"], found["words"], found["how"] or ""))
        else:
            raise ValueError(f"line {number} is neither a time nor said nor heard: {written!r}")
    return story


def _cast(story: Story, text: str) -> None:
    for one in text.split(","):
        name = one.split()[0]
        address = re.search(r"<(.+)>", one)
        story.people[name] = address[1] if address else f"{name}@example.org"
        if "coordinator" in one:
            story.coordinators.append(name)


def _moment(text: str, year: int) -> datetime:
    written = text if re.search(r"\d{4} ", text) else f"{text[:-5]}{year} {text[-5:]}"
    return datetime.strptime(written, "%a %d %B %Y %H:%M").replace(tzinfo=UTC)


def play(story: Story, world: World) -> tuple[list[str], list[str], list[str]]:
    """What the story says is heard, what was heard, and the `|` lines that did not occur."""
    missing: list[str] = []
    heard: dict[str, list[Letter]] = {}
    expected = iter(story.lines)
    said = [line for line in story.lines if line.arrow == "→"]
    for line in said:
        world.turn_to(line.at)
        _collect(story, world, heard)
        _say(story, world, line, heard.get(line.who, []))
        world.app.turn()
    world.turn_to(story.lines[-1].at)
    _collect(story, world, heard)
    wanted = [line for line in expected if line.arrow == "←"]
    missing += _missing(story, world, list(wanted))
    return [str(line) for line in wanted], [str(line) for line in _heard(story, world)], missing


def _collect(story: Story, world: World, heard: dict[str, list[Letter]]) -> None:
    for name, address in story.people.items():
        heard[name] = [letter for letter in world.postman.letters if letter.to == address]


def _say(story: Story, world: World, line: Line, heard: list[Letter]) -> None:
    if line.who == "operator":
        for told in world.app.order(line.words):
            world.postman.letters.append(
                Letter(world.clock.now(), "operator", f"Subject: {told.words}\n\n".encode())
            )
        return
    world.receive(
        writing.write(line.words, line.more, line.how, story.people[line.who], line.who, heard, line.at)
    )


def _heard(story: Story, world: World) -> Iterator[Line]:
    names = {address: name for name, address in story.people.items()} | {"operator": "operator"}
    for letter in world.postman.letters:
        yield Line(letter.at.replace(second=0), names.get(letter.to, letter.to), "←", letter.subject)


def _missing(story: Story, world: World, wanted: list[Line]) -> list[str]:
    """Lines that a letter should hold and does not; letters are told apart by order among the same line."""
    problems, left = [], list(world.postman.letters)
    for line, letter in zip(_heard(story, world), world.postman.letters, strict=True):
        twin = next((w for w in wanted if str(w) == str(line)), None)
        if twin is not None:
            wanted.remove(twin)
            text = " ".join(letter.text.split())
            problems += [f"{twin}: | {more}" for more in twin.more if " ".join(more.split()) not in text]
        left.remove(letter)
    return problems


def story_files() -> list[Path]:
    return sorted(Path(__file__).parent.glob("*.txt"))
