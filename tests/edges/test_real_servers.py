"""The same program over Dovecot and Postfix: somebody joins, and two play a small round."""

import smtplib
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from itertools import count
from pathlib import Path

from imapclient import IMAPClient
from sqlalchemy import select

from ilnmail import tables
from ilnmail.app import App, open_app
from ilnmail.clock import VirtualClock
from ilnmail.database import migrate, reading
from ilnmail.inbox import ImapMailbox
from ilnmail.settings import Settings
from tests.servers.mail import MailServers

START = datetime(2027, 1, 20, 10, tzinfo=UTC)
NUMBERS = count(1)
SMALL = Path(__file__).parents[1] / "stories" / "small"  # two people are enough for a round


def installation(servers: MailServers, folder: Path, us: str, maria: str) -> Settings:
    here = {"host": servers.host, "tls": "none"}
    return Settings.model_validate(
        {
            "mode": "live",
            "programme": {"name": "International Librarians Network", "short": "ILN", "address": us},
            "coordinators": [{"address": maria, "name": "Maria", "timezone": "UTC"}],
            "imap": {**here, "port": servers.imap_port, "username": us, "password": servers.password},
            "smtp": {**here, "port": servers.smtp_port},
            "database": {"url": f"sqlite:///{folder / 'ilnmail.db'}"},
            "secret": {"key": "00" * 32},
            "folders": {"words": SMALL},
        }
    )


@dataclass
class Correspondence:
    """The program at work, and the people who write to it; addresses no other test uses."""

    servers: MailServers
    app: App
    clock: VirtualClock
    us: str

    def write(self, sender: str, text: str, answers: EmailMessage | None = None) -> None:
        """By SMTP, and read by the program before we go on: Postfix takes its moment."""
        mail = EmailMessage()
        to = str(answers["Reply-To"] or answers["From"]) if answers else self.us
        mail["From"], mail["To"], mail["Subject"] = (
            sender,
            to,
            f"Re: {answers['Subject']}" if answers else "Hello",
        )
        mail["Message-ID"] = f"<{next(NUMBERS)}.{sender}>"
        if answers:
            mail["In-Reply-To"] = str(answers["Message-ID"])
        mail.set_content(text)
        with smtplib.SMTP(self.servers.host, self.servers.smtp_port) as client:
            client.send_message(mail, sender, [to.rpartition("<")[2].rstrip(">")])
        while self.app.fetch() == 0:
            time.sleep(0.05)
        self.app.offline_turn()

    def turn_to(self, moment: datetime) -> None:
        while self.clock.now() < moment:
            self.clock.turn_to(min(self.app.next_moment(), moment))
            self.app.offline_turn()

    def letter(self, reader: str, subject: str) -> EmailMessage:
        """The newest letter in that mailbox whose subject begins so, once it is there."""
        for _ in range(200):
            for raw in reversed(self.servers.mailbox(reader)):
                message = message_from_bytes(raw, policy=default)
                assert isinstance(message, EmailMessage)
                if str(message["Subject"]).startswith(subject):
                    return message
            time.sleep(0.05)
        raise AssertionError(f"no {subject!r} for {reader} within ten seconds")


@contextmanager
def corresponding(servers: MailServers, folder: Path, us: str, maria: str) -> Iterator[Correspondence]:
    clock = VirtualClock(START)
    with open_app(installation(servers, folder, us, maria), clock.now) as app:
        migrate(app.engine)
        app.prepare()
        app.fetch()
        yield Correspondence(servers, app, clock, us)


def test_somebody_joins_over_dovecot_and_postfix(real_servers: MailServers, tmp_path: Path) -> None:
    amina = "amina-joins@example.org"
    with corresponding(real_servers, tmp_path, "iln-joins@example.org", "maria-joins@example.org") as here:
        here.write(amina, "I am Amina Yusuf, a cataloguer in Mombasa, Kenya. I write English and Swahili.\n")
        here.write(amina, "YES\n", here.letter(amina, "Amina, did we understand you?"))

        assert here.letter(amina, "Welcome, Amina")["To"] == amina


def test_a_small_round_over_dovecot_and_postfix(real_servers: MailServers, tmp_path: Path) -> None:
    amina, jonas, maria = (f"{name}-round@example.org" for name in ("amina", "jonas", "maria"))
    with corresponding(real_servers, tmp_path, "iln-round@example.org", maria) as here:
        here.write(maria, "round open 2027A 2027-03-01\n")
        here.write(maria, "YES\n", here.letter(maria, "YES to do this? round open"))
        here.write(amina, "I am Amina Yusuf, a cataloguer in Mombasa, Kenya. I write English and Swahili.\n")
        here.write(jonas, "I am Jonas Berg, a librarian in Oslo, Norway. I write English and Norwegian.\n")
        for person, called in ((amina, "Amina"), (jonas, "Jonas")):
            here.write(person, "YES\n", here.letter(person, f"{called}, did we understand you?"))
        here.turn_to(datetime(2027, 2, 22, 12, tzinfo=UTC))
        here.write(maria, "approve all\n", here.letter(maria, "ILN 2027A: 1 pair to approve"))
        here.turn_to(datetime(2027, 3, 1, 12, tzinfo=UTC))

        here.write(amina, "Dear Jonas, what is on your desk?\n", here.letter(amina, "Amina, meet Jonas"))
        here.turn_to(here.clock.now() + timedelta(hours=1))
        passed_on = here.letter(jonas, "A word from Amina")
        here.write(jonas, "Dear Amina, a map of Lofoten!\n", passed_on)
        here.turn_to(here.clock.now() + timedelta(hours=1))
        answer = here.letter(amina, "Re: A word from Amina")

        assert "what is on your desk?" in passed_on.get_content()
        assert "a map of Lofoten!" in answer.get_content()
        assert amina not in passed_on.as_string()
        assert jonas not in answer.as_string()


def test_the_junk_folder_is_found_by_its_name_and_only_looked_at(real_servers: MailServers) -> None:
    us, answer = "iln-junk@example.org", b"To: iln+r1@example.org\r\nSubject: Re: Hello\r\n\r\nYES\r\n"
    mailbox = ImapMailbox(real_servers.host, real_servers.imap_port, us, real_servers.password, "none")
    since = date(2026, 1, 1)
    assert mailbox.junk(since) == ("", ())

    with IMAPClient(real_servers.host, real_servers.imap_port, ssl=False) as client:
        client.login(us, real_servers.password)
        client.create_folder("Spam")
        client.append("Spam", answer)
        folder, heads = mailbox.junk(since)
        client.select_folder("Spam")
        assert client.search(["UNSEEN"]) == [1]
    assert (folder, heads[0].splitlines()[:1]) == ("Spam", [b"To: iln+r1@example.org"])
    assert mailbox.open()[0] == "INBOX"
    assert list(mailbox.after(0)) == []
    mailbox.close()


def test_of_what_is_too_large_the_head_is_fetched_and_its_writer_hears_so(
    real_servers: MailServers, tmp_path: Path
) -> None:
    amina, us = "amina-large@example.org", "iln-large@example.org"
    with corresponding(real_servers, tmp_path, us, "maria-large@example.org") as here:
        photos = EmailMessage()
        photos["From"], photos["Subject"], photos["Message-ID"] = amina, "Hello", "<large@example.org>"
        photos.set_content(
            "I am Amina Yusuf, a cataloguer in Mombasa, Kenya.\n" + "a picture of it\n" * 700_000
        )
        with IMAPClient(real_servers.host, real_servers.imap_port, ssl=False) as client:
            client.login(us, real_servers.password)
            client.append("INBOX", photos.as_bytes(policy=SMTP))
        while here.app.fetch() == 0:
            time.sleep(0.05)
        here.app.offline_turn()

        assert "larger than the 10 MB" in here.letter(amina, "Your mail was too large").get_content()
        with reading(here.app.engine) as db:
            kept = db.execute(select(tables.messages)).one()
    assert kept.size > 10 * 1024 * 1024 > 1000 > len(zlib.decompress(kept.raw))
    assert (kept.outcome, kept.mail_class) == ("asked", "oversized")
