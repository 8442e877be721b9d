"""`python -m ilnmail`."""

from ilnmail.cli import main

main()
