"""The ports: IMAP and SMTP on loopback, plain with STARTTLS, and encrypted from the start."""

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace

from ilnmail.sandbox.delivery import Delivery
from ilnmail.sandbox.imap_server import imap_protocol
from ilnmail.sandbox.imap_session import Site
from ilnmail.sandbox.problem import SandboxError
from ilnmail.sandbox.smtp import smtp_protocol

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Ports:
    """Zero stands for any free port when asked for, and for "not there" when told."""

    imap: int = 0
    smtp: int = 0
    imaps: int = 0
    smtps: int = 0


class Listeners:
    """All open ports. Belongs to the loop's thread."""

    def __init__(self) -> None:
        self._servers: list[asyncio.Server] = []

    async def open(self, site: Site, delivery: Delivery, wanted: Ports, tls: ssl.SSLContext | None) -> Ports:
        """Listens; returns the ports. Raises SandboxError when one is taken."""
        smtp = smtp_protocol(delivery, site.check_login, tls)
        opened = Ports(
            imap=await self._listen(imap_protocol(replace(site, starttls=tls), encrypted=False), wanted.imap),
            smtp=await self._listen(smtp, wanted.smtp),
        )
        if tls is None:
            return opened
        smtps = smtp_protocol(delivery, site.check_login, None)
        return replace(
            opened,
            imaps=await self._listen(imap_protocol(site, encrypted=True), wanted.imaps, tls),
            smtps=await self._listen(smtps, wanted.smtps, tls),
        )

    async def _listen(
        self, protocol: Callable[[], asyncio.Protocol], port: int, tls: ssl.SSLContext | None = None
    ) -> int:
        try:
            server = await asyncio.get_running_loop().create_server(protocol, HOST, port, ssl=tls)
        except OSError as reason:
            raise SandboxError(
                f"cannot listen on port {port} ({reason.strerror}): end what listens there, or take another"
            ) from reason
        self._servers.append(server)
        opened: int = server.sockets[0].getsockname()[1]
        return opened

    def close(self) -> None:
        for server in self._servers:
            server.close()
