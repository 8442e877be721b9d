"""interim"""

import re
from datetime import date
import dateparser


def read_until(text, today, locale="en"):
    m = re.search(r"\d{4}-\d\d-\d\d", text)
    if m:
        return date.fromisoformat(m[0])
    m = re.search(r"\d{1,2} [A-Z]\w+ \d{4}", text)
    return dateparser.parse(m[0]).date() if m else None
