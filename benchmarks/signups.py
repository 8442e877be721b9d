"""Reading sign-ups as the bot reads them: what one mail says about its writer.

python -m benchmarks.signups FOLDER
"""

from typing import Any

from ilnmail.understand.read import read as read_mail
from ilnmail.understand.reading import MailClass, Us

NOBODY = Us(address="", name="")
INTENTS = {"recommendation": "other"}


def read(raw: bytes) -> dict[str, Any]:
    """name, country, city, languages, mail_language, questions, intent."""
    found = read_mail(raw, NOBODY)
    told = found.application
    return {
        "name": told.name,
        "country": told.country or None,
        "city": told.city or None,
        "languages": list(told.languages),
        "mail_language": found.locale,
        "questions": list(told.questions),
        "intent": INTENTS.get(found.intent, found.intent) if found.mail_class is MailClass.HUMAN else "auto",
    }
