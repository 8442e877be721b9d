"""What a line of a mail is by its own look: said by its characters in plain text, by its elements in HTML."""

from enum import Enum


class Mark(Enum):
    """What a line is by its own look or, in HTML, by the element it stands in."""

    BLANK = "blank"
    TEXT = "text"
    QUOTED = "quote mark"
    INDENTED = "indented"  # a bare <blockquote>: a quote where a heading stands before it
    SIGNED = "signature in HTML"
