"""Intake: mail in the IMAP folder to decided, answered and committed, beside the bare floor on the same mails and server.

    python -m benchmarks.intake [--mails 500] [--rounds 5] [--database sqlite|postgresql|both] [--json FILE] [--profile]

Every mail is a letter to a partner, the commonest and among the dearest: it is read, screened, its writer and pairing
found, its quote cut, the brakes looked at, the contact kept and the words composed for the partner. The floor knows no
programme: it fetches fifty at a time, parses, builds an answer, makes three inserts and one commit a mail. Ours reads in the
child, as `ilnmail run` does. Floor and ours take turns, each time on a fresh database, for the machine is never equally idle
for long; the middle one of the rounds is told. Beside the speed stands the processor's time for one mail, the child's with it,
which says more on a machine that is busy with other things.
"""

import argparse
import cProfile
import json
import multiprocessing
import os
import pstats
import resource
import smtplib
import sqlite3
import statistics
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import psycopg
from imapclient import IMAPClient
from sqlalchemy import Engine, func, make_url, select

from benchmarks.sending import Printed, databases
from ilnmail import outbox, tables
from ilnmail.app import App
from ilnmail.app.inside import furnish
from ilnmail.cage import Cage
from ilnmail.database import insert, migrate, open_database, reading, writing
from ilnmail.effects import Send
from ilnmail.inbox import ImapMailbox
from ilnmail.letters import LETTERS
from ilnmail.model import Address, Fact, Member, Pairing, PairingState, Person, PersonState, Round, RoundState
from ilnmail.sandbox import Sandbox
from ilnmail.tokens import Secret, token
from ilnmail.understand.commands import read_command
from tests.stories.test_stories import settings
from tests.world import Postman

NOW, DAY = datetime(2027, 3, 3, 10, tzinfo=UTC), date(2027, 3, 1)
US, SECRET, A_PAIR = (
    "iln@example.org",
    Secret(1, bytes(32)),
    5,
)  # mails; more in ten minutes would wait for a person
WORDS = (
    "Dear Jonas,\n\nthe reading room opens at nine here, and the map catalogue is my favourite corner.\n" * 4
)


def key(pair: int) -> str:
    return f"introduction:m{pair}:P-{2 * pair + 10}"


def mail(number: int) -> bytes:
    """A letter to the partner, below it the introduction as the writer's program quotes it."""
    pair, message = number // A_PAIR, EmailMessage()
    message["From"] = f"Amina Yusuf <amina{pair}@example.net>"
    message["To"] = f"iln+{token('r', key(pair), SECRET)}@example.org"
    message["Subject"], message["Date"] = "Re: Amina, meet Jonas", "Wed, 03 Mar 2027 09:58:00 +0000"
    message["Message-ID"] = f"<benchmark.{number}@example.net>"
    quoted = "\n".join(f"> a line of the introduction, number {n}" for n in range(20))
    message.set_content(f"{WORDS}\nOn Mon, 1 Mar 2027, International Librarians Network wrote:\n{quoted}\n")
    return message.as_bytes(policy=SMTP)


def _serve(told: Any, mails: int) -> None:
    with Sandbox(now=lambda: NOW) as sandbox:
        with smtplib.SMTP("127.0.0.1", sandbox.smtp_port) as client:
            for number in range(mails):
                client.sendmail(f"amina{number // A_PAIR}@example.net", [US], mail(number))
        told.put(sandbox.imap_port)
        time.sleep(3600)


@contextmanager
def mailbox(mails: int) -> Iterator[int]:
    """The built-in IMAP server in a process of its own, the mails in it; its port."""
    told: Any = multiprocessing.Queue()
    child = multiprocessing.Process(target=_serve, args=(told, mails), daemon=True)
    child.start()
    yield told.get(timeout=300)
    child.terminate()
    child.join()


_TABLES = (
    "CREATE TABLE floor_mails (id INTEGER PRIMARY KEY, raw {octets})",
    "CREATE TABLE floor_answers (id INTEGER PRIMARY KEY, raw {octets})",
    "CREATE TABLE floor_acts (id INTEGER PRIMARY KEY, words TEXT)",
)


def _bare(url: str) -> tuple[Any, str, str]:
    """A connection of the driver, how it writes a parameter, and what it calls octets."""
    where = make_url(url)
    if where.get_backend_name() == "postgresql":
        return psycopg.connect(where.set(drivername="postgresql").render_as_string(False)), "%s", "BYTEA"
    database = sqlite3.connect(f"{where.database}.floor")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    return database, "?", "BLOB"


@dataclass(frozen=True)
class Took:
    """`speed` in mails a second, `processor` in milliseconds a mail."""

    speed: float
    processor: float


class Watch:
    """From its making on, over this process and perhaps a child of it."""

    def __init__(self, child: int = 0) -> None:
        self._child = child
        self._began, self._before = time.perf_counter(), self._spent()

    def took(self, mails: int) -> Took:
        passed, spent = time.perf_counter() - self._began, self._spent() - self._before
        return Took(mails / passed, 1000 * spent / mails)

    def _spent(self) -> float:
        """Seconds of the processor so far (proc(5): utime and stime are the 14th and 15th field)."""
        fields = (
            Path(f"/proc/{self._child}/stat").read_text().rsplit(")", 1)[1].split() if self._child else ()
        )
        ticks = sum(map(int, fields[11:13]))
        return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def floor(url: str, port: int, mails: int) -> Took:
    """With nothing but the libraries."""
    database, sign, octets = _bare(url)
    for table in _TABLES:
        database.execute(table.format(octets=octets))
    database.commit()
    watch = Watch()
    with IMAPClient("127.0.0.1", port, ssl=False) as client:
        client.login(US, "any")
        client.select_folder("INBOX", readonly=True)
        uids = client.search("ALL")
        for start in range(0, len(uids), 50):
            for uid, found in client.fetch(uids[start : start + 50], ["BODY.PEEK[]"]).items():
                raw = found[b"BODY[]"]
                values = (raw, _answer(raw), "answered")
                for name, value in zip(("mails", "answers", "acts"), values, strict=True):
                    database.execute(f"INSERT INTO floor_{name} VALUES ({sign}, {sign})", (uid, value))
                database.commit()
    took = watch.took(mails)
    for name in ("mails", "answers", "acts"):
        database.execute(f"DROP TABLE floor_{name}")
    database.commit()
    database.close()
    return took


def _answer(raw: bytes) -> bytes:
    came, answer = message_from_bytes(raw), EmailMessage()
    answer["From"], answer["To"], answer["Subject"] = US, came["From"], str(came["Subject"])
    answer["In-Reply-To"] = came["Message-ID"]
    answer.set_content(f"{came.get_payload()}\n")
    return answer.as_bytes()


def fill(engine: Engine, pairs: int) -> None:
    """Pairs that have been introduced and write to each other."""
    ends = date(2027, 6, 30)
    facts: list[Fact] = [Round(id=1, name="2027A", state=RoundState.RUNNING, starts=DAY, ends=ends)]
    for pair in range(pairs):
        state = PairingState.RUNNING
        facts.append(Pairing(id=pair + 1, round=1, state=state, starts=DAY, ends=ends))
        for id, name in ((2 * pair + 10, "amina"), (2 * pair + 11, "jonas")):
            address = f"{name}{pair}@example.net"
            person = Person(id=id, address=address, name=f"{name.title()} Yusuf", state=PersonState.ACTIVE)
            person = replace(person, confirmed_at=NOW)
            facts += [person, Address(address=address, person=id, verified_at=NOW)]
            facts.append(Member(pairing=pair + 1, person=id, seat=1))
    with writing(engine) as db:
        for fact in facts:
            db.execute(insert(db, tables.TABLE_OF[type(fact)]).values(**fact.__dict__))
        for pair in range(pairs):
            _introduced(db, pair)
        db.execute(tables.outbox.update().values(state="sent", done_at=NOW))


def _introduced(db: Any, pair: int) -> None:
    person, address = 2 * pair + 10, f"amina{pair}@example.net"
    order = Send(
        kind="introduction", cause=f"m{pair}", person=person, address=address, pairing=pair + 1, round=1
    )
    assert order.key == key(pair)
    outbox.queue(db, order, _Introduction(pair), LETTERS["introduction"], NOW)


class _Introduction(Printed):
    @property
    def token(self) -> str:
        return token("r", key(self.number), SECRET)


def ours(url: str, port: int, mails: int, profile: bool) -> Took:
    """Through fetch, understand, decide and record, once the dictionaries have been read."""
    engine = open_database(url)
    migrate(engine)
    fill(engine, mails // A_PAIR + 1)
    wanted = settings(["maria"], url)
    # Nobody has logged in to the built-in server: that an answer is fresh has to be proof enough.
    wanted = wanted.model_copy(
        update={"imap": wanted.imap.model_copy(update={"authserv_id": "other.example.org"})}
    )
    box = ImapMailbox("127.0.0.1", port, US, "any", "none")
    inside = furnish(wanted)
    cage = Cage(inside.us)
    app = App(wanted, engine, lambda: NOW, inside, box, Postman(lambda: NOW), cage=cage)
    with writing(engine) as db:
        mark = {"folder": "INBOX", "uidvalidity": box.open()[1], "uid": 0, "uidnext": 1, "began_at": NOW}
        db.execute(tables.marks.insert().values(**mark))
    cage.read(mail(0))
    read_command(WORDS, "en")
    profiler, watch = cProfile.Profile(), Watch(cage.child)
    if profile:
        profiler.enable()
    app.fetch()
    app.work()
    took = watch.took(mails)
    profiler.disable()
    if profile:
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(40)
    with reading(engine) as db:
        relays = db.execute(select(func.count()).where(tables.outbox.c.kind == "relay")).scalar_one()
        came = db.execute(select(tables.messages.c.event, tables.messages.c.outcome).distinct()).all()
    cage.close()
    box.close()
    engine.dispose()
    if relays != mails:
        raise SystemExit(f"only {relays} of {mails} letters were passed on: {came}")
    return took


def _round(name: str, port: int, asked: Any) -> tuple[Took, Took]:
    with databases(name) as urls:
        return floor(urls[name], port, asked.mails), ours(urls[name], port, asked.mails, asked.profile)


def _middle(rounds: Iterable[Took]) -> Took:
    speeds, costs = zip(*((one.speed, one.processor) for one in rounds), strict=True)
    return Took(statistics.median(speeds), statistics.median(costs))


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--mails", type=int, default=500)
    words.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    words.add_argument("--json", type=Path)
    words.add_argument("--profile", action="store_true")
    words.add_argument("--rounds", type=int, default=5)
    asked = words.parse_args()
    told: dict[str, Any] = {}
    names = ("sqlite", "postgresql") if asked.database == "both" else (asked.database,)
    print(
        f"{'':12}{'floor/s':>9}{'ours/s':>9}{'share':>7}{'':16}{'floor ms':>10}{'ours ms':>9}   of the processor a mail"
    )
    with mailbox(asked.mails) as port:
        for name in names:
            rounds = [_round(name, port, asked) for _ in range(asked.rounds)]
            bare, took = (_middle(half) for half in zip(*rounds, strict=True))
            shares = sorted(ours.speed / floor.speed for floor, ours in rounds)
            share = statistics.median(shares)
            print(
                f"{name:12}{bare.speed:9.0f}{took.speed:9.0f}{share:7.0%}  {shares[0]:4.0%} to {shares[-1]:4.0%}"
                f"{bare.processor:11.2f}{took.processor:9.2f}"
            )
            told[name] = {"floor": asdict(bare), "ours": asdict(took), "share": round(share, 3)}
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory {most} MB")
    if asked.json:
        asked.json.write_text(json.dumps({"mails": asked.mails, "megabytes": most, **told}, indent=1))


if __name__ == "__main__":
    main()
