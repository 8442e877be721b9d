"""One finished message by SMTP, verb by verb, so that the stage it reached is always known.

`smtplib.sendmail` hides that stage: after a dropped connection nobody can tell whether the message was taken.
"""

import contextlib
import smtplib
import socket
import ssl
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

STAGES = ("connect", "mail", "rcpt", "data", "dot", "answer")
"""How far an attempt came: before the connection stands, before MAIL, RCPT, DATA, the final dot, the answer to it."""

Reached = Callable[[str], None]
"""Told of each stage before its verb is sent, or at the latest its answer read; what it raises ends the attempt.

An error's stage is never "answer": what fails behind the final dot has failed at the dot.
"""

_REUSES = 100  # letters over one connection; servers end long ones with 421


class SendError(Exception):
    """A message was not accepted. `stage` is where it ended; `code` is 0 where the server gave no answer."""

    def __init__(self, words: str, *, stage: str, code: int = 0) -> None:
        super().__init__(words)
        self.stage, self.code = stage, code


class Transport(Protocol):
    """Takes a finished message to wherever mail goes."""

    def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
        """The server's last word. Raises SendError."""
        ...

    def rest(self) -> None:
        """Nothing more to send for now."""
        ...


@dataclass(eq=False)
class SmtpTransport:
    """A mail server, over as many connections as there are threads that send; kept while there is something to send.

    `timeout` in seconds for each answer, `after_dot` for the last one (RFC 5321 4.5.3.2.6).
    """

    host: str
    port: int
    tls: str = "starttls"
    username: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 60
    after_dot: float = 600
    _idle: "deque[_Line]" = field(default_factory=deque, repr=False)
    _lines: "list[_Line]" = field(default_factory=list, repr=False)

    def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
        """The server's answer to the final dot. Raises SendError with the stage reached."""
        line = self._line()
        try:
            return line.send(envelope_from, address, content, reached)
        finally:
            self._idle.append(line)

    def _line(self) -> "_Line":
        try:
            return self._idle.pop()
        except IndexError:
            self._lines.append(line := _Line(self))
            return line

    @cached_property
    def context(self) -> ssl.SSLContext:
        """Reading the authorities that this machine trusts takes longer than a letter: once, and where it is needed."""
        return ssl.create_default_context()

    def rest(self) -> None:
        for line in self._lines:
            line.rest()

    def cut(self) -> None:
        """End whatever other threads are waiting for; their letters end with SendError."""
        for line in self._lines:
            line.cut()


class _Line:
    """One connection."""

    def __init__(self, server: SmtpTransport) -> None:
        self._server = server
        self._client: smtplib.SMTP | None = None
        self._left = 0
        self._unanswered = 0  # verbs that were sent together with one that was refused

    def send(self, envelope_from: str, address: str, content: bytes, reached: Reached) -> str:
        """The server's answer to the final dot. Raises SendError with the stage reached."""
        stage = "connect"

        def come_to(next_stage: str) -> None:
            nonlocal stage
            reached(next_stage)
            stage = next_stage if next_stage != "answer" else "dot"

        try:
            return self._letter(envelope_from, address, content, come_to)
        except SendError:
            self._reset()
            raise
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0
            raise SendError(_in_words(stage, error), stage=stage, code=max(code, 0)) from error
        except BaseException:
            self._drop()
            raise

    def _letter(self, envelope_from: str, address: str, content: bytes, come_to: Reached) -> str:
        come_to("connect")
        client = self._client if self._client is not None and self._left > 0 else self._connect()
        self._left -= 1
        come_to("mail")
        self._envelope(client, envelope_from, address, come_to)
        client.send(_doubled(content))
        come_to("dot")
        client.send(b".\r\n")
        come_to("answer")
        return _expect(self._last_answer(client), "dot")

    def _envelope(self, client: smtplib.SMTP, envelope_from: str, address: str, come_to: Reached) -> None:
        """MAIL, RCPT and DATA: all at once to a server that takes them so (RFC 2920), one way there and back in place of
        three; each is answered by itself."""
        options = " SMTPUTF8" if _needs_smtputf8(client, address) else ""
        verbs = {
            "mail": f"MAIL FROM:<{envelope_from}>{options}",
            "rcpt": f"RCPT TO:<{address}>",
            "data": "DATA",
        }
        together = client.has_extn("pipelining")
        if together:
            _send_lines(client, *verbs.values())
            self._unanswered = len(verbs)
        for stage, verb in verbs.items():
            if stage != "mail":
                come_to(stage)
            if not together:
                _send_lines(client, verb)
            answer = client.getreply()
            self._unanswered = max(0, self._unanswered - 1)
            _expect(answer, stage, wanted=354 if stage == "data" else 250)

    def _last_answer(self, client: smtplib.SMTP) -> tuple[int, bytes]:
        assert client.sock is not None
        client.sock.settimeout(self._server.after_dot)
        answer = client.getreply()
        client.sock.settimeout(self._server.timeout)
        return answer

    def rest(self) -> None:
        if self._client is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._client.quit()
            self._drop()

    def cut(self) -> None:
        """End whatever another thread is waiting for; its letter ends with SendError."""
        client = self._client
        if client is not None and client.sock is not None:
            with contextlib.suppress(OSError):
                client.sock.shutdown(socket.SHUT_RDWR)

    def _connect(self) -> smtplib.SMTP:
        self.rest()
        if self._server.tls == "tls":
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                self._server.host,
                self._server.port,
                timeout=self._server.timeout,
                context=self._server.context,
            )
        else:
            client = smtplib.SMTP(self._server.host, self._server.port, timeout=self._server.timeout)
        self._client = client  # from here on an error closes it
        # The last dot comes apart from the letter; Nagle's algorithm would hold it back for 40 ms.
        assert client.sock is not None
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._server.tls == "starttls":
            client.starttls(context=self._server.context)
        client.ehlo_or_helo_if_needed()
        if self._server.username:
            client.login(self._server.username, self._server.password)
        self._left = _REUSES
        return client

    def _reset(self) -> None:
        """After a refusal the connection is good for the next letter, unless the server says it is not."""
        try:
            if self._client is not None and not self._is_ready(self._client):
                self._drop()
        except (OSError, smtplib.SMTPException):
            self._drop()

    def _is_ready(self, client: smtplib.SMTP) -> bool:
        answers = [client.getreply()[0] for _ in range(self._unanswered)]
        # 354: it waits for a letter that nobody may have. RFC 2920 would end it by a dot; to hang up is safer.
        return 354 not in answers and client.rset()[0] == 250

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None
        self._unanswered = 0


def _send_lines(client: smtplib.SMTP, *lines: str) -> None:
    """Verbs with what belongs to them. Raises ValueError for one that would be two."""
    if any("\r" in line or "\n" in line for line in lines):
        raise ValueError(f"an address with the end of a line in it: {lines!r}")
    client.send("".join(f"{line}\r\n" for line in lines))


def _needs_smtputf8(client: smtplib.SMTP, address: str) -> bool:
    """Must the server know RFC 6531 for this address? Raises SendError where it must and does not."""
    if address.isascii():
        return False
    if not client.has_extn("smtputf8"):
        raise SendError(
            "550 5.6.7 our server cannot send to an address outside ASCII", stage="rcpt", code=550
        )
    client.command_encoding = "utf-8"
    return True


def _doubled(content: bytes) -> bytes:
    """The message with dots doubled (RFC 5321 4.5.2) and its last line ended; the dot itself comes apart."""
    doubled = content.replace(b"\r\n.", b"\r\n..")
    doubled = b"." + doubled if doubled.startswith(b".") else doubled
    return doubled if doubled.endswith(b"\r\n") else doubled + b"\r\n"


def _in_words(stage: str, error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return f"{error.smtp_code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"
    return f"{stage}: {error or type(error).__name__}"


def _expect(answer: tuple[int, bytes], stage: str, wanted: int = 250) -> str:
    code, words = answer
    text = words.decode("utf-8", "replace")
    text = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    if code == wanted or (wanted == 250 and code in (251, 252)):
        return f"{code} {text}"
    if not 400 <= code <= 599:
        raise smtplib.SMTPServerDisconnected(f"no answer of RFC 5321: {code} {text}")
    raise SendError(f"{code} {text}", stage=stage, code=code)
