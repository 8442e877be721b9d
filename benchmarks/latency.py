"""From a mail's arrival to the answer's hand-over: `ilnmail run` over Dovecot and Postfix, with IDLE and with polling alone.

    python -m benchmarks.latency [--mails 40] [--json latency.json]

Applications from strangers, one by one, laid into the mailbox at even distances; each is answered by a card. The clock runs
from the server's OK to the APPEND until Postfix has said 250 to the answer. Mails are read in the child, each in its turn.
"""

import argparse
import json
import statistics
import tempfile
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from imapclient import IMAPClient

from ilnmail.app import open_app
from ilnmail.clock import machine_clock
from ilnmail.database import migrate
from ilnmail.inbox import ImapMailbox, listen
from ilnmail.loop import Loop
from ilnmail.send import Reached, Transport
from tests.edges.test_real_servers import installation
from tests.servers.mail import MailServers, running_mail_servers

WORDS = "I am {name}, a librarian in Mombasa, Kenya. I write English and Swahili, and I like local history."
GIVE_UP_S = 180.0


@dataclass
class Watched:
    """The program's own transport, and when it had handed over to whom."""

    real: Transport
    handed: dict[str, float] = field(default_factory=dict)

    def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
        reply = self.real.send(envelope_from, address, content, reached)
        self.handed.setdefault(address, time.monotonic())
        return reply

    def rest(self) -> None:
        self.real.rest()


def mail(number: int, us: str) -> tuple[str, bytes]:
    sender = f"reader{number}@library{number}.example.org"
    name = f"Amina Number{chr(97 + number % 26)}{chr(97 + number // 26)}"
    head = f"From: {name} <{sender}>\r\nTo: {us}\r\nSubject: Joining\r\n"
    ids = f"Date: {datetime.now(UTC):%a, %d %b %Y %H:%M:%S} +0000\r\nMessage-ID: <{number}@{us}>\r\n"
    return sender, f"{head}{ids}\r\n{WORDS.format(name=name)}\r\n".encode()


def measured(servers: MailServers, us: str, idle: bool, mails: int, apart: float) -> list[float]:
    """Seconds for each mail."""
    with tempfile.TemporaryDirectory() as folder:
        settings = installation(servers, Path(folder), us, "maria@example.org")
        with open_app(settings, machine_clock().now, caged=True) as app:
            migrate(app.engine)
            app.prepare()
            app.fetch()
            app.transport = watched = Watched(app.transport)
            loop = Loop(app, "benchmark", tell=print)
            if idle:
                ears = ImapMailbox(servers.host, servers.imap_port, us, servers.password, "none")
                loop.bell = partial(listen, ears)
            running = threading.Thread(target=loop.run)
            running.start()
            time.sleep(3)
            laid = lay(servers, us, mails, apart)
            until = time.monotonic() + GIVE_UP_S
            while set(laid) - set(watched.handed) and time.monotonic() < until:
                time.sleep(0.1)
            loop.stop.set()
            running.join()
    return [watched.handed[sender] - at for sender, at in laid.items() if sender in watched.handed]


def lay(servers: MailServers, us: str, mails: int, apart: float) -> dict[str, float]:
    laid = {}
    with IMAPClient(servers.host, servers.imap_port, ssl=False) as client:
        client.login(us, servers.password)
        for number in range(mails):
            sender, raw = mail(number, us)
            client.append("INBOX", raw)
            laid[sender] = time.monotonic()
            time.sleep(apart)
    return laid


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--mails", type=int, default=40)
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args()
    found = {}
    with running_mail_servers() as servers:
        for name, idle, apart in (("IDLE", True, 1.7), ("polling every 60 s", False, 3.1)):
            took = sorted(measured(servers, f"iln-{int(idle)}@example.org", idle, chosen.mails, apart))
            found[name] = {
                "answered": len(took),
                "median s": round(statistics.median(took), 3),
                "95 % s": round(took[int(0.95 * (len(took) - 1))], 3),
                "worst s": round(took[-1], 3),
            }
            print(f"{name:20} {found[name]}", flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
