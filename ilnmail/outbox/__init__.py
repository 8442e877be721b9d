"""The outbox: finished messages, tried until they are sent or cannot be.

queued -> leased -> sending -> sent; aside: deferred, held, uncertain, failed, suppressed, expired, cancelled.
"""

from ilnmail.outbox.by_hand import drop, hold_letter, repeat, retry
from ilnmail.outbox.circuit import Circuit, circuit
from ilnmail.outbox.deliver import Delivery, deliver
from ilnmail.outbox.hold import Hold, hold, holding, release_hold
from ilnmail.outbox.moments import next_attempt_at
from ilnmail.outbox.queue import Finished, Policy, cancel, hasten, queue
from ilnmail.outbox.rates import PRESETS, Rates
from ilnmail.outbox.side_file import SideFile, Standing

__all__ = [
    "PRESETS",
    "Circuit",
    "Delivery",
    "Finished",
    "Hold",
    "Policy",
    "Rates",
    "SideFile",
    "Standing",
    "cancel",
    "circuit",
    "deliver",
    "drop",
    "hasten",
    "hold",
    "hold_letter",
    "holding",
    "next_attempt_at",
    "queue",
    "release_hold",
    "repeat",
    "retry",
]
