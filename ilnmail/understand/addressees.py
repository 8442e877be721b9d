"""Whose an answer is, by the letter that is answered: the partner's, or a coordinator's orders."""

TO_THE_PARTNER = frozenset({"introduction", "relay", "partner-answer"})
"""Letters every answer to which is the partner's, digits and YES included."""

NEWS_OF_THE_PARTNER = frozenset({"address-passed", "meeting-set", "meeting-none"})
"""Letters in answer to which a word or a number is ours, and everything else is for the partner they tell of."""

OURS_EVEN_THERE = frozenset({"LEAVE", "STOP", "PAUSE", "HELP", "HUMAN", "PROBLEM"})
"""The only words that are still ours there, alone as the whole text."""

TO_COORDINATORS = frozenset(
    {"digest", "proposal", "rescue", "transcript", "preview", "please-read", "problem-report", "reminder"}
    | {"held", "closing", "round-report", "welcome-coordinator", "already-done"}
)
