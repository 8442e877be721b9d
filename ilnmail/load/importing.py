"""What is known of the people in a spreadsheet."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, select

from ilnmail import tables
from ilnmail.decide.coordinator.importing import KNOWN, sheet_of
from ilnmail.decide.state import State
from ilnmail.events import OrderGiven
from ilnmail.load import rows
from ilnmail.tokens import Secret, mark


def importing(db: Connection, event: OrderGiven, known: State, secret: Secret | None) -> State:
    """Which addresses of the sheet get no letter, and why."""
    sheet = sheet_of(event)
    found = known_addresses(db, sheet.addresses.values(), secret) if sheet else {}
    return replace(known, numbers={KNOWN: found})


def known_addresses(db: Connection, addresses: Iterable[str], secret: Secret | None) -> dict[str, str]:
    """What speaks against writing to each; the others are left out."""
    assert secret is not None, "without the secret nobody knows who wants to be forgotten"
    found = {address.lower(): _known(db, address.lower(), secret) for address in addresses}
    return {address: why for address, why in found.items() if why}


def _known(db: Connection, address: str, secret: Secret) -> str:
    if _is_barred(db, address, secret):
        return "asked us to forget this address; only a mail of their own brings them back"
    found = rows.person_at(db, address)
    return f"known already, P-{found.id}, {found.state}" if found else ""


def _is_barred(db: Connection, address: str, secret: Secret) -> bool:
    """Whether whoever had this address has asked us to forget it."""
    known = tables.barred.c.mark
    return db.execute(select(known).where(known == mark(address, secret))).first() is not None
