"""The coordinators' words: the orders there are, other words for them, and whole phrases.

Source: written for this project.
"""

VERBS = frozenset(
    [
        "approve",
        "reject",
        "hold",
        "swap",
        "why",
        "match",
        "unmatch",
        "rematch",
        "avoid",
        "show",
        "find",
        "list",
        "history",
        "help",
        "stats",
        "pause",
        "resume",
        "remove",
        "set",
        "tag",
        "note",
        "block",
        "reply",
        "close",
        "take",
        "give",
        "freeze",
        "unfreeze",
        "round",
        "postpone",
        "quiet",
        "broadcast",
        "prompt",
        "digest",
        "daily",
        "weekly",
        "off",
        "away",
        "more",
        "sheet",
        "export",
        "import",
        "coordinator",
        "undo",
        "release",
        "drop",
    ]
)

SAME: dict[str, str] = {
    **dict.fromkeys(
        ("yes", "ok", "okay", "approved", "accept", "y", "agreed", "fine", "good", "✓", "👍"), "approve"
    ),
    **dict.fromkeys(("oui", "sí", "si", "sim", "ja", "да", "نعم", "是", "好"), "approve"),
    **dict.fromkeys(("no", "decline", "n", "rejected", "nope", "✗", "👎"), "reject"),
    **dict.fromkeys(("non", "não", "nein", "нет", "لا", "否", "不"), "reject"),
    **dict.fromkeys(("wait", "later", "skip"), "hold"),
    **dict.fromkeys(("exchange",), "swap"),
    **dict.fromkeys(("pair",), "match"),
    **dict.fromkeys(("unpair", "split"), "unmatch"),
    **dict.fromkeys(("who", "status"), "show"),
    **dict.fromkeys(("search",), "find"),
    **dict.fromkeys(("cancel", "revert", "oops"), "undo"),
    **dict.fromkeys(("answer", "tell", "write"), "reply"),
    **dict.fromkeys(("done", "closed"), "close"),
    **dict.fromkeys(("mine",), "take"),
    **dict.fromkeys(("weekly", "monday"), "weekly"),
    **dict.fromkeys(("spreadsheet", "csv", "xlsx"), "sheet"),
    **dict.fromkeys(("numbers", "statistics", "figures"), "stats"),
    **dict.fromkeys(("?", "commands", "orders"), "help"),
}

POLITE = frozenset(
    [
        "please",
        "pls",
        "kindly",
        "hi",
        "hello",
        "dear",
        "maria",
        "let's",
        "lets",
        "we",
        "i",
        "would",
        "like",
        "to",
        "and",
        "then",
        "also",
    ]
)
"""Words that may stand before an order."""

PHRASES: tuple[tuple[str, str, str], ...] = (
    (r"(?:open|start)\s+(?:a|the|our)?\s*(?:new\s+)?round\b(?P<rest>.*)", "round", "open"),
    (r"close\s+(?:applications|the round)\b(?P<rest>.*)", "round", "close"),
    (r"(?:run|make)\s+the\s+match(?:es)?\b(?P<rest>.*)", "round", "match"),
    (r"match\s+run\b(?P<rest>.*)", "round", "match"),
    (r"(?:round\s+)?postpone\s+(?P<rest>.*)", "postpone", ""),
    (r"(?:resume|release)\s+(?:all\s+)?(?:the\s+)?(?:mail|letters|sending)\b(?P<rest>.*)", "resume", ""),
    (r"(?:i am|i'm)\s+away\b(?P<rest>.*)", "away", ""),
    (r"(?:take|undo)\s+(?:it|that|this)\s+back\b(?P<rest>.*)", "undo", ""),
    (r"(?:this|that)?\s*is\s+mine\b(?P<rest>.*)", "take", ""),
    (r"show\s+more\b(?P<rest>.*)", "more", ""),
    (r"digest\s+(?P<rest>daily|weekly|off)\b", "digest", ""),
    (r"coordinators\b(?P<rest>)$", "coordinator", "list"),
)
"""(pattern, verb, words before the rest): what people write who have not read the help page."""
