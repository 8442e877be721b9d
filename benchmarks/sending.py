"""Sending: the outbox to a mail server, beside bare smtplib over as many connections, on SQLite and PostgreSQL.

    python -m benchmarks.sending [--letters 250] [--rounds 8] [--connections 1 4 8] [--database sqlite|postgresql|both]
                                 [--workers 1 2 3] [--server postfix|bare] [--profile] [--json FILE]

Every letter of ours is leased, its stages written and its end committed to disk. The floor knows nothing of that: as many
connections, each with a thread, `sendmail`, the same bytes, the same server: Postfix, which puts each letter on its disk
before it says 250, as every server does; `--server bare` answers at once and keeps nothing, and shows what our own disk
costs. Both databases keep what they have committed through a power cut.

Floor and outbox take turns, for the machine is never equally idle for long; the share is the median of the rounds, each
against the floor before and after it. Beside it stands what one letter costs the processor in our own process.
"""

import argparse
import cProfile
import json
import multiprocessing
import pstats
import smtplib
import socket
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from ilnmail import outbox
from ilnmail.database import migrate, open_database, writing
from ilnmail.effects import Send
from ilnmail.letters import LETTERS
from ilnmail.outbox import PRESETS, Delivery
from ilnmail.send import SmtpTransport
from ilnmail.tokens import Secret
from tests.crash.smtp import listening
from tests.servers.mail import running_mail_servers
from tests.servers.postgres import running_postgres

NOW = datetime(2027, 1, 20, 10, tzinfo=UTC)
BODY = (
    b"From: iln@example.org\r\nSubject: Hello\r\nMessage-ID: <%d@example.org>\r\n\r\n" + b"Words.\r\n" * 200
)


@dataclass(frozen=True)
class Printed:
    """A finished letter of 2 KiB."""

    number: int

    @property
    def content(self) -> bytes:
        return BODY % self.number

    @property
    def message_id(self) -> str:
        return f"<{self.number}@example.org>"

    @property
    def token(self) -> str:
        return f"r{self.number}"

    @property
    def bounce_token(self) -> str:
        return f"b{self.number}"

    @property
    def leave_token(self) -> str:
        return f"l{self.number}"

    envelope_from: str = "iln@example.org"
    ref: str = ""


def _serve(told: Any) -> None:
    with listening() as ears:
        told.put(ears.port)
        time.sleep(3600)


@contextmanager
def server(which: str) -> Iterator[int]:
    """A mail server in processes of its own; its port."""
    if which == "postfix":
        with running_mail_servers() as servers:
            yield servers.smtp_port
        return
    told: Any = multiprocessing.Queue()
    child = multiprocessing.Process(target=_serve, args=(told,), daemon=True)
    child.start()
    yield told.get(timeout=60)
    child.terminate()
    child.join()


def floor(port: int, letters: int, connections: int) -> None:
    """By smtplib and nothing else."""

    def line(first: int) -> None:
        with smtplib.SMTP("127.0.0.1", port) as client:
            assert client.sock is not None
            client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for number in range(first, letters, connections):
                client.sendmail("iln@example.org", [f"discard+{number}@example.org"], BODY % number)

    with ThreadPoolExecutor(connections) as lines:
        list(lines.map(line, range(connections)))


def fill(engine: Engine, letters: int) -> None:
    with writing(engine) as db:
        for number in range(letters):
            order = Send(
                kind="prompt", cause=f"m{number}", person=None, address=f"discard+{number}@example.org"
            )
            outbox.queue(db, order, Printed(number), LETTERS["prompt"], NOW)


def work(engine: Engine, port: int, letters: int, connections: int, name: str) -> int:
    """One worker: how many it sent. As with a server of one's own."""
    sender = Delivery(
        engine,
        SmtpTransport("127.0.0.1", port, "none"),
        lambda: NOW,
        Secret(1, b"a key of sixteen"),
        name,
        replace(PRESETS["own"], person=0, connections=connections),
    )
    return sender.run(letters)


def worker(url: str, port: int, letters: int, connections: int, name: str) -> int:
    """The same in a process of its own."""
    engine = open_database(url)
    sent = work(engine, port, letters, connections, name)
    engine.dispose()
    return sent


def together(url: str, port: int, letters: int, connections: int, workers: int) -> float:
    """Letters a second of several processes on one database."""
    engine = open_database(url)
    migrate(engine)
    fill(engine, letters)
    engine.dispose()
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as processes:
        list(processes.map(abs, range(workers)))  # started
        began = time.perf_counter()
        jobs = [
            processes.submit(worker, url, port, letters, connections, f"worker {n}") for n in range(workers)
        ]
        sent = sum(job.result() for job in jobs)
        speed = letters / (time.perf_counter() - began)
    if sent != letters:
        raise SystemExit(f"{sent} of {letters} letters were sent")
    return speed


@contextmanager
def databases(which: str) -> Iterator[dict[str, str]]:
    """The URLs to measure with."""
    with tempfile.TemporaryDirectory(prefix="ilnmail-") as folder:
        sqlite = {"sqlite": f"sqlite:///{Path(folder) / 'ilnmail.db'}"} if which != "postgresql" else {}
        if which == "sqlite":
            yield sqlite
            return
        with running_postgres(careless=False) as postgres:
            yield {**sqlite, "postgresql": postgres.create("sending")}


@dataclass(frozen=True)
class Run:
    """Letters a second, and milliseconds of the processor for each, in this process."""

    speed: float
    processor: float


def timed(letters: int, send: Callable[[], object]) -> Run:
    began, spent = time.perf_counter(), time.process_time()
    send()
    passed, spent = time.perf_counter() - began, time.process_time() - spent
    return Run(letters / passed, 1000 * spent / letters)


def compare(url: str, port: int, asked: Any, connections: int) -> tuple[list[Run], list[Run]]:
    """The floor's rounds, one more than ours, and ours."""
    letters, rounds = asked.letters, asked.rounds
    engine = open_database(url)
    migrate(engine)
    fill(engine, letters * (rounds + 1))
    work(engine, port, letters, connections, "one")  # statements are compiled, pages are in memory
    bare = [timed(letters, lambda: floor(port, letters, connections))]
    ours = []
    for _ in range(rounds):
        ours.append(timed(letters, lambda: work(engine, port, letters, connections, "one")))
        bare.append(timed(letters, lambda: floor(port, letters, connections)))
    engine.dispose()
    return bare, ours


def row(name: str, connections: int, bare: list[Run], ours: list[Run]) -> dict[str, Any]:
    """One row of the table."""
    floors = [(before.speed + after.speed) / 2 for before, after in pairwise(bare)]
    shares = sorted(mine.speed / its for mine, its in zip(ours, floors, strict=True))
    middle = statistics.median
    print(
        f"{name:12}{connections:12}{middle(one.speed for one in bare):10.0f}{middle(one.speed for one in ours):10.0f}"
        f"{middle(shares):8.0%}{f'{shares[0]:.0%} to {shares[-1]:.0%}':>16}"
        f"{middle(one.processor for one in bare):12.2f}{middle(one.processor for one in ours):8.2f}",
        flush=True,
    )
    return {"database": name, "connections": connections, "shares": shares}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--letters", type=int, default=250, help="of one round")
    words.add_argument("--rounds", type=int, default=8)
    words.add_argument("--connections", type=int, nargs="+", default=[1, 4, 8])
    words.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    words.add_argument("--workers", type=int, nargs="*", default=[], help="processes, on PostgreSQL")
    words.add_argument("--profile", action="store_true", help="of the whole, the floor included")
    words.add_argument("--server", choices=("postfix", "bare"), default="postfix")
    words.add_argument("--json", type=Path)
    asked = words.parse_args()
    watch = cProfile.Profile()
    if asked.profile:
        watch.enable()
    found = tables_of(asked)
    if asked.profile:
        watch.disable()
        pstats.Stats(watch).sort_stats("tottime").print_stats(40)
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1))


def tables_of(asked: Any) -> list[dict[str, Any]]:
    found = []
    print(f"{asked.rounds} rounds of {asked.letters} letters{'a second':>37}{'':24}{'processor, ms':>20}")
    print(f"{'':12}{'connections':>12}{'floor':>10}{'ours':>10}{'share':>8}{'':16}{'floor':>12}{'ours':>8}")
    with server(asked.server) as port:
        for connections in asked.connections:
            with databases(asked.database) as urls:
                for name, url in urls.items():
                    found.append(row(name, connections, *compare(url, port, asked, connections)))
        for workers in asked.workers:
            with databases("postgresql") as urls:
                speed = together(urls["postgresql"], port, asked.letters * asked.rounds, 2, workers)
                print(f"{workers} workers on PostgreSQL with 2 connections each: {speed:.0f}/s", flush=True)
    return found


if __name__ == "__main__":
    main()
