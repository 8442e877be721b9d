"""Private Dovecot and Postfix in one temporary folder: they read and write nothing under /etc.

Every address at example.org, example.net, example.com and below is a mailbox with the same password, and
`name+tag@` lies in `name@`. Some names meet an accident: see postfix/access and postfix/transport.
"""

import imaplib
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template

from tests.servers.processes import (
    BEFORE_GIVING_UP_S,
    HOST,
    MissingServerError,
    end,
    free_port,
    is_root,
    open_folder,
    wait_until_it_listens,
)

RECIPES = Path(__file__).parent
PASSWORD = "pw"


@dataclass(frozen=True, slots=True)
class MailServers:
    """Both servers, running. The ports without an "s" speak plain text and STARTTLS."""

    smtp_port: int
    smtps_port: int
    imap_port: int
    imaps_port: int
    certificate: Path
    log: Path
    host: str = HOST
    password: str = PASSWORD

    def tls(self) -> ssl.SSLContext:
        """A context that trusts these servers and verifies them."""
        return ssl.create_default_context(cafile=str(self.certificate))

    def mailbox(self, address: str) -> list[bytes]:
        """Every message in somebody's INBOX, the oldest first, whole and unread."""
        with imaplib.IMAP4(self.host, self.imap_port) as client:
            client.login(address, self.password)
            client.select("INBOX", readonly=True)
            # By UID, because without one an empty mailbox calls 1:* an error.
            _, fetched = client.uid("FETCH", "1:*", "(BODY.PEEK[])")
        return [part[1] for part in fetched if isinstance(part, tuple)]

    def wait_for_mail(self, address: str, count: int = 1) -> list[bytes]:
        """The mailbox once it holds this many; raises TimeoutError when they do not come."""
        give_up_at = time.monotonic() + BEFORE_GIVING_UP_S
        while len(messages := self.mailbox(address)) < count:
            if time.monotonic() > give_up_at:
                raise TimeoutError(f"{address} has {len(messages)} of {count}:\n{self.log.read_text()}")
            time.sleep(0.05)
        return messages


@contextmanager
def running_mail_servers() -> Iterator[MailServers]:
    """Starts Dovecot and Postfix and ends them. Raises MissingServerError where they cannot run."""
    _require_both()
    with open_folder() as folder:
        certificate = _certify(folder)
        names = ("smtp", "smtps", "imap", "imaps", "lmtp", "auth")
        ports = {name: free_port() for name in names}
        values = {"folder": str(folder)} | {name: str(port) for name, port in ports.items()}
        with _dovecot(folder, values, ports["imap"]), _postfix(folder, values, ports["smtp"]):
            yield MailServers(
                smtp_port=ports["smtp"],
                smtps_port=ports["smtps"],
                imap_port=ports["imap"],
                imaps_port=ports["imaps"],
                certificate=certificate,
                log=folder / "postfix.log",
            )


def _require_both() -> None:
    if not is_root():
        raise MissingServerError("Postfix starts for root only: run the tests as root to include it")
    for program in ("dovecot", "postfix", "openssl"):
        if shutil.which(program) is None:
            raise MissingServerError(f"{program} is not installed: run `make servers`")
    version = subprocess.run(["dovecot", "--version"], capture_output=True, text=True, check=True).stdout
    if not version.startswith("2.3."):
        raise MissingServerError(
            f"the recipe for Dovecot is written for 2.3, and here is {version.split()[0]}"
        )


def _certify(folder: Path) -> Path:
    """A certificate for this address, signed by itself; returns its file."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    usage = "keyUsage=critical,digitalSignature,keyCertSign"
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    about = ["-subj", "/CN=localhost", "-addext", names, "-addext", usage]
    where = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", "req", *kind, *about, *where], check=True, capture_output=True)
    return certificate


@contextmanager
def _dovecot(folder: Path, values: Mapping[str, str], port: int) -> Iterator[None]:
    for name in ("run", "mail"):
        (folder / name).mkdir()
    shutil.chown(folder / "mail", "nobody", "nogroup")
    recipe, log = folder / "dovecot.conf", folder / "dovecot.log"
    _fill_in(RECIPES / "dovecot.conf", recipe, values)
    log.touch()
    process = subprocess.Popen(["dovecot", "-F", "-c", str(recipe)], stdin=subprocess.DEVNULL)
    try:
        wait_until_it_listens(port, log, process)
        yield
    finally:
        end(process)


@contextmanager
def _postfix(folder: Path, values: Mapping[str, str], port: int) -> Iterator[None]:
    settings, log = folder / "postfix", folder / "postfix.log"
    for path in (settings, folder / "queue", folder / "data"):
        path.mkdir()
    shutil.chown(folder / "data", "postfix")
    for recipe in (RECIPES / "postfix").iterdir():
        _fill_in(recipe, settings / recipe.name, values)
    control = ["postfix", "-c", str(settings)]
    # Postfix goes on in the background with its process id in the queue's folder; "stop" ends that one only.
    started = subprocess.run([*control, "start"], capture_output=True, text=True, check=False)
    if started.returncode:
        raise RuntimeError(
            f"Postfix did not start: {started.stderr}{log.read_text() if log.exists() else ''}"
        )
    try:
        wait_until_it_listens(port, log)
        yield
    finally:
        subprocess.run([*control, "stop"], capture_output=True, check=False)


def _fill_in(recipe: Path, target: Path, values: Mapping[str, str]) -> None:
    target.write_text(Template(recipe.read_text()).substitute(values))
