"""The servers the other tests rely on: they run, talk, and fail in the ways their recipes promise."""

import imaplib
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser

import pytest
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from tests.servers.mail import MailServers
from tests.servers.postgres import Postgres


def mail(to: str, subject: str = "Hello") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "amina@library.example.org"
    message["To"] = to
    message["Subject"] = subject
    message.set_content("Good morning!\n")
    return message


def submit(servers: MailServers, message: EmailMessage) -> None:
    with smtplib.SMTP(servers.host, servers.smtp_port, timeout=30) as client:
        client.send_message(message)


def subjects(messages: list[bytes]) -> list[str]:
    return [BytesParser().parsebytes(message)["Subject"] for message in messages]


def test_a_mail_through_postfix_arrives_in_dovecot(real_servers: MailServers) -> None:
    submit(real_servers, mail("jonas@example.org", "Through both"))
    assert subjects(real_servers.wait_for_mail("jonas@example.org")) == ["Through both"]


def test_a_tagged_address_lies_in_the_plain_mailbox_and_is_still_to_be_seen(
    real_servers: MailServers,
) -> None:
    submit(real_servers, mail("tagged+abc@example.org"))
    [message] = real_servers.wait_for_mail("tagged@example.org")
    assert BytesParser().parsebytes(message)["Delivered-To"] == "tagged+abc@example.org"


@pytest.mark.parametrize(
    ("name", "code"), [("reject", 550), ("full", 552), ("policy", 550), ("greylist", 450), ("tempfail", 451)]
)
def test_some_names_are_refused_at_once(real_servers: MailServers, name: str, code: int) -> None:
    address = f"{name}@example.org"
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        submit(real_servers, mail(address))
    assert refusal.value.recipients[address][0] == code


def test_some_names_bounce_later(real_servers: MailServers) -> None:
    message = mail("bounce@example.org")
    message.replace_header("From", "bounced@example.org")
    submit(real_servers, message)
    [report] = real_servers.wait_for_mail("bounced@example.org")
    assert b"\nStatus: 5.1.1\r\n" in report
    assert BytesParser().parsebytes(report).get_content_type() == "multipart/report"


def test_nothing_leaves_this_machine(real_servers: MailServers) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused, match="this server sends nowhere"):
        submit(real_servers, mail("someone@elsewhere.test"))


def test_both_servers_hold_a_certificate_that_can_be_verified(real_servers: MailServers) -> None:
    host, tls = real_servers.host, real_servers.tls()
    with smtplib.SMTP_SSL(host, real_servers.smtps_port, context=tls, timeout=30) as client:
        assert client.login("bot@example.org", real_servers.password)[0] == 235
    with imaplib.IMAP4_SSL(host, real_servers.imaps_port, ssl_context=tls) as mailbox:
        assert mailbox.login("bot@example.org", real_servers.password)[0] == "OK"


def test_both_servers_know_starttls(real_servers: MailServers) -> None:
    host, tls = real_servers.host, real_servers.tls()
    with smtplib.SMTP(host, real_servers.smtp_port, timeout=30) as client:
        assert client.starttls(context=tls)[0] == 220
    with imaplib.IMAP4(host, real_servers.imap_port) as mailbox:
        assert mailbox.starttls(tls)[0] == "OK"


def test_a_wrong_password_is_refused(real_servers: MailServers) -> None:
    with (
        imaplib.IMAP4(real_servers.host, real_servers.imap_port) as mailbox,
        pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"),
    ):
        mailbox.login("bot@example.org", "wrong")


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection that is closed for good afterwards; what was done in it is kept."""
    with create_engine(url, poolclass=NullPool).begin() as connection:
        yield connection


def test_postgresql_answers(postgres_url: str) -> None:
    with connected(postgres_url) as connection:
        assert connection.scalar(text("SELECT 6 * 7")) == 42


def test_one_schema_does_not_see_another(postgres: Postgres) -> None:
    with connected(postgres.create("here")) as connection:
        connection.execute(text("CREATE TABLE letters (kind text)"))
        assert inspect(connection).get_table_names() == ["letters"]
    with connected(postgres.create("there")) as connection:
        assert inspect(connection).get_table_names() == []


def test_a_schema_can_be_dropped_while_somebody_still_works_in_it(postgres: Postgres) -> None:
    url = postgres.create("busy")
    with connected(url) as connection:
        connection.execute(text("CREATE TABLE letters (kind text)"))
    with create_engine(url, poolclass=NullPool).connect() as forgotten:
        forgotten.execute(text("SELECT * FROM letters"))
        postgres.drop("busy")
        with pytest.raises(OperationalError):
            forgotten.execute(text("SELECT 1"))


@pytest.mark.parametrize("visit", ["first", "second"])
def test_every_test_has_an_empty_database_of_its_own(database_url: str, visit: str) -> None:
    with connected(database_url) as connection:
        connection.execute(text("CREATE TABLE visits (name text)"))
        connection.execute(text("INSERT INTO visits VALUES (:visit)"), {"visit": visit})
        assert connection.scalars(text("SELECT name FROM visits")).all() == [visit]
