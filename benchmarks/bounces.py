"""Reading notices about our mail: which kind, and about whom; beside other libraries where they are installed.

    python -m benchmarks.bounces FOLDER

FOLDER holds CASE.eml with CASE.json beside it, at any depth: {"kind": ..., "also": [...], "recipients": [...]}. For the
other library: pip install flufl.bounce.
"""

import importlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

from ilnmail.understand.read import read
from ilnmail.understand.reading import MailClass, Reading, Us

NOBODY = Us(address="", name="")
KINDS = {
    MailClass.COMPLAINT: "complaint",
    MailClass.CHALLENGE: "challenge",
    MailClass.AWAY: "auto-reply",
    MailClass.AUTOMATIC: "auto-reply",
    MailClass.RECEIPT: "auto-reply",
    MailClass.CALENDAR: "auto-reply",
}


def classify(raw: bytes) -> dict[str, Any] | None:
    """What a notice says; None for an ordinary mail."""
    found = read(raw, NOBODY)
    if found.mail_class is not MailClass.REPORT:
        kind = KINDS.get(found.mail_class)
        return {"kind": kind, "recipients": []} if kind else None
    return _failed(found)


def _failed(found: Reading) -> dict[str, Any] | None:
    failures = found.bounce.failures if found.bounce else ()
    kinds = {one.kind for one in failures}
    if kinds == {"delivered"}:
        return {"kind": "none", "recipients": []}
    told = [one for one in failures if one.kind != "delivered"]
    kind = "hard" if "hard" in kinds else "delayed" if kinds == {"delayed"} else "soft"
    return {"kind": kind, "recipients": [one.address for one in told]}


Classifier = Callable[[bytes], dict[str, Any] | None]
FAILED = frozenset({"hard", "soft", "delayed"})


def cases(folder: Path) -> Iterator[tuple[bytes, dict[str, Any]]]:
    for path in sorted(folder.rglob("*.eml")):
        told = path.with_suffix(".json")
        if told.is_file():
            yield path.read_bytes(), json.loads(told.read_text(encoding="utf-8"))


def others() -> Iterator[tuple[str, Classifier]]:
    yield "standard library", _by_fields
    try:
        yield "flufl.bounce", _flufl(importlib.import_module("flufl.bounce"))
    except ImportError:
        print("flufl.bounce: not installed, left out (pip install flufl.bounce)")


def _by_fields(raw: bytes) -> dict[str, Any] | None:
    """Only what RFC 3464 says, read with the standard library."""
    found = []
    for part in message_from_bytes(raw).walk():
        if part.get_content_type() == "message/delivery-status":
            groups = [one for one in part.get_payload() if not isinstance(one, str)]
            found += [one for one in groups if one["Final-Recipient"]]
    if not found:
        return None
    kind = "hard" if any(re.match(r"5\.1\.", str(one["Status"])) for one in found) else "soft"
    return {
        "kind": kind,
        "recipients": [str(one["Final-Recipient"]).partition(";")[2].strip() for one in found],
    }


def _flufl(module: Any) -> Classifier:
    """It tells temporary from permanent, not hard from soft."""

    def classify_with_it(raw: bytes) -> dict[str, Any] | None:
        temporary, permanent = module.all_failures(message_from_bytes(raw))
        addresses = [one.decode() for one in (*permanent, *temporary)]
        return {"kind": "hard" if permanent else "delayed", "recipients": addresses} if addresses else None

    return classify_with_it


def measure(name: str, classifier: Classifier, found: list[tuple[bytes, dict[str, Any]]]) -> None:
    begun = time.perf_counter()
    answers = [attempt(classifier, raw) for raw, _ in found]
    took = time.perf_counter() - begun
    told = [one for _, one in found]
    right = sum(a["kind"] in {t["kind"], *t.get("also", ())} for a, t in zip(answers, told, strict=True))
    scored = [(a, t) for a, t in zip(answers, told, strict=True) if t["kind"] in FAILED and t["recipients"]]
    same = sum(_folded(a["recipients"]) == _folded(t["recipients"]) for a, t in scored)
    print(
        f"{name:20} kind {100 * right / len(found):5.1f} %  recipients {100 * same / max(1, len(scored)):5.1f} %"
        f"  {len(found) / took:7.0f} mails/s"
    )


def _folded(addresses: list[str]) -> set[str]:
    return {one.strip("<> ").casefold() for one in addresses}


def attempt(classifier: Classifier, raw: bytes) -> dict[str, Any]:
    try:
        return classifier(raw) or {"kind": "none", "recipients": []}
    except Exception as failure:  # another library's bug counts as a wrong answer
        return {"kind": type(failure).__name__, "recipients": []}


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Name the folder of cases: python -m benchmarks.bounces FOLDER")
    found = list(cases(Path(sys.argv[1])))
    if not found:
        sys.exit(f"No CASE.eml with CASE.json in {sys.argv[1]}: name the folder that holds them.")
    attempt(classify, found[0][0])  # tables are read outside the measured time
    for name, classifier in (("ilnmail", classify), *others()):
        measure(name, classifier, found)


if __name__ == "__main__":
    main()
