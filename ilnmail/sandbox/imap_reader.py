"""Whole commands off the wire: a line, and the literals it announces (RFC 3501 section 4.3, RFC 7888)."""

import asyncio
import re
from collections.abc import Awaitable, Callable

LONGEST_LINE_BYTES = 1024 * 1024
LARGEST_LITERAL_BYTES = 50 * 1024 * 1024
IDLE_S = 30 * 60

LITERAL = re.compile(rb"\{(\d{1,12})(\+?)\}\Z")


class TooLargeError(Exception):
    """A line or literal over the limit: the rest of the conversation cannot be told apart any more."""


async def read_line(reader: asyncio.StreamReader) -> bytes:
    """One line without its end. Raises TooLargeError, TimeoutError, EOFError or ConnectionError."""
    try:
        async with asyncio.timeout(IDLE_S):
            line = await reader.readuntil(b"\n")
    except asyncio.LimitOverrunError as reason:
        raise TooLargeError from reason
    return line.removesuffix(b"\n").removesuffix(b"\r")


async def read_command(
    reader: asyncio.StreamReader, go_on: Callable[[], Awaitable[None]]
) -> tuple[bytes, ...]:
    """Text, literal, text, ..., text. `go_on` asks the client for the literal it announced.

    Raises as read_line does.
    """
    parts: list[bytes] = []
    while True:
        line = await read_line(reader)
        literal = LITERAL.search(line)
        if literal is None:
            return (*parts, line)
        if int(literal[1]) > LARGEST_LITERAL_BYTES:
            raise TooLargeError
        # With a plus sign the client does not wait to be asked.
        if not literal[2]:
            await go_on()
        parts += [line[: literal.start()], await reader.readexactly(int(literal[1]))]
