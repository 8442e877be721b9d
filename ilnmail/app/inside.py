"""What the program holds in its hands: the words, the times, who we are. Read once, at the start."""

from dataclasses import dataclass
from pathlib import Path

from ilnmail import places
from ilnmail.compose import House
from ilnmail.decide.state import Programme
from ilnmail.letters import read_letters, read_topics
from ilnmail.load.state import Fixed
from ilnmail.record import Press
from ilnmail.schedules import Schedules, read_schedules
from ilnmail.settings import Settings
from ilnmail.tokens import Secret
from ilnmail.understand.reading import Us


@dataclass(frozen=True)
class Inside:
    """The settings, letters, topics and schedules as the core needs them."""

    us: Us
    fixed: Fixed
    press: Press


def furnish(settings: Settings) -> Inside:
    """Read the words and the times. Raises LetterError, ScheduleError or PlaceError, each naming the file."""
    words, ours = texts("templates", settings), settings.programme
    names = tuple(one.name for one in settings.coordinators)
    house = House(
        programme=ours.name,
        short=ours.short,
        address=ours.address,
        secret=Secret(settings.secret.version, bytes.fromhex(settings.secret.key)),
        mode=ours.address_mode,
        relay_domain=ours.relay_domain,
        site=ours.site,
        postal=ours.postal,
        coordinators=names,
    )
    programme = Programme(
        name=ours.name,
        short=ours.short,
        address=ours.address,
        site=ours.site,
        zone=ours.timezone,
        coordinators=names,
    )
    return Inside(
        us=Us(
            address=ours.address,
            name=ours.name,
            relay_domains=(ours.relay_domain,) if ours.relay_domain else (),
            authserv_id=settings.imap.authserv_id,
        ),
        fixed=Fixed(programme, schedules(settings.folders.words), read_topics(words), house.secret),
        press=Press(read_letters(words, places.own_files("templates", settings.folders.words)), house),
    )


def schedules(words: Path | None) -> Schedules:
    """Those of the operator's folder where there is one, else as shipped."""
    found = places.list_files("schedules", words)
    return read_schedules(
        {name.removesuffix(".toml"): path.read_text(encoding="utf-8") for name, path in found.items()}
    )


def texts(room: places.Room, settings: Settings) -> dict[str, str]:
    """Every file of that room that is text."""
    found = places.list_files(room, settings.folders.words)
    return {name: path.read_text(encoding="utf-8") for name, path in found.items()}
