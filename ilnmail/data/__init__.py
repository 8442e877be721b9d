"""Packaged tables, read only, each with its source."""
