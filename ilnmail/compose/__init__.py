"""An order to send, made a finished message. Pure: the same order gives the same bytes every time."""

from ilnmail.compose.files import File
from ilnmail.compose.finished import Finished, compose
from ilnmail.compose.house import House
from ilnmail.compose.scrub import scrub
from ilnmail.compose.wire import ComposeError

__all__ = ["ComposeError", "File", "Finished", "House", "compose", "scrub"]
