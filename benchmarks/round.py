"""A whole simulated round at several sizes: time, mails, memory, size of the database, and the cost of a mail.

python -m benchmarks.round [--people 92 860 10000] [--months 4] [--json FILE]

Ten thousand people write and read some 300,000 mails in four months, which takes most of an hour: `--months 1` says as well
what a mail costs at that size.
"""

import argparse
import json
from itertools import pairwise
from pathlib import Path

from ilnmail.cli.simulated import simulate

SIZES = (92, 860)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, nargs="*", default=SIZES)
    asked.add_argument("--months", type=int, default=4)
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    told = []
    for count in options.people:
        facts = simulate(count, options.months, "benchmark", chaos=False).facts()
        facts["broken"] = len(facts["broken"])
        told.append(facts)
        print(json.dumps(facts))
    for few, many in pairwise(told):
        times = many["milliseconds_a_mail"] / few["milliseconds_a_mail"]
        print(f"a mail at {many['people']} people costs {times:.2f} times what it costs at {few['people']}")
    if options.json:
        options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
