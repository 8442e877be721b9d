"""What a message says: read in the cage, held against its size, its signature looked at where nobody else has."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from sqlalchemy import Engine

from ilnmail.app.inside import Inside
from ilnmail.cage import Cage
from ilnmail.database import reading
from ilnmail.inbox import Waiting
from ilnmail.load.context import is_new
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
    waiting: Waiting, inside: Inside, cage: Cage | None, look_up: LookUp | None, engine: Engine
) -> Reading:
    """Without a cage it is read here; without `look_up` signatures prove nothing. Raises CageError."""
    reader = cage.read if cage else partial(read, us=inside.us)
    found = reader(waiting.raw, whole=False)
    if found.in_part and _may_apply(engine, found.sender):
        found = reader(waiting.raw, whole=True)
    return _proven(cut_short(found, waiting.octets), waiting.raw, inside, look_up)


def _may_apply(engine: Engine, sender: str) -> bool:
    with reading(engine) as db:
        return is_new(db, sender)


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
