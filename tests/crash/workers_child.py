"""A worker that sends what is due, beside others and looking ahead, until nothing is left or it is killed."""

import time
from datetime import UTC, datetime

from ilnmail.database import open_database
from ilnmail.outbox import Delivery, Rates
from ilnmail.send import SmtpTransport
from ilnmail.tokens import Secret

NOW = datetime(2027, 1, 20, 10, tzinfo=UTC)


def work(url: str, port: int, name: str) -> None:
    """Sends at that moment; looks again a few times, for others may hold what is left."""
    engine = open_database(url)
    sender = Delivery(
        engine,
        SmtpTransport("127.0.0.1", port, "none"),
        lambda: NOW,
        Secret(1, b"a key of sixteen"),
        name,
        Rates(connections=2, ahead=True),
    )
    for _ in range(5):
        while sender.run():
            pass
        time.sleep(0.1)
    engine.dispose()
