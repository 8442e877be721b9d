"""The tables, and the uniqueness that carries the once-only rules.

A table of facts has the columns of its fact. The others belong to the edges: what came in, what goes out,
how far each mailing has come, and who holds which role.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from ilnmail import model
from ilnmail.columns import Moment, columns_of

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _where(name: str, condition: str, *columns: str, unique: bool) -> Index:
    """An index of the rows for which the condition holds."""
    where = text(condition)
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _unique_where(name: str, condition: str, *columns: str) -> Index:
    """Unique among the rows for which the condition holds."""
    return _where(name, condition, *columns, unique=True)


def _facts(name: str, fact: type, primary: str, *rules: Any, person: bool = True) -> Table:
    """The table of a fact; a `person` column refers to people and goes when they are forgotten."""
    columns = list(columns_of(fact, tuple(primary.split())))
    if person and any(c.name == "person" for c in columns):
        rules = (*rules, ForeignKeyConstraint(["person"], ["people.id"], ondelete="CASCADE"))
    return Table(name, metadata, *columns, *rules)


people = _facts(
    "people",
    model.Person,
    "id",
    Index(None, "state"),
    Index(None, "zone"),
    Index(None, "country", "state"),
    Index(None, "coordinator"),
    _where("ix_people_picky", "never <> '[]'", "id", unique=False),
)
addresses = _facts(
    "addresses",
    model.Address,
    "address",
    Index(None, "person"),
    _where("ix_addresses_bounced", "bounced_at IS NOT NULL", "bounced_at", unique=False),
    _where("ix_addresses_suspended", "suspended_at IS NOT NULL", "suspended_at", unique=False),
)
consents = _facts("consents", model.Consent, "person version")
rounds = _facts("rounds", model.Round, "id", UniqueConstraint("name"), Index(None, "state"))
mailed_topics = _facts("mailed_topics", model.MailedTopic, "round number locale")
places = _facts("places", model.Place, "round person", Index(None, "person"))
pairings = _facts("pairings", model.Pairing, "id", Index(None, "round", "state"), Index(None, "state"))
members = _facts(
    "members",
    model.Member,
    "pairing person",
    _unique_where("uq_members_current_seat", "current", "person", "seat"),
    Index(None, "person"),
)
avoids = _facts("avoids", model.Avoid, "person other")
contacts = _facts("contacts", model.Contact, "pairing person cause", Index(None, "at"))
asks = _facts(
    "asks",
    model.Ask,
    "id",
    _unique_where("uq_asks_open", "state = 'open'", "person", "kind", "subject"),
    Index(None, "key"),
    Index(None, "subject"),
    Index(None, "person"),
    Index(None, "kind", "state"),
)
answers = _facts("answers", model.Answer, "round topic person", Index(None, "person"), Index(None, "at"))
ratings = _facts("ratings", model.Rating, "ask question")
tickets = _facts(
    "tickets",
    model.Ticket,
    "id",
    _unique_where("uq_tickets_open", "closed_at IS NULL", "key"),
    Index(None, "closed_at"),
    Index(None, "kind"),
)
acts = _facts(
    "acts", model.Act, "id", UniqueConstraint("cause", "line"), UniqueConstraint("undoes"), Index(None, "at")
)
switches = _facts("switches", model.Switch, "name")

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fingerprint", Text, nullable=False, unique=True),  # over From, Date, Subject, Message-ID and body
    Column("raw", LargeBinary, nullable=False),  # zlib
    Column("size", Integer, nullable=False),  # octets as received
    Column("message_id", Text, nullable=False, default="", index=True),
    Column("received_at", Moment, nullable=False, index=True),
    Column("attempts", Integer, nullable=False, default=0),
    Column("person", Integer, index=True),
    Column("mail_class", Text, nullable=False, default=""),
    Column("outcome", Text, nullable=False, default="", index=True),  # "" while nobody has decided
    Column("reason", Text, nullable=False, default=""),
    Column("event", Text, nullable=False, default=""),  # what it was understood as, for `inbox` and `explain`
    Column("done_at", Moment),
    Column("emptied_at", Moment),  # when its bytes were let go of
    _where("ix_messages_full", "emptied_at IS NULL", "done_at", unique=False),
)

arrivals = Table(
    "arrivals",
    metadata,
    Column("folder", Text, primary_key=True),
    Column("uidvalidity", Integer, primary_key=True, autoincrement=False),
    Column("uid", Integer, primary_key=True, autoincrement=False),
    Column("message", Integer, nullable=False, index=True),
)

marks = Table(
    "marks",
    metadata,
    Column("folder", Text, primary_key=True),
    Column("uidvalidity", Integer, primary_key=True, autoincrement=False),
    Column("uid", Integer, nullable=False),  # the highest that was committed
    Column("skipped", Integer, nullable=False, default=0),  # mail already there at the very first start
    Column("verified", Integer, nullable=False, default=0),  # up to here every mail is known to be with us
    Column("uidnext", Integer, nullable=False),  # what lay there when it was first seen has a lower UID
    Column("began_at", Moment, nullable=False),  # when this folder was looked into first
)

checks = Table(
    "checks",
    metadata,
    Column("name", Text, primary_key=True),  # what is looked at by night
    Column("at", Moment, primary_key=True),
    Column("found", Integer, nullable=False),
    Column("words", Text, nullable=False, default=""),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("person", Integer),
    Column("address", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("envelope_from", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("token", Text, nullable=False),
    Column("bounce_token", Text, nullable=False),
    Column("leave_token", Text, nullable=False),
    Column("ref", Text, nullable=False, index=True),
    Column("state", Text, nullable=False, default="queued"),
    Column("guard", Text, nullable=False),
    Column("priority", Integer, nullable=False),  # smaller goes first
    Column("due_at", Moment, nullable=False),  # when it was to go; four days later it is given up
    Column("not_before", Moment, nullable=False),  # when the next attempt is due
    Column("not_after", Moment),
    Column("zone", Text, nullable=False, default=""),  # the clock by whose day it goes; "" is any hour
    Column("country", Text, nullable=False, default=""),  # whose working days it goes on; "" is any day
    Column("lease", Text, nullable=False, default=""),  # the worker that holds it
    Column(
        "epoch", Integer, nullable=False, default=0
    ),  # counts the leases: a late worker's word is not taken
    Column("lease_until", Moment),
    Column("stage", Text, nullable=False, default=""),  # how far the last attempt came
    Column("attempts", Integer, nullable=False, default=0),
    Column("tried_at", Moment, index=True),
    Column("doubts", Integer, nullable=False, default=0),  # ends of sending of which nobody knows
    Column("verdict", Text, nullable=False, default=""),  # what the last refusal means
    Column("last_reply", Text, nullable=False, default=""),
    Column("pairing", Integer),
    Column("round", Integer),
    Column("ask", Integer),
    Column("message", Integer, index=True),  # the inbound message it answers or passes on
    Column("cause", Text, nullable=False),
    Column("again", Boolean, nullable=False),  # may an uncertain one be sent once more?
    Column("created_at", Moment, nullable=False),
    Column("done_at", Moment),
    Column(
        "cancelled_at", Moment
    ),  # the same may be said again; the indexes look here, for the state changes often
    Column("emptied_at", Moment),  # when its bytes were let go of
    _where("ix_outbox_full", "emptied_at IS NULL", "done_at", unique=False),
    _unique_where("uq_outbox_key", "cancelled_at IS NULL", "key"),
    _unique_where("uq_outbox_token", "cancelled_at IS NULL", "token"),
    _unique_where("uq_outbox_bounce_token", "cancelled_at IS NULL", "bounce_token"),
    _unique_where("uq_outbox_leave_token", "cancelled_at IS NULL", "leave_token"),
    _unique_where("uq_outbox_message_id", "cancelled_at IS NULL", "message_id"),
    Index("ix_outbox_due", "state", "not_before"),
    # What goes next, in its order, however many wait.
    _where("ix_outbox_next", "done_at IS NULL", "priority", "not_before", "id", unique=False),
    Index(None, "person", "kind"),
    Index(None, "kind", "created_at"),
    # What a day's mails were answered, without the thousands of letters of a mailing.
    _where("ix_outbox_answers", "message IS NOT NULL", "created_at", "address", unique=False),
    Index(None, "pairing", "kind", "created_at"),
    Index(None, "address", "created_at"),
    Index(None, "created_at"),
)

contents = Table(
    "contents",
    metadata,
    Column("outbox", Integer, primary_key=True, autoincrement=False),
    # The finished bytes of a letter: SQLite writes a whole row anew for every change of its state.
    Column("content", LargeBinary, nullable=False),
    ForeignKeyConstraint(["outbox"], ["outbox.id"], ondelete="CASCADE"),
)

runs = Table(
    "runs",
    metadata,
    Column("schedule", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("zone", Text, primary_key=True),
    Column("cursor", Integer, nullable=False, default=0),  # the last id that was served
    Column("finished_at", Moment),
    Index(None, "period"),
)

faults = Table(
    "faults",
    metadata,
    Column("schedule", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("zone", Text, primary_key=True),
    Column("about", Integer, primary_key=True, autoincrement=False),  # the person or pairing; 0 is none
    Column("round", Integer),
    Column("words", Text, nullable=False),  # the kind of the error and its place in the program
    Column("times", Integer, nullable=False),
    Column("first_at", Moment, nullable=False, index=True),
    Column("tried_at", Moment, nullable=False),
)
jobs = _facts("jobs", model.Job, "key", Index(None, "state"))

roles = Table(
    "roles",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("until", Moment, nullable=False),
    Column("beat_at", Moment, nullable=False),
    Column("words", Text, nullable=False, default=""),  # what the role said about itself last
)

barred = Table("barred", metadata, Column("mark", Text, primary_key=True))  # tokens.mark of an address

TABLE_OF: dict[type, Table] = {
    model.Person: people,
    model.Address: addresses,
    model.Consent: consents,
    model.Round: rounds,
    model.MailedTopic: mailed_topics,
    model.Job: jobs,
    model.Place: places,
    model.Pairing: pairings,
    model.Member: members,
    model.Avoid: avoids,
    model.Contact: contacts,
    model.Ask: asks,
    model.Answer: answers,
    model.Rating: ratings,
    model.Ticket: tickets,
    model.Act: acts,
    model.Switch: switches,
}
