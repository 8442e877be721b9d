"""`ilnmail demo`: a whole round of made-up librarians, live, and a page to read it all in afterwards."""

import json as jsonlib
from datetime import date, timedelta
from pathlib import Path
from time import monotonic, sleep

import typer
from rich.console import Console
from rich.live import Live

from ilnmail.cli.playing import INTRODUCTIONS, playing
from ilnmail.letters import LETTERS
from ilnmail.simulate.counts import Counts
from ilnmail.simulate.gallery import Record, Sources, read_record, write_gallery
from ilnmail.simulate.people import CastError, cast
from ilnmail.simulate.signups import SignupError, feed, signup_table
from ilnmail.simulate.view import letter_panel, line, phase, story_so_far
from ilnmail.simulate.world import Passed, World, enter

_STARTS, _ENDS = INTRODUCTIONS.date(), INTRODUCTIONS.date() + timedelta(weeks=17)
_LAST_MOMENT = INTRODUCTIONS + timedelta(days=126)
_READING_SECONDS = 1.6  # for each of the first two mails


def demo(people: int, seed: str, out: Path, fast: bool, signups: Path | None, json: bool) -> None:
    """Play a round of the programme by mail, over real IMAP and SMTP, in less than a minute."""
    console = Console(stderr=json)
    try:
        if signups is not None:
            _sign_up(signups, seed, json, console)
        else:
            _play(people, seed, out, fast, json, console)
    except (CastError, SignupError, OSError) as error:
        console.print(f"demo: {error}", style="red", markup=False)
        raise typer.Exit(1) from error


def _sign_up(folder: Path, seed: str, json: bool, console: Console) -> None:
    with playing((), seed, begins=-40) as world:
        rows = feed(world, folder, _STARTS)
    if json:
        print(jsonlib.dumps([row._asdict() for row in rows], ensure_ascii=False, indent=1))
    else:
        console.print(signup_table(rows))


def _play(people: int, seed: str, out: Path, fast: bool, json: bool, console: Console) -> None:
    began, counts = monotonic(), Counts()
    with playing(cast(people), seed) as world:
        enter(world, INTRODUCTIONS)
        _first_mails(world, counts, console, fast)
        _run(world, counts, console)
        seconds = monotonic() - began
        record = _record(world)
        page = write_gallery(record, out)
    _finish(record, page, seconds, json, console)


def _first_mails(world: World, counts: Counts, console: Console, fast: bool) -> None:
    """Until somebody has written for the first time and been answered; both mails whole."""
    shown = 0
    while shown < 2:
        passed = world.step()
        counts.add(passed)
        for one in passed:
            if one.understood == "Applied" or one.letter.kind == "card":
                shown += 1
                console.print(letter_panel(one, _title(one)))
                sleep(0 if fast else _READING_SECONDS)


def _title(one: Passed) -> str:
    if one.inbound:
        return f"{one.letter.at:%A %-d %B}, {one.letter.sender} writes"
    return "and is answered within the minute"


def _run(world: World, counts: Counts, console: Console) -> None:
    """The rest of the round: as a moving picture on a terminal, as lines elsewhere."""
    steps = world.step_until(_LAST_MOMENT)
    if not console.is_terminal:
        week = ""
        for passed in steps:
            counts.add(passed)
            week = _plainly(world.clock.now().date(), passed, counts, week, console)
        return
    with Live(console=console, refresh_per_second=12, transient=True) as live:
        for passed in steps:
            counts.add(passed)
            live.update(story_so_far(counts, world.clock.now().date(), _STARTS, _ENDS))


def _plainly(today: date, passed: tuple[Passed, ...], counts: Counts, week: str, console: Console) -> str:
    """A heading for each week, and the first mails of it."""
    this = f"{today - timedelta(days=today.weekday()):%-d %B}"
    if this != week:
        words = f"Week of {this}: {phase(today, _STARTS, _ENDS)}; {counts.mails} mails so far"
        console.print(words, markup=False, highlight=False)
        for one in passed[:2]:
            console.print(f"  {line(one)}", markup=False, highlight=False)
    return this


def _record(world: World) -> Record:
    letters = world.app.inside.press.letters
    purposes = {kind: letters.template(kind).purpose for kind in LETTERS}
    sources = Sources(world.app.inside.us, purposes, {p.address: p.manner for p in world.people})
    with world.app.engine.connect() as db:
        return read_record(db, sources)


def _finish(record: Record, page: Path, seconds: float, json: bool, console: Console) -> None:
    figures = {
        "mails": len(record.mails),
        "people": sum(not person.coordinator for person in record.people),
        "countries": record.countries,
        "pairings": len(record.pairings),
        "decisions": record.decisions,
        "seconds": round(seconds, 1),
        "page": str(page),
    }
    if json:
        print(jsonlib.dumps(figures))
        return
    console.print(
        f"A round of {figures['people']} people in {figures['countries']} countries: "
        f"{len(record.mails):,} mails, {len(record.pairings)} pairings, {seconds:.0f} seconds.",
        highlight=False,
    )
    console.print(f"Read every mail of it:  {page}", highlight=False, soft_wrap=True)
    console.print("Be one of them:         ilnmail talk", highlight=False)
    console.print("Read one as a story:    tests/stories/joining.txt", highlight=False)
