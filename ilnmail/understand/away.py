"""Until when somebody is away, as far as an out-of-office answer says it."""

import re
from datetime import date

from ilnmail.understand.dates import read_until

_CUES = re.compile(
    r"(until|till|back (?:on|in)|return(?:ing)?(?: on)?|through|bis(?: zum)?|zurück (?:am|ab)|jusqu'au|de retour le|"
    r"hasta el|regreso el|até|retorno em|до|вернусь|حتى|到|至)\W{0,3}(?P<when>.{4,40})",
    re.I,
)


def away_until(text: str, sent: date, locale: str) -> date | None:
    """The last day named as the end, if it lies ahead and within a year."""
    days = (read_until(found["when"], sent, locale) for found in _CUES.finditer(text[:4000]))
    ahead = [day for day in days if day and 0 <= (day - sent).days <= 366]
    return max(ahead) if ahead else None
