"""Readers that misbehave, to be kept in the cage."""
