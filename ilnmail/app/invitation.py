"""The text that colleagues forward to each other, and the link that opens a ready mail."""

from datetime import datetime
from email import message_from_bytes
from urllib.parse import quote

from ilnmail.compose import compose
from ilnmail.decide.joining import closes_on, taking_applications
from ilnmail.decide.state import State
from ilnmail.effects import Send
from ilnmail.record import Press


def invitation(known: State, press: Press, at: datetime) -> tuple[str, str]:
    """The letter `invitation` as text, with the dates of the round that takes applications; the mailto link."""
    taking = taking_applications(known)
    values = {"starts": taking and taking.starts, "closes": taking and closes_on(known, taking)}
    order = Send(kind="invitation", cause="forward", person=None, address=press.house.address, values=values)
    message = message_from_bytes(compose(order, press.letters, press.house, at).content)
    text = bytes(message.get_payload(decode=True) or b"").decode("utf-8")
    words = quote("I would like to join. My name, where I work, and the languages I write:\r\n\r\n")
    return text.strip(), f"mailto:{press.house.address}?subject={quote('I would like to join')}&body={words}"
