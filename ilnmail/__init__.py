"""A peer-mentoring programme run by mail alone: inbox, understand, decide, record, outbox, send."""

__version__ = "0.1.0"
