"""Loaded once, before the processes that are to die are forked: what a life loads when it first needs it is there.

A life then takes a tenth of a second in place of a whole one, and a thousand of them can be ended in a few minutes.
"""

from ilnmail.cli.simulated import simulate

simulate(people=1, months=0, seed="warm", chaos=False)
