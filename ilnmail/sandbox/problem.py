"""What can go wrong when the built-in mail server starts."""


class SandboxError(Exception):
    """The server cannot start or cannot go on; the message says what to do next."""
