"""What a message says: read in the cage, held against its size, its signature looked at where nobody else has."""

from dataclasses import replace

from ilnmail.app.inside import Inside
from ilnmail.cage import Cage
from ilnmail.inbox import Waiting
from ilnmail.signature import LookUp, authentication
from ilnmail.understand.context import Context
from ilnmail.understand.read import cut_short, read
from ilnmail.understand.reading import Reading


def opened(waiting: Waiting, inside: Inside, cage: Cage | None, look_up: LookUp | None) -> Reading:
    """Without a cage it is read here; without `look_up` signatures prove nothing. Raises CageError."""
    found = cage.read(waiting.raw) if cage else read(waiting.raw, inside.us)
    return _proven(cut_short(found, waiting.octets), waiting.raw, inside, look_up)


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
