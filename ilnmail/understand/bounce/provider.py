"""Notices of providers that write JSON instead of a report (Amazon SES through SNS)."""

import json
from collections.abc import Iterator
from email.message import Message as Mime
from typing import Any

from ilnmail.understand.bounce.verdict import verdict
from ilnmail.understand.message import body
from ilnmail.understand.reading import Failure


def told_by_a_provider(message: Mime) -> tuple[Failure, ...]:
    """The failures of a JSON notice; a complaint's recipients with the kind "complaint"."""
    notice = _notice(body(message, "plain"))
    bounce, complaint = _object(notice, "bounce"), _object(notice, "complaint")
    lasting = str(bounce.get("bounceType", "")) == "Permanent"
    failed = [_failure(one, lasting) for one in _objects(bounce, "bouncedRecipients")]
    complained = [
        Failure(str(one.get("emailAddress", "")), "complaint")
        for one in _objects(complaint, "complainedRecipients")
    ]
    return (*failed, *complained)


def _failure(told: dict[str, Any], lasting: bool) -> Failure:
    words, status = str(told.get("diagnosticCode", "")), str(told.get("status", ""))
    kind, reason = verdict(status, words)
    return Failure(str(told.get("emailAddress", "")), kind if lasting else "soft", status, words, reason)


def _notice(text: str) -> dict[str, Any]:
    """The first JSON object of a text, unwrapped where it is a letter inside a letter."""
    start = text.find("{")
    if start < 0 or ("otificationType" not in text and "eventType" not in text):
        return {}
    try:
        found, _ = json.JSONDecoder(strict=False).raw_decode(text[start:])
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return _notice(found["Message"]) if isinstance(found.get("Message"), str) else found


def _object(told: dict[str, Any], name: str) -> dict[str, Any]:
    found = told.get(name)
    return found if isinstance(found, dict) else {}


def _objects(told: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    found = told.get(name)
    yield from (one for one in found if isinstance(one, dict)) if isinstance(found, list) else ()
