"""`ilnmail doctor`: is this installation able to work, and what to do where it is not?"""

import json as jsonlib
from collections.abc import Callable
from typing import Any

import typer

from ilnmail.cli.options import CONFIG, Config, Json, installation


def doctor(config: Config = CONFIG, json: Json = False) -> None:
    """Log in, mail ourselves, and say what to mend; exit code 1 for a warning, 2 for a failure. Example: ilnmail doctor"""
    from ilnmail.app.doctor import examine

    found = []
    with installation(config) as app:
        for one in examine(app):
            found.append(one)
            if not json:
                print(
                    f"{one.verdict:5}{one.check}: {one.found}"
                    + (f"\n     -> {one.next_step}" if one.next_step else ""),
                    flush=True,
                )
    if json:
        print(jsonlib.dumps([vars(one) for one in found], indent=1))
    worst = {one.verdict for one in found}
    raise typer.Exit(2 if "fail" in worst else 1 if "warn" in worst else 0)


COMMANDS: dict[str, Callable[..., Any]] = {"doctor": doctor}
