"""How long the program takes to be there: `--version`, `--help`, and `once` from nothing to its first look at the mailbox.

    python -m benchmarks.startup [--times 5] [--json FILE]

Each is a process of its own; the best of several counts, because nothing makes a program faster than it is. Beside the
time that passes stands the processor's, which says more on a machine that is busy with other things.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from ilnmail.sandbox import Sandbox

GOALS = {"--version": 0.3, "--help": 0.5, "once": 2.0}  # seconds
SETTINGS = """\
mode = "live"
[programme]
name = "International Librarians Network"
short = "ILN"
address = "iln@example.org"
[[coordinators]]
address = "maria@example.org"
name = "Maria"
timezone = "UTC"
[imap]
host = "127.0.0.1"
port = {imap}
tls = "none"
username = "iln@example.org"
password = "any"
[smtp]
host = "127.0.0.1"
port = {smtp}
tls = "none"
[database]
url = "sqlite:///{folder}/ilnmail.db"
[secret]
key = "{key}"
"""


# An installed program is compiled once; to compile it at each start is a developer's habit.
_AS_INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: list[str], times: int) -> tuple[float, float]:
    """(passed, spent by the processor): the best of so many runs. Raises CalledProcessError where one fails."""
    return min(_once(command) for _ in range(times))


def _once(command: list[str]) -> tuple[float, float]:
    began, spent = time.perf_counter(), _processor()
    subprocess.run(
        [sys.executable, "-m", "ilnmail", *command], check=True, capture_output=True, env=_AS_INSTALLED
    )
    return time.perf_counter() - began, _processor() - spent


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def installation() -> Iterator[str]:
    """A settings file whose mailbox and mail server are there, and whose database is up to date."""
    with tempfile.TemporaryDirectory() as folder, Sandbox(now=lambda: datetime.now(UTC)) as sandbox:
        file = Path(folder) / "ilnmail.toml"
        words = SETTINGS.format(imap=sandbox.imap_port, smtp=sandbox.smtp_port, folder=folder, key="00" * 32)
        file.write_text(words, encoding="utf-8")
        subprocess.run([sys.executable, "-m", "ilnmail", "migrate", "--config", str(file)], check=True)
        yield str(file)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--times", type=int, default=5)
    words.add_argument("--json", type=Path)
    asked = words.parse_args()
    with installation() as file:
        commands = {"--version": ["--version"], "--help": ["--help"], "once": ["once", "--config", file]}
        took = {name: seconds(command, asked.times) for name, command in commands.items()}
    print(f"{'':12}{'seconds':>10}{'processor':>11}{'goal':>8}")
    for name, goal in GOALS.items():
        print(f"{name:12}{took[name][0]:10.2f}{took[name][1]:11.2f}{goal:8.1f}")
    if asked.json:
        asked.json.write_text(json.dumps({"seconds": took, "goals": GOALS}, indent=1))


if __name__ == "__main__":
    main()
