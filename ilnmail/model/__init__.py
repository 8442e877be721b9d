"""The facts: people, rounds, pairings and what passed between them. Each is one row of one table.

Field names are the column names (`ilnmail.tables`), so that a row becomes a fact without translation.
Times are aware and UTC; dates are calendar days where the person is.
"""

from ilnmail.model.people import Address, Avoid, Consent, Mailings, Person, PersonState
from ilnmail.model.rounds import (
    Contact,
    Job,
    MailedTopic,
    Member,
    Pairing,
    PairingState,
    Place,
    PlaceState,
    Round,
    RoundState,
)
from ilnmail.model.talk import Act, Answer, Ask, AskState, Letter, Rating, Switch, Ticket
from ilnmail.model.told import Application, Attachment, Evidence, Match

Fact = (
    Person
    | Address
    | Consent
    | Round
    | MailedTopic
    | Job
    | Place
    | Pairing
    | Member
    | Avoid
    | Contact
    | Ask
    | Answer
    | Rating
    | Ticket
    | Act
    | Switch
)

__all__ = [
    "Act",
    "Address",
    "Answer",
    "Application",
    "Ask",
    "AskState",
    "Attachment",
    "Avoid",
    "Consent",
    "Contact",
    "Evidence",
    "Fact",
    "Job",
    "Letter",
    "MailedTopic",
    "Mailings",
    "Match",
    "Member",
    "Pairing",
    "PairingState",
    "Person",
    "PersonState",
    "Place",
    "PlaceState",
    "Rating",
    "Round",
    "RoundState",
    "Switch",
    "Ticket",
]
