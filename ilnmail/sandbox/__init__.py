"""A mail server to try everything with: real IMAP and SMTP on loopback, and nothing leaves the machine."""

from ilnmail.sandbox.delivery import Accepted
from ilnmail.sandbox.problem import SandboxError
from ilnmail.sandbox.server import OpenMailbox, Sandbox, run_forever
from ilnmail.sandbox.store import StoredMessage

__all__ = ["Accepted", "OpenMailbox", "Sandbox", "SandboxError", "StoredMessage", "run_forever"]
