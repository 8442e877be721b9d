"""A bell at the mailbox (IDLE, RFC 2177): says that it may be worth looking, and is never relied on.

A connection that idles can die in silence and look alive, so the reader polls all the same; what the bell saves is the wait
until then. It has a connection of its own, which reads nothing.
"""

import imaplib
import select
from collections.abc import Callable
from threading import Event

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from ilnmail.inbox.mailbox import ImapMailbox
from ilnmail.inbox.refusals import InboxError

_RENEW_S = 540.0  # routers forget a silent connection after ten minutes or so; servers may after thirty
_SLICE_S = 1.0  # how soon the end of the program is noticed
_PAUSE_S = 60.0


def listen(mailbox: ImapMailbox, ring: Callable[[], None], stop: Event, pause: float = _PAUSE_S) -> None:
    """Ring whenever the server tells of new mail, until `stop`; at once the end where the server has no IDLE.

    `pause` in seconds, after a connection that broke.
    """
    while not stop.is_set():
        try:
            if not mailbox.ask(lambda client: client.has_capability("IDLE")):
                return
            # What came while nobody listened is told of by nobody.
            ring()
            while not stop.is_set():
                if mailbox.ask(lambda client: _comes(client, stop)):
                    ring()
                else:  # some servers say "still here" without end
                    stop.wait(_SLICE_S)
        except InboxError:
            stop.wait(pause)
    mailbox.close()


def _comes(client: IMAPClient, stop: Event) -> bool:
    """One IDLE: did something come before it was to be renewed?"""
    client.idle()
    waited = 0.0
    # By select, and no reading before `idle_done`: `idle_check` can wait in a read for ever under TLS.
    while waited < _RENEW_S and not stop.is_set():
        if select.select([client.socket()], [], [], _SLICE_S)[0]:
            break
        waited += _SLICE_S
    try:
        _, told = client.idle_done()
    except (IMAPClientError, imaplib.IMAP4.error) as error:
        raise imaplib.IMAP4.abort(str(error)) from error
    return any(b"EXISTS" in line for line in told if isinstance(line, tuple))
