"""Matching: who is paired with whom, and why. Pure.

The best pairing over everybody: as many people as can be, then the worst pair as good as it can be, then
the largest total score; an odd number makes one trio of volunteers from three countries.

What computes with arrays (`propose`, `ahead`, `solver`) is asked for by its own module, by whoever begins a match run:
NumPy takes a quarter of a second to load, and a run is rare.
"""

from ilnmail.matching.cap import Admission, admit
from ilnmail.matching.people import Applicant, Proposal, ProposedPairing, Unmatched
from ilnmail.matching.rules import broken_rules

__all__ = [
    "Admission",
    "Applicant",
    "Proposal",
    "ProposedPairing",
    "Unmatched",
    "admit",
    "broken_rules",
]
