"""Quarantined mail: read again, or left as it is."""

from ilnmail.decide.coordinator.saying import refused
from ilnmail.decide.state import State
from ilnmail.effects import Effect
from ilnmail.events import OrderGiven


def release(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    return refused(event, "the operator does this at the keyboard: ilnmail quarantine replay")


def drop(state: State, event: OrderGiven) -> tuple[Effect, ...]:
    return refused(event, "the operator does this at the keyboard: ilnmail quarantine show")
