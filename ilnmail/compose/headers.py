"""The headers of each kind of letter."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, quote

from ilnmail.compose.house import House
from ilnmail.compose.wire import address, message_ids
from ilnmail.effects import Send
from ilnmail.letters import LETTERS, Headers, called
from ilnmail.letters.shield import one_line

Header = tuple[str, str]


@dataclass(frozen=True)
class Names:
    """What is derived from a letter's key."""

    message_id: str
    token: str
    bounce_token: str
    leave_token: str
    ref: str


def headers(order: Send, house: House, names: Names, subject: str, at: datetime) -> tuple[Header, ...]:
    """All but those that describe the body, in the order in which they are written."""
    kind = LETTERS[order.kind].headers
    return (
        ("From", _sender(order, house, names)),
        ("To", address(order.address)),
        ("Subject", subject),
        ("Date", format_datetime(at.astimezone(UTC))),
        ("Message-ID", names.message_id),
        ("Reply-To", house.address_for(names.token)),
        *_thread(order),
        *_SETS[kind](order, house, names),
    )


def _sender(order: Send, house: House, names: Names) -> str:
    """Answers come from the plain address, which people keep; the others from one that carries the token."""
    match LETTERS[order.kind].headers:
        case Headers.RELAY:
            return _mailbox(f"{called(order.author)} via {house.short}", house.address_for(names.token))
        case Headers.ANSWER | Headers.OPERATOR:
            return _mailbox(house.programme, house.address)
    return _mailbox(house.programme, house.address_for(names.token))


def _mailbox(name: str, at: str) -> str:
    """A name with signs of address syntax could look like another address: they are left out."""
    plain = "".join(" " if sign in '<>@,;:"\\()[]' else sign for sign in one_line(name))
    return f'"{quote(" ".join(plain.split())[:60])}" <{at}>'


def _thread(order: Send) -> Iterable[Header]:
    ids = message_ids((*order.references, order.in_reply_to))
    if answered := message_ids((order.in_reply_to,)):
        yield "In-Reply-To", answered[0]
    if ids:
        yield "References", " ".join(ids)


def _answer(order: Send, house: House, names: Names) -> Iterable[Header]:
    yield "Auto-Submitted", "auto-replied"  # RFC 3834 5
    yield "X-Auto-Response-Suppress", "OOF, AutoReply"


def _programme(order: Send, house: House, names: Names) -> Iterable[Header]:
    yield "Auto-Submitted", "auto-generated"
    yield "List-Unsubscribe", f"<{house.button(names.leave_token, 'unsubscribe')}>"
    yield "Feedback-ID", _feedback_id(order, house)


def _list(order: Send, house: House, names: Names) -> Iterable[Header]:
    leave = f"<{house.button(names.leave_token, 'unsubscribe')}>"
    yield "Auto-Submitted", "auto-generated"
    yield from _list_id(house, "topics")
    if house.unsubscribe:
        yield "List-Unsubscribe", f"<{house.unsubscribe}{names.leave_token}>, {leave}"
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"  # RFC 8058 3.1
    else:
        yield "List-Unsubscribe", leave
    yield "List-Help", f"<mailto:{house.address}?subject=HELP>"
    yield "List-Owner", f"<mailto:{house.address}?subject=HUMAN>"
    yield "Feedback-ID", _feedback_id(order, house)


def _relay(order: Send, house: House, names: Names) -> Iterable[Header]:
    # A person's words, not a machine's: no Auto-Submitted, so that an absence note comes back to us.
    return ()


def _coordinator(order: Send, house: House, names: Names) -> Iterable[Header]:
    yield "Auto-Submitted", "auto-generated"
    yield from _list_id(house, "coordinators")
    yield "Feedback-ID", _feedback_id(order, house)


def _operator(order: Send, house: House, names: Names) -> Iterable[Header]:
    yield "Auto-Submitted", "auto-generated"


_SETS = {
    Headers.ANSWER: _answer,
    Headers.PROGRAMME: _programme,
    Headers.LIST: _list,
    Headers.RELAY: _relay,
    Headers.COORDINATOR: _coordinator,
    Headers.OPERATOR: _operator,
}


def _list_id(house: House, label: str) -> Iterable[Header]:
    local = house.address.partition("@")[0]
    yield "List-Id", f"{house.short} {label} <{label}.{local}.{house.domain}>"  # RFC 2919


def _feedback_id(order: Send, house: House) -> str:
    """Kind, round, program, sender: what a mail provider may group complaints by. Nobody's name is in it."""
    return f"{order.kind}:{order.round or 0}:ilnmail:{house.domain}"
