"""Delivery reports: whose letter came back, and whether trying again can help (RFC 3464, 6533, and prose)."""

import re
from email.message import Message as Mime

from ilnmail.tokens import TOKEN
from ilnmail.understand.bounce.fields import told_in_fields
from ilnmail.understand.bounce.notice import is_notice
from ilnmail.understand.bounce.prose import told_in_prose
from ilnmail.understand.bounce.provider import told_by_a_provider
from ilnmail.understand.bounce.returned import returned_head
from ilnmail.understand.message import header
from ilnmail.understand.reading import Bounce

__all__ = ["is_notice", "read_bounce", "told_by_a_provider"]


def read_bounce(message: Mime) -> Bounce:
    """The failures of a report, and the names of ours that it carries."""
    failures = told_in_fields(message) or told_by_a_provider(message) or told_in_prose(message)
    ids = re.findall(r"^Message-ID:\s*(<[^>\s]+>)", returned_head(message), re.M | re.I)
    token = TOKEN.search(f"{header(message, 'Delivered-To')} {header(message, 'To')}")
    return Bounce(failures, token[0].lower() if token else "", ids[-1] if ids else "")
