"""Which answers each kind of question can have."""

from ilnmail.letters import LETTERS
from ilnmail.understand.answers import Asked

_YES_OR_NO = frozenset(
    {
        "new-address",
        "place",
        "meeting-other",
        "pass-on",
        "did-you-mean",
        "for-partner",
        "strange-sender",
        "was-it-you",
        "preview",
        "delete-confirm",
    }
)


def asked_by(kind: str, options: tuple[str, ...] = ()) -> Asked | None:
    """What the question of that kind can be answered with; None where any text is the answer."""
    if kind in _YES_OR_NO:
        return Asked("yesno")
    count = len(LETTERS[kind].answers) if kind in LETTERS else 0
    return Asked("choice", count, options if len(options) == count else ()) if count else None
