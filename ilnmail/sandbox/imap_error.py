"""A command that cannot be done: NO when it may be right another time, BAD when it is written wrongly."""


class ImapError(Exception):
    """Ends a command; `str` is what the client is told after the tag (RFC 3501 section 7.1)."""


def no(reason: str) -> ImapError:
    return ImapError(f"NO {reason}")


def bad(reason: str) -> ImapError:
    return ImapError(f"BAD {reason}")
