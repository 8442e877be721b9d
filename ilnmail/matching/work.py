"""What kind of place somebody works in, from what they wrote about it."""

import unicodedata
from collections.abc import Mapping
from functools import cache

KINDS: Mapping[str, tuple[str, ...]] = {
    "school": (
        "school",
        "escol",
        "escuel",
        "scolair",
        "lycee",
        "colegio",
        "schul",
        "skol",
        "школ",
        "مدرس",
        "学校",
    ),
    "academic": (
        "univers",
        "academ",
        "college",
        "hochschul",
        "facult",
        "универс",
        "جامع",
        "大学",
        "research",
    ),
    "archive": ("archiv", "arquiv", "архив", "أرشيف", "档案"),
    "museum": ("museum", "museo", "musee", "museu", "galler", "музе", "متحف", "博物"),
    "health": ("hospital", "medic", "health", "clinic", "больни"),
    "national": ("national", "nacional", "parliament", "parlament", "ministr", "национ", "国家"),
    "law": ("law ", "legal", "court", "jurid"),
    "public": (
        "public",
        "municipal",
        "communit",
        "offentlig",
        "stadt",
        "comunal",
        "публич",
        "городск",
        "عامة",
        "公共",
    ),
}
"""The first kind of which a beginning stands in the text counts: a university's museum is academic."""


@cache
def kind_of_work(work: str) -> str:
    """A name out of KINDS; empty where nothing is said or known."""
    text = (
        "".join(c for c in unicodedata.normalize("NFKD", work.casefold()) if not unicodedata.combining(c))
        + " "
    )
    return next((kind for kind, stems in KINDS.items() if any(stem in text for stem in stems)), "")
