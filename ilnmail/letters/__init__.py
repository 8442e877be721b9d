"""The words sent to people, as values: letters and topics. Pure; `app` reads the files."""

from ilnmail.letters import shown
from ilnmail.letters.catalogue import LETTERS, Footer, Headers, Priority, Row
from ilnmail.letters.front_matter import LetterError
from ilnmail.letters.topics import Topic, read_topic

__all__ = ["LETTERS", "Footer", "Headers", "LetterError", "Priority", "Row", "Topic", "read_topic", "shown"]
