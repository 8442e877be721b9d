"""Understand: from the bytes of one message to the event it stands for. Pure."""
