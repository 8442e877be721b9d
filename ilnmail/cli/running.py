"""`ilnmail run`, `once`, `sandbox`: the loop."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from ilnmail.cli.options import CONFIG, Config, fail, installation


def run(
    config: Config = CONFIG,
    watch: Annotated[bool, typer.Option("--watch", help="Show the steps as each mail passes.")] = False,
) -> None:
    """Fetch, understand, decide, send, until SIGTERM. Example: ilnmail run --watch"""
    from ilnmail.inbox import InboxError
    from ilnmail.scheduler import run_beat

    with installation(config) as app:
        if watch:
            app.watch = lambda step, words: print(f"{app.now():%H:%M:%S}  {step:<11} {words}", flush=True)

        def turn() -> None:
            try:
                app.turn()
            except InboxError as error:  # the world's: the next turn tries again
                app.watch("mailbox", str(error))
                app.offline_turn()

        print(
            f"ilnmail runs: {app.settings.programme.address}, {app.settings.mode}. Ctrl-C ends it.",
            flush=True,
        )
        turn()
        run_beat((("turn", turn, app.settings.imap.poll),))


def once(config: Config = CONFIG) -> None:
    """One turn: fetch, work, tick, deliver. Example: ilnmail once"""
    from ilnmail.inbox import InboxError

    with installation(config) as app:
        try:
            fetched = app.fetch()
        except InboxError as error:
            fail(f"the mailbox cannot be read: {error}; see [imap] in {config}")
        print(f"{fetched} fetched, {app.work()} understood, {app.tick()} due, {app.deliver()} tried to send.")


def sandbox(
    folder: Annotated[Path, typer.Option(help="Where its mail is kept.")] = Path("sandbox"),
    domain: Annotated[str, typer.Option(help="Every address in it is a mailbox.")] = "example.org",
    imap_port: Annotated[int, typer.Option(help="IMAP port on this machine.")] = 1143,
    smtp_port: Annotated[int, typer.Option(help="SMTP port on this machine.")] = 1025,
) -> None:
    """A mail server on this machine to try things with. Example: ilnmail sandbox --smtp-port 2525"""
    from ilnmail.clock import machine_clock
    from ilnmail.sandbox import SandboxError, run_forever

    try:
        run_forever(folder, domain, imap_port, smtp_port, print, machine_clock().now)
    except SandboxError as error:
        fail(str(error))


COMMANDS: dict[str, Callable[..., Any]] = {"run": run, "once": once, "sandbox": sandbox}
