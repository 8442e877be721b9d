"""What a message says: read in the cage, held against its size, its signature looked at where nobody else has."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from sqlalchemy import Engine

from ilnmail.app.inside import Inside
from ilnmail.cage import Cage
from ilnmail.database import reading
from ilnmail.inbox import Waiting
from ilnmail.load.context import known_writers
from ilnmail.signature import LookUp, authentication
from ilnmail.understand.context import Context
from ilnmail.understand.read import cut_short, read
from ilnmail.understand.reading import Reading

_TOGETHER = 10  # decided in one transaction: others wait for its end


def in_turns(waiting: tuple[Waiting, ...], cage: Cage | None) -> Iterator[tuple[Waiting, ...]]:
    """As many as are decided together; while they are, the child reads those that follow."""
    if cage:
        cage.begin(one.raw for one in waiting if len(waiting) > _TOGETHER)
    for place in range(0, len(waiting), _TOGETHER):
        yield waiting[place : place + _TOGETHER]


def opened(
    waiting: tuple[Waiting, ...], inside: Inside, cage: Cage | None, look_up: LookUp | None, engine: Engine
) -> list[Reading]:
    """Without a cage they are read here; without `look_up` signatures prove nothing. Raises CageError.

    Whether a mail may be an application is worth reading only where its writer is new.
    """
    reader = cage.read if cage else partial(read, us=inside.us)
    found = [reader(one.raw, whole=False) for one in waiting]
    known = _known_writers(engine, {one.sender.lower() for one in found if one.in_part and one.sender})
    for place, (one, it) in enumerate(zip(waiting, found, strict=True)):
        if it.in_part and it.sender.lower() not in known:
            found[place] = reader(one.raw, whole=True)
    return [
        _proven(cut_short(it, one.octets), one.raw, inside, look_up)
        for one, it in zip(waiting, found, strict=True)
    ]


def _known_writers(engine: Engine, senders: set[str]) -> frozenset[str]:
    with reading(engine) as db:
        return known_writers(db, senders)


def with_options(known: Context, inside: Inside) -> Context:
    """With what the question answered was shown to choose from."""
    if known.ask is None or known.owner is None:
        return known
    return replace(known, options=inside.press.letters.options(known.ask.kind, known.owner.locale))


def _proven(found: Reading, raw: bytes, inside: Inside, look_up: LookUp | None) -> Reading:
    """Where nobody stamps who a mail is from, its signature is looked at here."""
    if look_up is None or inside.us.authserv_id:
        return found
    return replace(found, authentication=authentication(raw, found.sender, look_up))
