"""The bell at the mailbox: rings when mail comes, is silent else, and its end is noticed soon."""

import threading
import time

from imapclient import IMAPClient

from ilnmail.inbox import ImapMailbox, listen
from tests.servers.mail import MailServers

MAIL = b"From: amina@example.org\r\nSubject: Hello\r\n\r\nHello.\r\n"


def test_it_rings_at_the_start_and_for_each_mail(real_servers: MailServers) -> None:
    us, rings, stop = "iln-bell@example.org", threading.Semaphore(0), threading.Event()
    mailbox = ImapMailbox(real_servers.host, real_servers.imap_port, us, real_servers.password, "none")
    bell = threading.Thread(target=listen, args=(mailbox, rings.release, stop))
    bell.start()
    assert rings.acquire(timeout=10)  # what came before anybody listened
    assert not rings.acquire(timeout=1.5)

    with IMAPClient(real_servers.host, real_servers.imap_port, ssl=False) as client:
        client.login(us, real_servers.password)
        for _ in range(2):
            time.sleep(0.2)
            client.append("INBOX", MAIL)
            assert rings.acquire(timeout=10)
    stop.set()
    bell.join(5)
    assert not bell.is_alive()
