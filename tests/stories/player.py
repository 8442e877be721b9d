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
    back · (file x.csv, or x.xlsx) the further lines are an attached spreadsheet · (leave) the unsubscribe button of the last letter is pressed · (quote) below the quoted letter · (subject ...) · (unproven) our server says nothing about who wrote it,
    (failing) says that it is not who it says, (forged) somebody else's server says that it is

`trouble → amina 554 5.6.0 no` makes the mail server refuse her letters, `trouble → amina silence` hang up at the end of
each, `trouble → amina unread` makes the program fail at her mails, until `trouble → amina over`.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from tests.stories import writing
from tests.world import Letter, World

_TIME = re.compile(r"\w{3} \d{1,2} \w+(?: \d{4})? \d\d:\d\d")
_LINE = re.compile(r"\s+(?P<who>[\w@.+-]+) (?P<arrow>[→←]) ?(?:\((?P<how>[^)]*)\) ?)?(?P<words>.*)")


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
    as_shipped: bool = False  # with the times that an installation has; else two people make a round


def read_story(text: str) -> Story:
    """From the text of its file; whatever cannot be read is an error that names the line."""
    story, at = Story(), datetime(2000, 1, 1, tzinfo=UTC)
    for number, written in enumerate(text.splitlines(), 1):
        line = written.strip()
        if not line or line.startswith("#"):
            story.about += [line.strip("# ")] if line else []
        elif line == "as shipped":
            story.as_shipped = True
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


@dataclass
class Played:
    """What was said and heard, in the order in which it happened."""

    lines: list[Line]
    missing: list[str]  # `|` lines that did not occur

    @property
    def heard(self) -> list[str]:
        return [str(line) for line in self.lines if line.arrow == "←"]


def play(story: Story, world: World) -> Played:
    """Say what the story says when it says it, and write down everything that anybody hears."""
    told: list[Line] = []
    names = {address: name for name, address in story.people.items()} | {"operator": "operator"}

    def listen() -> None:
        for letter in world.postman.letters[sum(line.arrow == "←" for line in told) :]:
            at = letter.at.replace(second=0)
            told.append(Line(at, names.get(letter.to, letter.to), "←", letter.subject))

    for line in story.lines:
        if line.arrow == "→":
            world.turn_to(line.at)
            listen()
            told.append(line)
            _say(story, world, line)
            world.app.turn()
            listen()
    world.turn_to(story.lines[-1].at)
    listen()
    return _compared(story, world, told)


def _trouble(world: World, address: str, words: str) -> None:
    if words == "over":
        world.postman.trouble.pop(address, None)
        world.reader.fails_at.discard(address)
    elif words == "unread":
        world.reader.fails_at.add(address)
    else:
        world.postman.trouble[address] = words


def _say(story: Story, world: World, line: Line) -> None:
    if line.who == "trouble":
        name, _, words = line.words.partition(" ")
        _trouble(world, story.people[name], words)
        return
    if line.who == "operator":
        actor = line.how.removeprefix("as ") if line.how else "operator"
        for told in world.app.order(line.words, actor):
            said = f"Subject: {told.words}\n\n".encode()
            world.postman.letters.append(Letter(world.clock.now(), "operator", said))
        return
    heard = [letter for letter in world.postman.letters if letter.to == story.people[line.who]]
    world.receive(
        writing.write(line.words, line.more, line.how, story.people[line.who], line.who, heard, line.at)
    )


def _compared(story: Story, world: World, told: list[Line]) -> Played:
    """With the `|` lines of the story under the letters they belong to, and those that do not occur there."""
    wanted = [line for line in story.lines if line.arrow == "←"]
    letters, played = iter(world.postman.letters), Played([], [])
    for line in told:
        twin = next((one for one in wanted if str(one) == str(line)), None) if line.arrow == "←" else None
        if line.arrow == "←":
            text = " ".join(next(letters).text.split())
            played.missing += [
                f"{line}: {m}" for m in (twin.more if twin else ()) if " ".join(m.split()) not in text
            ]
        if twin is not None:
            wanted.remove(twin)
        played.lines.append(replace(line, more=twin.more) if twin else line)
    return played


def written(story: Story, played: Played, head: str) -> str:
    """The story as it was played, under its own heading, for `make accept`."""
    pieces, at = [head.rstrip()], None
    for line in played.lines:
        if line.at != at:
            at = line.at
            pieces.append(f"\n{at:%a} {at.day} {at:%B %Y %H:%M}")
        how = f"({line.how}) " if line.how else ""
        pieces.append(f"    {line.who} {line.arrow} {how}{line.words}".rstrip())
        pieces += [f"          | {more}".rstrip() for more in line.more]
    return "\n".join(pieces) + "\n"


def story_files() -> list[Path]:
    return sorted(Path(__file__).parent.glob("*.txt"))
