"""Decide what to do about an event. Pure: same state, same event, same effects."""
