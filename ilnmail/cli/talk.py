"""`ilnmail talk`: be anyone, in the terminal. The quickest way to feel what the programme is like."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.panel import Panel
from sqlalchemy import select

from ilnmail import tables
from ilnmail.cli.playing import INTRODUCTIONS, playing
from ilnmail.database import reading
from ilnmail.simulate.people import Persona, cast, coordinators
from ilnmail.simulate.programs import write
from ilnmail.simulate.received import Received
from ilnmail.simulate.temperament import Reply
from ilnmail.simulate.world import Passed, World, enter

_HELP = """\
Type a mail and end it with a line that holds a dot; it answers the last letter you got. Or:
  day, week        let time pass
  as jonas         be somebody else; as maria reads the digest
  why              what was understood of the last mail, and what it led to
  mails, read 3    your letters
  new              the next mail answers nothing
  quit
Things to try: PAUSE until 3 May · answer with "Yes, but my city is Nairobi" · write in Spanish · UNDO"""


class Talk:
    """One sitting: who one is, and what has come."""

    def __init__(self, world: World, console: Console) -> None:
        self.world, self.console = world, console
        self.everybody = (*world.people, *coordinators())
        self.letters: dict[str, list[Received]] = {one.address: [] for one in self.everybody}
        self.fresh = False
        self.me = self.be(world.people[0])

    def be(self, person: Persona) -> Persona:
        """Nobody answers for the one whom a person at the keyboard plays."""
        self.me = person
        self.world.silent = frozenset({person.address})
        return person

    def take(self, line: str, lines: Iterator[str]) -> None:  # noqa: C901 - a row a command
        """One command, or the first line of a mail."""
        word, _, rest = line.strip().partition(" ")
        match word.lower():
            case "day" | "week":
                self._wait(7 if word == "week" else 1)
            case "as":
                self._as(rest)
            case "why":
                self._why()
            case "mails":
                for number, one in enumerate(self.letters[self.me.address], 1):
                    self.console.print(f"{number:3}  {one.at:%d %b}  {one.subject}", markup=False)
            case "read" if rest.isdecimal():
                self._read(int(rest))
            case "new":
                self.fresh = True
                self.console.print("The next mail answers nothing.")
            case "help" | "":
                self.console.print(_HELP, markup=False)
            case _:
                self.say("\n".join([line, *_until_a_dot(lines)]) if not line.isupper() else line)

    def say(self, text: str) -> None:
        """Send a mail, and show what comes back within ten minutes."""
        mine = self.letters[self.me.address]
        letter = mine[-1] if mine and not self.fresh else None
        self.fresh = False
        reply = Reply(at=self.world.clock.now(), text=text, answering=letter)
        raw = write(self.me, reply, self.world.us)
        self.world.boxes.send(raw, self.me.address, letter.reply_to if letter else self.world.us)
        self.world.app.turn()
        self._show(self.world.step())
        until = self.world.clock.now() + timedelta(minutes=10)
        for passed in self.world.step_until(until):
            self._show(passed)

    def _wait(self, days: int) -> None:
        for passed in self.world.step_until(self.world.clock.now() + timedelta(days=days)):
            self._show(passed)
        self.console.print(f"It is {self.world.clock.now():%A %-d %B %Y}.")

    def _show(self, passed: tuple[Passed, ...]) -> None:
        for one in passed:
            if not one.inbound and one.reader in self.letters:
                self.letters[one.reader].append(one.letter)
                if one.reader == self.me.address:
                    title = f"{one.letter.sender}: {one.letter.subject}"
                    self.console.print(
                        Panel(one.letter.text.strip(), title=title, title_align="left"), markup=False
                    )

    def _as(self, name: str) -> None:
        found = [one for one in self.everybody if name and one.name.lower().startswith(name.lower())]
        if not found:
            self.console.print(
                f"Nobody is called {name!r}. There are {', '.join(p.called for p in self.everybody)}."
            )
            return
        self.be(found[0])
        count = len(self.letters[self.me.address])
        self.console.print(
            f"You are {self.me.name}, with {count} letters. {'`read ' + str(count) + '` opens the last.' if count else ''}"
        )

    def _read(self, number: int) -> None:
        mine = self.letters[self.me.address]
        if 1 <= number <= len(mine):
            self.console.print(
                Panel(mine[number - 1].text.strip(), title=mine[number - 1].subject), markup=False
            )
        else:
            self.console.print(f"You have {len(mine)} letters.")

    def _why(self) -> None:
        came = tables.messages.c
        with reading(self.world.app.engine) as db:
            row = db.execute(select(came.event, came.outcome, came.reason).order_by(came.id.desc())).first()
        if row:
            self.console.print(
                f"Understood as {row.event}; it was {row.outcome}: {row.reason}.", markup=False
            )


def _until_a_dot(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line.strip() == ".":
            return
        yield line


def _typed(console: Console) -> Iterator[str]:
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            yield console.input("> ")


def talk(script: Path | None) -> None:
    """Amina's first mail is ready; Enter sends it."""
    console = Console()
    lines = iter(script.read_text(encoding="utf-8").splitlines()) if script else _typed(console)
    with playing(cast(13), "talk") as world:
        enter(world, INTRODUCTIONS)
        sitting = Talk(world, console)
        first = world.planned.pop(f"{sitting.me.address} first")
        sitting._wait(14)
        text = first.reply.text if first.reply else ""
        console.print(f"You are {sitting.me.name}. This mail is ready:")
        console.print(Panel(text, title=f"To {world.us}"), markup=False)
        console.print("Enter sends it; `help` lists what else you can do.")
        next(lines, "")
        sitting.say(text)
        for line in lines:
            if line.strip() in ("quit", "exit"):
                return
            sitting.take(line, lines)
