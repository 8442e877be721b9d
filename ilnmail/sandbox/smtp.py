"""The SMTP side: what aiosmtpd asks us about recipients, logins and messages."""

import asyncio
import logging
import ssl
from collections.abc import Callable

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from aiosmtpd.smtp import Envelope as SmtpEnvelope
from aiosmtpd.smtp import Session as SmtpSession

from ilnmail.sandbox.delivery import Delivery

LARGEST_MESSAGE_BYTES = 50 * 1024 * 1024

CheckLogin = Callable[[str, str], str | None]


class Hooks:
    """Named as aiosmtpd wants it: `handle_` and the command."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: SmtpSession, envelope: SmtpEnvelope, address: str, options: list[str]
    ) -> str:
        reply = self._delivery.answer(_sender(envelope), address)
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return reply

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, session: SmtpSession, envelope: SmtpEnvelope
    ) -> str:
        raw = envelope.original_content or b""
        logged_in = bool(session.authenticated)
        for recipient in envelope.rcpt_tos:
            self._delivery.accept(raw, _sender(envelope), recipient, logged_in=logged_in)
        return "250 2.0.0 delivered"

    async def handle_exception(self, error: Exception) -> str:
        return f"451 4.3.0 our fault ({type(error).__name__}): try again later"


def smtp_protocol(
    delivery: Delivery, check_login: CheckLogin, starttls: ssl.SSLContext | None
) -> Callable[[], SMTP]:
    """Makes the protocol of each connection, for `loop.create_server`."""
    hooks = Hooks(delivery)
    # It warns about its own old names at each login.
    logging.getLogger("mail.log").setLevel(logging.ERROR)

    def authenticate(
        _server: SMTP, _session: SmtpSession, _envelope: SmtpEnvelope, _mechanism: str, login: LoginPassword
    ) -> AuthResult:
        account = check_login(_text(login.login), _text(login.password))
        # "handled" would leave the client without an answer.
        return AuthResult(success=account is not None, handled=False, auth_data=login)

    return lambda: SMTP(
        hooks,
        hostname=delivery.server,
        ident="ilnmail sandbox",
        data_size_limit=LARGEST_MESSAGE_BYTES,
        enable_SMTPUTF8=True,
        tls_context=starttls,
        auth_require_tls=False,
        authenticator=authenticate,
        loop=asyncio.get_running_loop(),
    )


def _sender(envelope: SmtpEnvelope) -> str:
    """The envelope sender; aiosmtpd writes the null one as <>."""
    return "" if envelope.mail_from == "<>" else envelope.mail_from or ""


def _text(octets: bytes) -> str:
    return octets.decode(errors="replace")
