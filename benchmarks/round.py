"""A whole simulated round at several sizes: time, mails, memory, size of the database, and the cost of a mail.

python -m benchmarks.round [--people N ...] [--json FILE]
"""

import argparse
import json
from pathlib import Path

from ilnmail.cli.simulated import simulate

SIZES = (92, 860)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, nargs="*", default=SIZES)
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    told = []
    for count in options.people:
        facts = simulate(count, 4, "benchmark", chaos=False).facts()
        facts["broken"] = len(facts["broken"])
        told.append(facts)
        print(json.dumps(facts))
    if len(told) > 1:
        first, last = told[0]["milliseconds_a_mail"], told[-1]["milliseconds_a_mail"]
        print(
            f"a mail at {told[-1]['people']} people costs {last / first:.2f} times what it costs at {told[0]['people']}"
        )
    if options.json:
        options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
