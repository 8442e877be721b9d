"""Matching: who is paired with whom, and why. Pure.

The best pairing over everybody: as many people as can be, then the worst pair as good as it can be, then
the largest total score; an odd number makes one trio of volunteers from three countries.
"""

from ilnmail.matching.ahead import compile_ahead, must_compile
from ilnmail.matching.cap import Admission, admit
from ilnmail.matching.people import Applicant, Proposal, ProposedPairing, Unmatched
from ilnmail.matching.propose import propose
from ilnmail.matching.rules import broken_rules
from ilnmail.matching.solver.kernels import can_compile, is_kept

__all__ = [
    "Admission",
    "Applicant",
    "Proposal",
    "ProposedPairing",
    "Unmatched",
    "admit",
    "broken_rules",
    "can_compile",
    "compile_ahead",
    "is_kept",
    "must_compile",
    "propose",
]
