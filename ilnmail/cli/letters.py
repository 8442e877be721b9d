"""`ilnmail outbox`: the letters that go out, and what an operator can do with them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ilnmail.cli.options import CONFIG, Config, Json, fail, installation, show

if TYPE_CHECKING:
    from ilnmail.app import App

Word = Annotated[str, typer.Argument(help="list, show, hold, resume, retry, drop, or a number to show.")]
Id = Annotated[int | None, typer.Argument(help="The letter's number, as the list shows it.")]


def outbox(word: Word = "list", id: Id = None, config: Config = CONFIG, json: Json = False) -> None:
    """Every letter with its state; show, hold, retry or drop one; hold or resume all. Example: ilnmail outbox show 7"""
    if word.isdigit():
        word, id = "show", int(word)
    verb = _ALL.get(word) if id is None else _ONE.get(word)
    if verb is None:
        fail(f"{_wrong(word, id)}; `ilnmail outbox --help` shows the words")
        return
    with installation(config) as app:
        verb(app, id, json)


def _wrong(word: str, id: int | None) -> str:
    if word in _ONE and id is None:
        return f"which letter? ilnmail outbox {word} 7"
    return f"there is no `outbox {word}`" + (f" of one letter ({id})" if word in _ALL else "")


def _list(app: "App", _: Any, json: bool) -> None:
    from ilnmail.database import reading
    from ilnmail.load.facts import outbox_rows
    from ilnmail.outbox import circuit, holding

    with reading(app.engine) as db:
        rows, held, server = outbox_rows(db), holding(db), circuit(db)
    show(rows, json, "No letters yet.")
    if held.words:
        typer.echo(
            f"held since {held.since:%-d %B %H:%M}: {held.words}; `ilnmail outbox resume` sends", err=True
        )
    if server.open(app.now()):
        typer.echo(
            f"nothing is tried until {server.until:%H:%M} UTC: the server said {server.words}", err=True
        )


def _show(app: "App", id: int, _: bool) -> None:
    from ilnmail.database import reading
    from ilnmail.load.facts import raw_letter

    with reading(app.engine) as db:
        raw = raw_letter(db, id)
    print(
        (raw or b"").decode("utf-8", "replace")
        or fail(f"there is no letter {id}; `ilnmail outbox` lists them")
    )


def _hold_all(app: "App", _: Any, __: bool) -> None:
    from ilnmail.database import writing
    from ilnmail.outbox import hold

    with writing(app.engine) as db:
        hold(db, "all", "the operator holds them", app.now())
    print("Letters to participants are held back; `ilnmail outbox resume` sends them.")


def _resume(app: "App", _: Any, __: bool) -> None:
    from ilnmail.database import writing
    from ilnmail.outbox import release_hold

    with writing(app.engine) as db:
        count = release_hold(db, app.now())
    print(f"{count} letters that were held back go at the next turn.")


def _hold_one(app: "App", id: int, _: bool) -> None:
    from ilnmail.database import writing
    from ilnmail.outbox import hold_letter

    with writing(app.engine) as db:
        done = hold_letter(db, id)
    _told(done, f"Letter {id} is held; `ilnmail outbox retry {id}` sends it.", f"letter {id} does not wait")


def _retry(app: "App", id: int, _: bool) -> None:
    from ilnmail.database import writing
    from ilnmail.outbox import retry

    with writing(app.engine) as db:
        done = retry(db, id, app.now())
    _told(done, f"Letter {id} is tried at the next turn.", f"letter {id} has gone or is just going")


def _drop(app: "App", id: int, _: bool) -> None:
    from ilnmail.database import writing
    from ilnmail.outbox import drop

    with writing(app.engine) as db:
        done = drop(db, id, app.now())
    # One that has ended without arriving is dropped as by a coordinator's mail.
    done = done or all(told.done for told in app.order(f"drop letter {id}"))
    _told(done, f"Letter {id} is not sent.", f"letter {id} does not wait")


def _told(done: bool, words: str, why_not: str) -> None:
    print(words if done else fail(f"{why_not}; `ilnmail outbox` shows its state"))


_ALL: dict[str, Callable[..., None]] = {"list": _list, "hold": _hold_all, "resume": _resume}
_ONE: dict[str, Callable[..., None]] = {"show": _show, "hold": _hold_one, "retry": _retry, "drop": _drop}
COMMANDS: dict[str, Callable[..., Any]] = {"outbox": outbox}
