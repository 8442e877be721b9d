"""The page: one HTML file that holds everything and asks nobody for anything."""

import base64
import gzip
import json
from importlib.resources import files
from typing import Any

from ilnmail.simulate.gallery.record import Record, ShownMail, ShownPairing, ShownPerson

OF_EVENT = {
    "MailIgnored": "a machine or a list: never answered",
    "MailTooLarge": "too large to be read",
    "LetterBounced": "a letter of ours that came back",
    "Complained": "marked as junk: a leave",
    "AwayNoted": "out of office",
    "Applied": "somebody who would like to join",
    "CardAnswered": "an answer to the card",
    "QuestionAnswered": "an answer to our question",
    "CommandGiven": "a command",
    "CommandMentioned": "a command word inside a sentence: asked about",
    "PartnerWritten": "words for the partner",
    "TopicAnswered": "an answer to the month's question",
    "StrangerAnswered": "an answer from another address",
    "TextReceived": "words that only a person can answer",
    "CoordinatorWrote": "a coordinator's decisions",
}
"""What a mail was understood as, in words."""


def page(record: Record) -> str:
    """The finished HTML. Its scripts and data are in it; it opens from the disk, without a network."""
    parts = {
        "STYLE": _file("page.css"),
        "RECORD": _safe(json.dumps(summary(record), ensure_ascii=False, separators=(",", ":"))),
        "BODIES": _packed([[mail.text, _source(mail)] for mail in record.mails]),
        "SCRIPT": _file("page.js"),
    }
    html = _file("page.html")
    for name, text in parts.items():
        html = html.replace(f"/*{name}*/", text, 1)
    return html


def summary(record: Record) -> dict[str, Any]:
    """All but the bodies of the mails, as the script reads it."""
    return {
        "programme": record.programme,
        "round": record.round,
        "began": str(record.began),
        "starts": str(record.starts),
        "ends": str(record.ends),
        "phases": [[name, str(day)] for name, day in record.phases],
        "figures": [
            [len(record.mails), "mails went back and forth"],
            [record.countries, "countries"],
            [0, "forms to fill in"],
            [record.decisions, "decisions by coordinators"],
        ],
        "five": record.five,
        "texts": {number: _shown(record.mails[number - 1]) for number in record.five},
        "doors": [vars(door) for door in record.doors],
        "people": [_person(person) for person in record.people],
        "pairings": [_pairing(pairing) for pairing in record.pairings],
        "mails": [_mail(mail) for mail in record.mails],
    }


def eml_name(number: int) -> str:
    """Where a mail lies, seen from the page."""
    return f"mails/{number:04d}.eml"


def _shown(mail: ShownMail) -> str:
    """On the first screen: what somebody wrote, without the letter quoted below it."""
    return mail.written if mail.inbound and mail.written else mail.text


def _person(person: ShownPerson) -> dict[str, Any]:
    return vars(person)


def _pairing(pairing: ShownPairing) -> dict[str, Any]:
    return {**vars(pairing), "because": pairing.ended_because}


def _mail(mail: ShownMail) -> dict[str, Any]:
    names = "number inbound sender reader address subject kind written why notes outcome reason person"
    return {
        **{name: getattr(mail, name) for name in names.split()},
        "pairing": mail.pairing,
        "cause": mail.cause,
        "at": mail.at.isoformat(timespec="minutes"),
        "led": mail.led_to,
        "what": OF_EVENT.get(mail.kind, mail.kind) if mail.inbound else "",
        "file": eml_name(mail.number),
    }


def _source(mail: ShownMail) -> str:
    return mail.raw.decode("utf-8", "replace").replace("\r\n", "\n")


def _packed(bodies: list[list[str]]) -> str:
    plain = json.dumps(bodies, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(gzip.compress(plain, 9, mtime=0)).decode()


def _safe(text: str) -> str:
    """JSON that cannot end the element it stands in."""
    return text.replace("<", "\\u003c")


def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
