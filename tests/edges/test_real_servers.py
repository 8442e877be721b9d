"""The same program over Dovecot and Postfix: somebody joins, and is welcomed."""

import smtplib
import time
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from pathlib import Path

from ilnmail.app import App, open_app
from ilnmail.clock import VirtualClock
from ilnmail.database import migrate
from ilnmail.settings import Settings
from tests.servers.mail import MailServers

US, AMINA = "iln-real@example.org", "amina-real@example.org"
START = datetime(2027, 1, 20, 10, tzinfo=UTC)


def installation(servers: MailServers, folder: Path) -> Settings:
    here = {"host": servers.host, "tls": "none"}
    return Settings.model_validate(
        {
            "mode": "live",
            "programme": {"name": "International Librarians Network", "short": "ILN", "address": US},
            "imap": {**here, "port": servers.imap_port, "username": US, "password": servers.password},
            "smtp": {**here, "port": servers.smtp_port},
            "database": {"url": f"sqlite:///{folder / 'ilnmail.db'}"},
            "secret": {"key": "00" * 32},
        }
    )


def write(servers: MailServers, to: str, text: str, answers: Message | None = None) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"Amina Yusuf <{AMINA}>", to, "Hello"
    mail["Message-ID"] = f"<{len(text)}@example.org>"
    if answers is not None:
        mail["In-Reply-To"] = str(answers["Message-ID"])
    mail.set_content(text)
    with smtplib.SMTP(servers.host, servers.smtp_port) as client:
        client.send_message(mail, AMINA, [to])


def turn_until(app: App, servers: MailServers, count: int) -> Message:
    """Postfix takes its moment: turn until Amina has so many letters; the last of them."""
    for _ in range(100):
        app.turn()
        letters = servers.mailbox(AMINA)
        if len(letters) >= count:
            return message_from_bytes(letters[-1])
        time.sleep(0.1)
    raise AssertionError(f"no letter number {count} for Amina within ten seconds")


def test_somebody_joins_over_dovecot_and_postfix(real_servers: MailServers, tmp_path: Path) -> None:
    with open_app(installation(real_servers, tmp_path), VirtualClock(START).now) as app:
        migrate(app.engine)
        app.fetch()
        write(
            real_servers,
            US,
            "I am Amina Yusuf, a cataloguer in Mombasa, Kenya. I write English and Swahili.\n",
        )
        card = turn_until(app, real_servers, 1)
        write(real_servers, str(card["Reply-To"]), "YES\n", card)
        welcome = turn_until(app, real_servers, 2)

    assert card["Subject"] == "Amina, did we understand you?"
    assert welcome["Subject"] == "Welcome, Amina"
