"""The words sent to people, as values: letters and topics. Pure; `app` reads the files."""

from ilnmail.letters import shown
from ilnmail.letters.catalogue import LETTERS, UNASKED, Footer, Headers, Priority, Row
from ilnmail.letters.front_matter import LetterError
from ilnmail.letters.letters import Letters, Written, read_letters
from ilnmail.letters.names import called
from ilnmail.letters.topics import Topic, in_language, read_topic, read_topics, shelf

__all__ = [
    "LETTERS",
    "UNASKED",
    "Footer",
    "Headers",
    "LetterError",
    "Letters",
    "Priority",
    "Row",
    "Topic",
    "Written",
    "called",
    "in_language",
    "read_letters",
    "read_topic",
    "read_topics",
    "shelf",
    "shown",
]
