"""From an order and the letters to the bytes that are sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from ilnmail import tokens
from ilnmail.compose.files import File
from ilnmail.compose.headers import Names, headers
from ilnmail.compose.house import House
from ilnmail.compose.invitation import invitation
from ilnmail.compose.relay import prepared
from ilnmail.compose.text import plain
from ilnmail.compose.wire import serialise
from ilnmail.effects import Send
from ilnmail.letters import LETTERS, Headers, Letters, Written
from ilnmail.letters.filters import WIDTH
from ilnmail.letters.shown import Sample


@dataclass(frozen=True)
class Finished:
    """A message ready to be sent, with the names it can be found by."""

    content: bytes
    envelope_from: str
    message_id: str
    token: str
    bounce_token: str
    leave_token: str
    ref: str
    language: str  # the one it is written in; English where the letter is not translated yet


def compose(
    order: Send, letters: Letters, house: House, at: datetime, attachments: tuple[File, ...] = ()
) -> Finished:
    """The finished message. `at` becomes its Date; `attachments` are the files that go with it.

    Raises LetterError where the values do not fit the letter, ComposeError where there can be no message.
    """
    names = _names(order.key, house)
    order, files = prepared(order, attachments) if _is_relay(order.kind) else (order, attachments)
    written = letters.write(
        order.kind, order.locale, _values(order, letters, house, at), _always(order, house, names, at)
    )
    if order.meeting is not None:
        organizer = house.address_for(names.token)
        files = (
            *files,
            invitation(order.meeting, order.address, organizer, house.programme, written.subject, at),
        )
    return Finished(
        content=serialise(
            headers(order, house, names, written.subject, at),
            _text(order, written, house, names),
            files,
            tokens.boundary(order.key, house.secret) if files else "",
            written.language,
        ),
        envelope_from=house.address_for(names.bounce_token),
        message_id=names.message_id,
        token=names.token,
        bounce_token=names.bounce_token,
        leave_token=names.leave_token,
        ref=names.ref,
        language=written.language,
    )


def _values(order: Send, letters: Letters, house: House, at: datetime) -> Mapping[str, object]:
    """What the order says, and the letter that is shown in this one."""
    if order.sample is None:
        return order.values
    one = order.sample
    always = _always(one, house, _names(one.key, house), at)
    written = letters.write(one.kind, one.locale, one.values, always)
    return {
        **order.values,
        "sample": Sample(written.subject, tuple(plain(written.body, WIDTH - 4).split("\n"))),
    }


def _names(key: str, house: House) -> Names:
    return Names(
        message_id=tokens.message_id(key, house.secret, house.domain),
        token=tokens.token("r", key, house.secret),
        bounce_token=tokens.token("b", key, house.secret),
        leave_token=tokens.token("u", key, house.secret),
        ref=tokens.reference(key, house.secret),
    )


def _always(order: Send, house: House, names: Names, at: datetime) -> Mapping[str, object]:
    """The values that every letter may show. Those of the order go before them."""
    today = at.astimezone(ZoneInfo(str(order.values.get("zone") or "UTC"))).date()
    return {
        "programme": house.programme,
        "short": house.short,
        "address": house.address,
        "site": house.site,
        "coordinators": house.coordinators,
        "name": "",
        "wrote": today,
        "today": today,
        "subject": order.subject,
        "ref": names.ref,
    }


def _text(order: Send, written: Written, house: House, names: Names) -> str:
    """The body and the footer. A person's own words stand first and exactly as they are."""
    own = (str(order.values["text"]),) if _is_relay(order.kind) else ()
    parts = (*own, plain(written.body), _footer(written, house, names))
    return "\n\n".join(part for part in parts if part) + "\n"


_BLANK = "\ue000"  # of the private use area: no letter has it


def _footer(written: Written, house: House, names: Names) -> str:
    """Who we are, why you get this, what you can answer, and the code that finds this letter."""
    # In plain mode the address carries no token, so it stands here, to come back in the quote.
    codes = (names.ref, names.token) if house.mode == "plain" else (names.ref,)
    blanks = tuple(_BLANK * len(code) for code in codes)
    # Wrapped with blanks in place of the codes, the same words are wrapped once.
    words = plain(f"{written.words} Ref\u00a0{' '.join(blanks)}")
    for blank, code in zip(blanks, codes, strict=True):
        words = words.replace(blank, code, 1)
    parts = (plain(written.reason), plain(house.postal), words)
    return "\n".join(("--", *(part for part in parts if part)))


def _is_relay(kind: str) -> bool:
    return LETTERS[kind].headers is Headers.RELAY
