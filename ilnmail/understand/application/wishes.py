"""What kind of partner somebody asks for in prose, in their own words: it is shown on the card, and to the partner."""

import re
from functools import lru_cache

_TALKED_TO = r"[^.!?;。！？؟\n]{0,35}?"
_ASKED_FOR = tuple(
    re.compile(rf"(?:{cues}){_TALKED_TO}(?P<who>(?:{who})[^.!?;。！？؟\n]{{2,90}})", re.I)
    for cues, who in (
        (
            r"looking for|would like|would love|i'd like|i'd love|i'd prefer|prefer|hop(?:e|ing) for|\bwant|wish for|matched with|paired with|enjoy",
            r"\b(?:someone|somebody|anyone|an? (?:partner|colleague|peer))\b",
        ),
        (
            r"j'aimerais|je voudrais|je souhaite|souhaiterais|je cherche|serais heureu\w+",
            r"\b(?:quelqu'un|une? (?:partenaire|collègue|homologue))\b",
        ),
        (
            r"\bsuche|\bgerne?\b|möchte|wünsche|hätte",
            r"\b(?:jemand(?:en|em)?|eine[nr]? (?:Partner(?:in)?|Kolleg(?:in|en)))\b",
        ),
        (
            r"busco|me gustaría|quisiera|prefiero|deseo|quiero",
            r"\b(?:alguien|una? (?:compañer[oa]|colega|persona|bibliotecari[oa]))\b",
        ),
        (
            r"procuro|gostaria|gostava|queria|prefiro|quero",
            r"\b(?:alguém|uma? (?:colega|parceir[oa]|pessoa))\b",
        ),
        (
            r"ищу|хотел\w* бы|хотелось бы|\bхочу",
            r"\b(?:кого-нибудь|кем-нибудь|кем-то|коллег\w+|партн[её]р\w*|напарник\w*)\b",
        ),
        (r"أرغب|أود|أبحث|أريد|أتمنى", r"(?:زميل|شريك|شخص)"),
        (r"希望|想", r"(?:认识|結識|结识|找|和|与|與|跟)"),
    )
)
_REASON = re.compile(r"[,，]? (?:because|since|even so|parce que|weil|porque|потому что|لأن)\b.*", re.I)


def wished_partner(text: str) -> str:
    """ "someone who runs a small library too"; several wishes between semicolons; empty where none is described."""
    found: list[tuple[int, str]] = []
    for one in _ASKED_FOR:
        found += [(match.start("who"), match["who"]) for match in one.finditer(text[:6000])]
    told = (_REASON.sub("", words).strip(" ,،，") for _, words in sorted(found)[:_MOST_WISHES])
    return "; ".join(dict.fromkeys(told))


_MOST_WISHES = 3


@lru_cache(maxsize=8)
def without_wishes(text: str) -> str:
    """The text without what is said of the partner: an old hand who is asked for says nothing of who asks."""
    for one in _ASKED_FOR:
        text = one.sub(" ", text[:6000])
    return text
