"""How an attempt that failed leaves its row: later, never, or nobody knows."""

from datetime import datetime, timedelta
from typing import Any, assert_never

from ilnmail.outbox.states import GIVE_UP
from ilnmail.outbox.verdicts import Verdict
from ilnmail.send import SendError
from ilnmail.tokens import Secret, jitter

WAITS = tuple(timedelta(minutes=m) for m in (5, 15, 45, 120, 240, 480, 720, 1440))
_DOUBT = timedelta(minutes=30)  # time for a report to come before an uncertain one goes once more
_SLOWER = 3  # steps of the waits that a refusal called permanent skips: first after 45 minutes

Values = dict[str, Any]


def next_attempt(key: str, attempt: int, secret: Secret) -> timedelta:
    """The wait after that many attempts: 5 minutes to 24 hours, a fifth sooner or later."""
    wait = WAITS[min(attempt, len(WAITS)) - 1]
    return wait * (1 + jitter(key, attempt, secret))


def after(row: Any, error: SendError, found: Verdict, at: datetime, secret: Secret) -> Values:
    """The values of the row after this error."""
    kept: Values = {
        "stage": error.stage,
        "verdict": found,
        "last_reply": str(error)[:500],
        "lease": "",
        "lease_until": None,
    }
    match found:
        case Verdict.UNCERTAIN:
            return kept | _doubted(row, at)
        case Verdict.HARD | Verdict.REFUSED:
            return kept | {"state": "failed", "done_at": at}
        case Verdict.SOFT | Verdict.POLICY:
            # A full mailbox is emptied within hours, a reputation mends in a day: no hurry, but no end either.
            return kept | _later(row, at, next_attempt(row.key, row.attempts + _SLOWER, secret))
        case Verdict.HOST | Verdict.OPERATOR:
            # Nothing is consumed; the letter goes behind the others, so that one alone cannot block them.
            return kept | {"attempts": row.attempts} | _later(row, at, next_attempt(row.key, 1, secret))
        case Verdict.LATER:
            return kept | _later(row, at, next_attempt(row.key, row.attempts + 1, secret))
        case _:
            assert_never(found)


def _doubted(row: Any, at: datetime) -> Values:
    """Once more under the same Message-ID, where the kind allows it and it has not been done."""
    once_more = row.again and row.doubts == 0
    end = {"not_before": at + _DOUBT} if once_more else {"done_at": at}
    return {"state": "uncertain", "doubts": row.doubts + 1, **end}


def _later(row: Any, at: datetime, wait: timedelta) -> Values:
    last = row.due_at + GIVE_UP
    if at + wait > last:
        return {"state": "uncertain" if row.doubts else "failed", "done_at": at}
    return {"state": "uncertain" if row.doubts else "deferred", "not_before": at + wait}
