"""Reading sign-ups as the bot reads them: what one mail says about its writer.

    python -m benchmarks.signups FOLDER

FOLDER holds NNN.eml with NNN.json beside it: {"kind": ..., "country": ..., "country_accept": [...], "names": [...]}.
"""

import json
import sys
import time
from pathlib import Path
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
        "interests": list(dict.fromkeys(why.value for why in told.evidence if why.signal == "vocabulary")),
        "wish": told.wish,
        "mail_language": found.locale,
        "questions": list(told.questions),
        "intent": INTENTS.get(found.intent, found.intent) if found.mail_class is MailClass.HUMAN else "auto",
    }


def cases(folder: Path) -> list[tuple[bytes, dict[str, Any]]]:
    found = [(path, path.with_suffix(".json")) for path in sorted(folder.rglob("*.eml"))]
    return [
        (path.read_bytes(), json.loads(told.read_text(encoding="utf-8")))
        for path, told in found
        if told.is_file()
    ]


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Name the folder of cases: python -m benchmarks.signups FOLDER")
    found = cases(Path(sys.argv[1]))
    if not found:
        sys.exit(f"No NNN.eml with NNN.json in {sys.argv[1]}: name the folder that holds them.")
    begun = time.process_time()
    read(found[0][0])
    loaded = time.process_time() - begun
    answers = [(read(raw), told) for raw, told in found]
    begun = time.process_time()
    for raw, _ in found:
        read(raw)
    took = time.process_time() - begun
    joining = [(got, told) for got, told in answers if told["kind"] != "not-signup"]
    countries = [
        (got["country"], {told["country"], *told.get("country_accept", ())}) for got, told in joining
    ]
    right = sum(got in accepted for got, accepted in countries)
    wrong = sum(got is not None and got not in accepted for got, accepted in countries)
    named = sum(got["name"] in told["names"] for got, told in joining)
    spoken = sum(got["mail_language"] == told["mail_language"] for got, told in answers)
    intended = sum(got["intent"] == told.get("intent", "join") for got, told in answers)
    print(f"{len(joining)} sign-ups: country right {share(right, joining)}, wrong {share(wrong, joining)}")
    print(f"name as accepted {share(named, joining)}, languages F1 {f1(joining):.3f}")
    print(f"of all {len(answers)}: mail language {share(spoken, answers)}, intent {share(intended, answers)}")
    for kind in ("form", "free"):
        able = [(got, told) for got, told in joining if told["kind"] == kind and told.get("complete", True)]
        complete = sum(not got["questions"] and got["intent"] == "join" for got, _ in able)
        print(f"{kind}: complete without a question {share(complete, able)} of {len(able)}")
    print(
        f"first mail, with its tables, {loaded:.2f} s; then {len(found) / took:.0f} a second (processor time)"
    )


def f1(joining: list[tuple[dict[str, Any], dict[str, Any]]]) -> float:
    """Of the languages written, over all mails; what a careful reader may or may not count is left out."""
    right = extra = missed = 0
    for got, told in joining:
        optional = set(told.get("languages_optional", ()))
        read_, meant = set(got["languages"]) - optional, set(told["languages"]) - optional
        right, extra, missed = (
            right + len(read_ & meant),
            extra + len(read_ - meant),
            missed + len(meant - read_),
        )
    return 2 * right / max(1, 2 * right + extra + missed)


def share(count: int, of: list[Any]) -> str:
    return f"{100 * count / max(1, len(of)):.1f} %"


if __name__ == "__main__":
    main()
