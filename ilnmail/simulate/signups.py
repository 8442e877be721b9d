"""Mails of one's own at the sign-up address: a folder of .eml files in, a table of what each became out."""

from datetime import date
from email import message_from_bytes
from email.policy import default
from email.utils import parseaddr
from pathlib import Path
from typing import NamedTuple

from rich.table import Table
from sqlalchemy import select

from ilnmail import tables
from ilnmail.database import reading
from ilnmail.simulate.world import World


class SignupError(Exception):
    """The folder holds nothing that can be sent."""


class Signup(NamedTuple):
    """One mail and what it became."""

    file: str
    sender: str
    understood: str
    outcome: str
    reason: str
    answered: str  # subject of our answer, "" where none was sent
    card: str  # what was understood, in a line


def feed(world: World, folder: Path, starts: date) -> tuple[Signup, ...]:
    """Send every .eml file of the folder, in order of name, by SMTP. SignupError when there is none."""
    files = sorted(folder.glob("*.eml"))
    if not files:
        raise SignupError(f"there is no .eml file in {folder}; choose another folder")
    world.app.order(f"round open {starts:%Y}A {starts}")
    return tuple(_send(world, file) for file in files)


def _send(world: World, file: Path) -> Signup:
    raw = file.read_bytes()
    sender = parseaddr(str(message_from_bytes(raw, policy=default)["From"] or ""))[1]
    world.boxes.send(raw, sender, world.us)
    world.app.turn()
    messages, letters = tables.messages.c, tables.outbox.c
    with reading(world.app.engine) as db:
        row = db.execute(select(tables.messages).order_by(messages.id.desc()).limit(1)).one()
        answer = select(tables.contents.c.content).join(tables.outbox).where(letters.message == row.id)
        sent = db.execute(answer).scalar()
        person = db.execute(select(tables.people).where(tables.people.c.id == row.person)).first()
    subject = message_from_bytes(sent, policy=default)["Subject"] if sent else ""
    known = (person.name, person.country, ", ".join(person.languages)) if person else ()
    card = " / ".join(part or "?" for part in known)
    return Signup(file.name, sender, row.event, row.outcome, row.reason, str(subject), card)


def signup_table(rows: tuple[Signup, ...]) -> Table:
    """For people to read."""
    table = Table(title="What each mail became", title_justify="left")
    for heading in (
        "File",
        "From",
        "Understood as",
        "Outcome",
        "Card: name / country / languages",
        "Our answer",
    ):
        table.add_column(heading, overflow="fold")
    for row in rows:
        outcome = f"{row.outcome}: {row.reason}"
        table.add_row(row.file, row.sender, row.understood, outcome, row.card, row.answered)
    return table
