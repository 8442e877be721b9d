"""Where the letters and schedules lie: the operator's folder first, file by file, then as shipped.

Shipped means beside the package in a checkout, inside it (`_shipped/`) once installed. An operator's
folder holds `templates/` and `schedules/` with the files to be different, and nothing else.
And how a small file beside the database is written.
"""

import os
from pathlib import Path
from typing import Literal, get_args

Room = Literal["templates", "schedules"]

_PACKAGE = Path(__file__).resolve().parent


class PlaceError(Exception):
    """A file or folder is not where it should be; the message says where it was looked for."""


def write_whole(path: Path, text: str) -> None:
    """Whole or not at all, and on the disk when this returns. Raises OSError."""
    made = path.with_name(f"{path.name}.new")
    with made.open("w", encoding="utf-8") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    made.replace(path)


def shipped(room: Room, package: Path = _PACKAGE) -> Path:
    """The folder of a room as it came with ilnmail."""
    beside, inside = package.parent / room, package / "_shipped" / room
    # An installed wheel's neighbours are other people's packages, one of which may be called "templates".
    folder = inside if inside.is_dir() else beside
    if not folder.is_dir():
        raise PlaceError(f"this installation has no {room}: neither {inside} nor {beside} is there")
    return folder


def find(room: Room, name: str, override: Path | None = None) -> Path:
    """The file that counts for `name` ("en/welcome.md"), the operator's where there is one."""
    if name.startswith("/") or ".." in name.split("/"):
        raise PlaceError(f"{name} is not a name inside {room}")
    folders = _folders(room, override)
    for folder in folders:
        if (found := folder / name).is_file():
            return found
    raise PlaceError(f"there is no {room}/{name}; looked in {' and '.join(map(str, folders))}")


def list_files(room: Room, override: Path | None = None) -> dict[str, Path]:
    """Every file of a room by its name, in order of name; an operator's file stands for the shipped one."""
    found: dict[str, Path] = {}
    for folder in reversed(_folders(room, override)):
        found |= {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: found[name] for name in sorted(found) if not _is_litter(name)}


def own_files(room: Room, override: Path | None = None) -> tuple[str, ...]:
    """The names of those files of a room that the operator has written, in order."""
    ours = shipped(room)
    return tuple(name for name, path in list_files(room, override).items() if ours not in path.parents)


def _folders(room: Room, override: Path | None) -> tuple[Path, ...]:
    """Where to look, first the one that wins. A folder the operator named must be there, and be of use."""
    if override is None:
        return (shipped(room),)
    if not override.is_dir():
        raise PlaceError(f"there is no folder {override}; create it, or take it out of the settings")
    if not any((override / known).is_dir() for known in get_args(Room)):
        raise PlaceError(f"{override} holds neither templates/ nor schedules/; your files belong in there")
    own = override / room
    return (own, shipped(room)) if own.is_dir() else (shipped(room),)


def _is_litter(name: str) -> bool:
    """What editors and file managers leave behind: hidden files and copies ending in "~"."""
    return name.endswith("~") or any(part.startswith(".") for part in name.split("/"))
