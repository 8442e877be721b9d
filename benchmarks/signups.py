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
    begun = time.perf_counter()
    read(found[0][0])
    loaded = time.perf_counter() - begun
    begun = time.perf_counter()
    answers = [(read(raw), told) for raw, told in found]
    took = time.perf_counter() - begun
    joining = [(got, told) for got, told in answers if told["kind"] != "not-signup"]
    countries = [
        (got["country"], {told["country"], *told.get("country_accept", ())}) for got, told in joining
    ]
    right = sum(got in accepted for got, accepted in countries)
    wrong = sum(got is not None and got not in accepted for got, accepted in countries)
    named = sum(got["name"] in told["names"] for got, told in joining)
    print(f"{len(joining)} sign-ups: country right {share(right, joining)}, wrong {share(wrong, joining)}")
    print(f"name as accepted {share(named, joining)}")
    print(f"tables read in {loaded:.2f} s; {len(found) / took:.0f} mails a second")


def share(count: int, of: list[Any]) -> str:
    return f"{100 * count / max(1, len(of)):.1f} %"


if __name__ == "__main__":
    main()
