"""One finished message by SMTP, with the stage it reached known."""

import contextlib
import smtplib
import ssl
from typing import Protocol


class SendError(Exception):
    """A message was not accepted. `stage` says how far it came; can trying again help?"""

    def __init__(self, words: str, *, permanent: bool, stage: str, code: int = 0) -> None:
        super().__init__(words)
        self.permanent, self.stage, self.code = permanent, stage, code


class Transport(Protocol):
    """Takes a finished message to wherever mail goes."""

    def send(self, envelope_from: str, address: str, content: bytes) -> str:
        """The server's last word. Raises SendError."""
        ...

    def rest(self) -> None:
        """Nothing more to send for now."""
        ...


class SmtpTransport:
    """A mail server, over one connection that is kept while there is something to send."""

    def __init__(
        self,
        host: str,
        port: int,
        tls: str = "starttls",
        username: str = "",
        password: str = "",
        timeout: float = 60,
    ) -> None:
        self._host, self._port, self._tls = host, port, tls
        self._username, self._password, self._timeout = username, password, timeout
        self._client: smtplib.SMTP | None = None

    def send(self, envelope_from: str, address: str, content: bytes) -> str:
        """The server's answer to the final dot (RFC 5321 4.5.4). Raises SendError with the stage reached."""
        stage = "connect"
        try:
            client = self._client or self._connect()
            stage = "mail"
            _expect(client.mail(envelope_from), stage)
            stage = "rcpt"
            _expect(client.rcpt(address), stage)
            stage = "data"
            _expect(client.docmd("DATA"), stage, wanted=354)
            stage = "dot"
            return _expect(_content(client, content), stage)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise SendError(f"{stage}: {error}", permanent=False, stage=stage) from error
        except SendError:
            self._reset()
            raise

    def rest(self) -> None:
        if self._client is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._client.quit()
            self._client = None

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._tls == "tls":
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, timeout=self._timeout, context=context
            )
        else:
            client = smtplib.SMTP(self._host, self._port, timeout=self._timeout)
            if self._tls == "starttls":
                client.starttls(context=context)
        client.ehlo_or_helo_if_needed()
        if self._username:
            client.login(self._username, self._password)
        self._client = client
        return client

    def _reset(self) -> None:
        try:
            if self._client is not None:
                self._client.rset()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None


def _content(client: smtplib.SMTP, content: bytes) -> tuple[int, bytes]:
    """The message with dots doubled (RFC 5321 4.5.2), and the final dot."""
    doubled = content.replace(b"\r\n.", b"\r\n..")
    client.send((b"." + doubled if doubled.startswith(b".") else doubled) + b"\r\n.\r\n")
    return client.getreply()


def _expect(answer: tuple[int, bytes], stage: str, wanted: int = 250) -> str:
    code, words = answer
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    if code == wanted or (wanted == 250 and code in (251, 252)):
        return f"{code} {text}"
    # A refusal in words at the final dot is an answer: the message was not taken (RFC 5321 4.2.5).
    reached = "data" if stage == "dot" else stage
    raise SendError(f"{code} {text}", permanent=code >= 500, stage=reached, code=code)
