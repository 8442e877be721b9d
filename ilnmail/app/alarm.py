"""An alarm through a second account, for the day on which the programme's own mail does not work.

A trouble that lasts an hour is told to the operator, and again once a day while it lasts. What was seen when is kept in a
small file: a loop that is started anew every few minutes would forget it, and a database that cannot be read has no room.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from sqlalchemy import Engine

from ilnmail.database import reading
from ilnmail.load.facts import urgent
from ilnmail.places import write_whole
from ilnmail.send import Transport

_LASTS, _AGAIN = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Alarm:
    """Whom to tell, and through which account. `programme` is its short name."""

    transport: Transport
    sender: str
    to: str
    programme: str
    file: Path

    def look(self, engine: Engine, at: datetime) -> bool:
        """Tell of what has been wrong for an hour. Was it told? Raises SendError."""
        problems, seen = troubles(engine, at), self._seen()
        if not problems:
            self.file.unlink(missing_ok=True)
            return False
        since, told = seen.get("since", at), seen.get("told")
        if at - since < _LASTS or (told is not None and at - told < _AGAIN):
            self._keep({"since": since, **({"told": told} if told else {})})
            return False
        letter = self._letter(problems, since, at)
        self.transport.send(self.sender, self.to, letter.as_bytes(policy=SMTP), lambda stage: None)
        self.transport.rest()
        self._keep({"since": since, "told": at})
        return True

    def _letter(self, problems: list[str], since: datetime, at: datetime) -> EmailMessage:
        letter = EmailMessage()
        letter["From"], letter["To"] = self.sender, self.to
        letter["Subject"] = f"{self.programme}: the programme's mail needs you"
        letter["Date"] = format_datetime(at)
        letter["Message-ID"] = f"<alarm.{at:%Y%m%d%H%M%S}@{self.sender.rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"
        lines = "\n".join(f"- {one}" for one in problems)
        letter.set_content(
            f"Something is wrong with {self.programme} since {since:%-d %B %H:%M} UTC:\n\n{lines}\n\n"
            "`ilnmail status` on its machine says more, and `ilnmail doctor` tries each part.\n"
            "You hear of it again tomorrow if it lasts. No mail is lost meanwhile: it waits.\n"
        )
        return letter

    def _seen(self) -> dict[str, datetime]:
        try:
            kept = json.loads(self.file.read_text(encoding="utf-8"))
            return {name: datetime.fromisoformat(value) for name, value in kept.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return {}

    def _keep(self, seen: dict[str, datetime]) -> None:
        write_whole(self.file, json.dumps({name: at.isoformat() for name, at in seen.items()}))


def troubles(engine: Engine, at: datetime) -> list[str]:
    """What keeps the programme from its work; also where the database itself is what does."""
    try:
        with reading(engine) as db:
            return urgent(db, at)
    except Exception as error:  # whatever it is, it is the news
        return [f"the database cannot be read: {str(error).splitlines()[0]}"]
