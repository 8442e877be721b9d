"""Rows to state: only what one event needs, so that cost per mail does not grow with the number of people."""
