"""`ilnmail run`, `once`, `sandbox`: the loop."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ilnmail.cli.options import CONFIG, Config, fail, installation

if TYPE_CHECKING:
    from ilnmail.app import App

Only = Annotated[str, typer.Option(help="Roles for this process: reader,decider,tick,sender.")]


def run(
    config: Config = CONFIG,
    watch: Annotated[bool, typer.Option("--watch", help="Show the steps as each mail passes.")] = False,
    only: Only = "",
    unsupervised: Annotated[
        bool, typer.Option("--unsupervised", help="End with code 75 when stuck: systemd starts it anew.")
    ] = False,
    parent: Annotated[int, typer.Option(hidden=True)] = 0,
) -> None:
    """Fetch, understand, decide, send, until SIGTERM. Example: ilnmail run --watch"""
    names = _roles(only)
    if not (unsupervised or parent):
        from ilnmail.cli.supervisor import supervise

        words = (*(("--watch",) if watch else ()), *(("--only", only) if only else ()))
        raise typer.Exit(supervise(("run", "--config", str(config), *words)))
    with installation(config, caged=True) as app:
        raise typer.Exit(_loop(app, names, watch, parent))


def _roles(only: str) -> tuple[str, ...]:
    from ilnmail.roles import ALL

    names = tuple(one.strip() for one in only.split(",") if one.strip()) or ALL
    if unknown := [one for one in names if one not in ALL]:
        fail(f"there is no role {unknown[0]!r}; name some of {','.join(ALL)}")
    return names


def _loop(app: "App", names: tuple[str, ...], watch: bool, parent: int) -> int:
    import os
    import signal
    import socket
    from functools import partial

    from ilnmail.app.watching import Watched
    from ilnmail.inbox import ImapMailbox, listen
    from ilnmail.loop import TURNS, Loop, LoopError, Turn, alone
    from ilnmail.settings import notify_socket
    from ilnmail.systemd import Notifier

    def say(words: str) -> None:
        print(f"{app.now():%H:%M:%S}  {words}", flush=True)

    if watch:
        app.watch = lambda step, words: say(f"{step:<11} {words}")
        app.transport = Watched(app.transport, app.watch)
    systemd = Notifier(notify_socket())
    loop = Loop(app, f"{socket.gethostname()}.{os.getpid()}", names, say, systemd.alive)
    imap = app.settings.imap
    bell = ImapMailbox(imap.host, imap.port, imap.username, imap.password, imap.tls, imap.folder)
    loop.bell = partial(listen, bell)
    loop.turns = {**TURNS, "reader": Turn(app.settings.imap.poll, TURNS["reader"].most)}
    loop.checkup = _checkup(app)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: loop.stop.set())
    try:
        with alone(app.loop_file):
            mode, address = app.settings.mode, app.settings.programme.address
            print(f"ilnmail runs: {address}, {mode}. Ctrl-C ends it.", flush=True)
            systemd.ready()
            code = loop.run(parent)
    except LoopError as error:
        fail(str(error))
    if code:
        os._exit(code)  # a thread that is stuck would keep the process from ending
    return code


def _checkup(app: "App") -> Callable[[], object]:
    """The alarm of the settings, where they name a second account."""
    from ilnmail.app.alarm import Alarm
    from ilnmail.send import SmtpTransport

    account = app.settings.alarm
    if account is None:
        return lambda: None
    transport = SmtpTransport(account.host, account.port, account.tls, account.username, account.password)
    file = app.settings.folders.data / "ilnmail.alarm"
    to, short = account.to or app.settings.operator.address, app.settings.programme.short
    alarm = Alarm(transport, account.sender, to, short, file)
    return lambda: alarm.look(app.engine, app.now())


def once(config: Config = CONFIG) -> None:
    """One turn: fetch, work, tick, deliver. Example: ilnmail once"""
    from ilnmail.inbox import InboxError
    from ilnmail.loop import LoopError, alone

    with installation(config, caged=True) as app:
        try:
            with alone(app.loop_file):
                fetched = app.fetch()
                print(
                    f"{fetched} fetched, {app.work()} understood, {app.tick()} due, {app.deliver()} tried to send."
                )
        except LoopError as error:
            fail(str(error))
        except InboxError as error:
            fail(f"the mailbox cannot be read: {error}; see [imap] in {config}")


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
