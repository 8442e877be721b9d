"""`ilnmail init`, `migrate`, `live`: from nothing to a running programme."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any, NamedTuple

import typer

from ilnmail.cli.options import CONFIG, Config, fail, looking

_SAMPLE = """\
# The settings of one programme. Every value can also come from the environment: ILNMAIL_IMAP__PASSWORD=...

mode = "rehearsal"            # everything goes to the operator; `ilnmail live` ends it

[programme]
name = "{name}"
short = "{short}"                  # in the subject of letters to everybody
address = "{address}"
address_mode = "plus"         # plus: iln+token@ · catch-all: token@relay_domain · plain: neither
relay_domain = ""             # catch-all only
site = ""                     # where the topic pages are, if you have them
postal = ""                   # a postal address for the foot of letters, where the law asks for one
timezone = "{timezone}"

[[coordinators]]              # one such part for each
address = "{coordinator}"
name = "{coordinator_name}"
timezone = "{timezone}"
lead = true

[operator]
address = "{operator}"

[imap]
host = "{imap.host}"
port = {imap.port}
tls = "{imap.tls}"                   # or "starttls"; "none" only on this machine
username = "{address}"
password = "{password}"         # or password_file = "/run/credentials/imap"
folder = "INBOX"
poll = 60                     # seconds
authserv_id = ""              # whose Authentication-Results to believe; empty: DKIM is checked here

[smtp]
host = "{smtp.host}"
port = {smtp.port}
tls = "{smtp.tls}"
username = "{address}"
password = "{password}"

[database]
url = ""                      # empty: a SQLite file in the data folder

[secret]
version = 1
key = "{key}"                 # whoever has it can forge answers: keep this file to yourself

[folders]
# words = "/etc/ilnmail"      # your own templates/ and schedules/, file by file
data = "."
"""

_NEXT = """\
Written: {config}. Next:
  1  Check the passwords in it. Gmail wants an app password (Account, Security, App passwords);
     Microsoft 365 wants SMTP AUTH and IMAP allowed for this mailbox by its administrator.
  2  ilnmail migrate
  3  ilnmail run --watch
  4  Write to {address} from your phone now. In rehearsal every answer goes to {operator}.
"""


class _Server(NamedTuple):
    host: str
    port: int
    tls: str


_TLS_OF_PORT = {993: "tls", 465: "tls", 143: "starttls", 587: "starttls", 25: "starttls"}
_HERE = ("127.0.0.1", "localhost", "::1")


def _server(typed: str, usual_port: int) -> _Server:
    """ "imap.example.org" or "imap.example.org:143"; on this machine mail is not encrypted (`ilnmail sandbox`)."""
    found = re.fullmatch(
        r"\[?(?P<host>[\w.-]+|[0-9a-f:]+(?=\]))\]?(?::(?P<port>\d{1,5}))?", typed.strip(), re.I
    )
    if not found:
        fail(f"{typed} is no mail server; write imap.example.org, or imap.example.org:993")
    port = int(found["port"] or usual_port)
    tls = "none" if found["host"] in _HERE else _TLS_OF_PORT.get(port, "tls")
    return _Server(found["host"], port, tls)


def init(
    name: Annotated[str, typer.Option(prompt="Name of the programme")],
    short: Annotated[str, typer.Option(prompt="Its short name, for subjects (ILN)")],
    address: Annotated[str, typer.Option(prompt="Its mail address")],
    coordinator: Annotated[str, typer.Option(prompt="Mail address of the first coordinator")],
    coordinator_name: Annotated[str, typer.Option(prompt="Their name")],
    imap: Annotated[str, typer.Option(prompt="IMAP server (imap.example.org)")],
    smtp: Annotated[str, typer.Option(prompt="SMTP server (smtp.example.org)")],
    password: Annotated[str, typer.Option(prompt="Password of the mailbox", hide_input=True)],
    operator: Annotated[
        str, typer.Option(help="Who gets everything in rehearsal; the coordinator if not said.")
    ] = "",
    timezone: Annotated[str, typer.Option(help="Time zone of the programme, such as Europe/Lisbon.")] = "UTC",
    config: Config = CONFIG,
) -> None:
    """Answer eight questions, get a settings file. Example: ilnmail init --name ... --address iln@example.org"""
    import secrets
    from zoneinfo import available_timezones

    from email_validator import EmailNotValidError, validate_email

    for one in (address, coordinator, operator or coordinator):
        try:
            validate_email(one, check_deliverability=False, test_environment=True)
        except EmailNotValidError as error:
            fail(f"{one}: {error}")
    if timezone not in available_timezones():
        fail(f"{timezone} is no time zone; write one such as Europe/Lisbon")
    if config.exists():
        fail(f"{config} is there already; move it away, or name another with --config")
    servers = {"imap": _server(imap, 993), "smtp": _server(smtp, 465)}
    values = {
        "name": name,
        "short": short,
        "address": address,
        "coordinator": coordinator,
        "coordinator_name": coordinator_name,
        "password": password,
        "timezone": timezone,
        "operator": operator or coordinator,
        "key": secrets.token_hex(32),
    }
    config.touch(mode=0o600)
    escaped = {key: value.replace("\\", "\\\\").replace('"', '\\"') for key, value in values.items()}
    config.write_text(_SAMPLE.format(**escaped, **servers), encoding="utf-8")
    print(_NEXT.format(config=config, address=address, operator=operator or coordinator))


def migrate(config: Config = CONFIG) -> None:
    """Make the tables, or bring them up to date. Example: ilnmail migrate"""
    from ilnmail.database import migrate as bring_up_to_date
    from ilnmail.database import open_database
    from ilnmail.settings import SettingsError, load_settings

    try:
        settings = load_settings(config)
    except SettingsError as error:
        fail(str(error))
    settings.folders.data.mkdir(parents=True, exist_ok=True)
    engine = open_database(settings.database_url)
    bring_up_to_date(engine)
    engine.dispose()
    print("The tables are up to date.")


def live(
    config: Config = CONFIG,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """End the rehearsal: from now on letters go to the people they are for. Example: ilnmail live"""
    from ilnmail.clock import machine_clock
    from ilnmail.load.facts import waiting_letters

    with looking(config) as db:
        waiting = waiting_letters(db, machine_clock().now() + timedelta(days=1))
    for at, address, subject in waiting[:20]:
        print(f"{at:%a %d %b %H:%M}  {address}  {subject}")
    print(f"{len(waiting)} letters would go out today.")
    if not yes:
        typer.confirm("Go live?", abort=True)
    text = config.read_text(encoding="utf-8")
    if 'mode = "rehearsal"' not in text:
        fail(f'{config} has no line mode = "rehearsal"; nothing was changed')
    config.write_text(text.replace('mode = "rehearsal"', 'mode = "live"     ', 1), encoding="utf-8")
    print("Live. Restart `ilnmail run`.")


COMMANDS: dict[str, Callable[..., Any]] = {"init": init, "migrate": migrate, "live": live}
