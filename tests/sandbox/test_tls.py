"""Encrypted connections, begun in plain text or from the start, with certificates verified."""

import imaplib
import smtplib
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from imapclient import IMAPClient

from ilnmail.sandbox import Sandbox
from tests.sandbox.clients import AMINA, HOST, PASSWORD, Wire, letter, nine_o_clock

LARGE = letter(1) + (b"x" * 70 + b"\r\n") * 40_000


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this address signed by itself, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    about = ["-subj", "/CN=localhost", "-addext", f"subjectAltName=IP:{HOST}"]
    where = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", "req", *kind, *about, *where], check=True, capture_output=True)
    return certificate, key


@pytest.fixture
def encrypted(certificate: tuple[Path, Path]) -> Iterator[Sandbox]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    with Sandbox(now=nine_o_clock, password=PASSWORD, tls=context) as sandbox:
        yield sandbox


@pytest.fixture
def trust(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate[0]))


def test_imap_begun_in_plain_text(encrypted: Sandbox, trust: ssl.SSLContext) -> None:
    with IMAPClient(HOST, encrypted.imap_port, ssl=False, timeout=10) as client:
        assert client.has_capability("STARTTLS")
        client.starttls(trust)
        assert not client.has_capability("STARTTLS")
        client.login(AMINA, PASSWORD)
        client.select_folder("INBOX")
        client.append("INBOX", LARGE)
        client.noop()
        assert client.fetch(1, ["BODY.PEEK[]"])[1][b"BODY[]"] == LARGE


def test_imap_encrypted_from_the_start(encrypted: Sandbox, trust: ssl.SSLContext) -> None:
    with IMAPClient(HOST, encrypted.ports.imaps, ssl=True, ssl_context=trust, timeout=10) as client:
        assert not client.has_capability("STARTTLS")
        client.login(AMINA, PASSWORD)
        client.select_folder("INBOX")
        client.append("INBOX", LARGE)
        client.noop()
        assert client.fetch(1, ["BODY.PEEK[]"])[1][b"BODY[]"] == LARGE
        client.idle()
        encrypted.deliver(AMINA, letter(2))
        assert client.idle_check(timeout=10) == [(2, b"EXISTS")]
        client.idle_done()


def test_smtp_begun_in_plain_text(encrypted: Sandbox, trust: ssl.SSLContext) -> None:
    with smtplib.SMTP(HOST, encrypted.smtp_port, timeout=10) as client:
        client.starttls(context=trust)
        client.login("jonas@example.org", PASSWORD)
        client.sendmail("jonas@example.org", [AMINA], LARGE)
    assert encrypted.mailbox(AMINA).messages()[0].raw.endswith(LARGE)


def test_smtp_encrypted_from_the_start(encrypted: Sandbox, trust: ssl.SSLContext) -> None:
    with smtplib.SMTP_SSL(HOST, encrypted.ports.smtps, context=trust, timeout=10) as client:
        client.login("jonas@example.org", PASSWORD)
        client.sendmail("jonas@example.org", [AMINA], letter(1))
        assert not client.has_extn("starttls")
    assert len(encrypted.mailbox(AMINA).messages()) == 1


def test_a_client_that_does_not_know_the_certificate_leaves(
    encrypted: Sandbox, trust: ssl.SSLContext
) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        imaplib.IMAP4_SSL(HOST, encrypted.ports.imaps, ssl_context=ssl.create_default_context(), timeout=10)
    with Wire(encrypted.ports.imaps, trust) as wire:
        assert wire.ask(b"NOOP") == [b"t OK done"]


def test_garbage_instead_of_a_handshake_costs_only_its_own_connection(
    encrypted: Sandbox, trust: ssl.SSLContext
) -> None:
    with Wire(encrypted.imap_port) as wire:
        assert wire.ask(b"STARTTLS") == [b"t OK begin"]
        wire.send(b"this is not TLS\r\n")
        assert b"t OK" not in wire.line()
    with Wire(encrypted.ports.imaps, trust) as wire:
        assert wire.ask(b"STARTTLS")[-1].startswith(b"t BAD ")


def test_without_a_certificate_there_are_no_encrypted_ports(sandbox: Sandbox) -> None:
    assert (sandbox.ports.imaps, sandbox.ports.smtps) == (0, 0)
    with smtplib.SMTP(HOST, sandbox.smtp_port, timeout=10) as client:
        client.ehlo()
        assert not client.has_extn("starttls")
