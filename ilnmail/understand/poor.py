"""Is the text part of a mail only there to say that the mail is in its HTML part? Then that one is read."""

import html
import re

_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\xad\u034f\ufffc]+|=C2=A0|=20|=\n")
_PICTURE = re.compile(
    r"\[(?:image|cid|inline image|picture|logo|bild|imagen|imagem|immagine)\b[^\]]{0,200}\]", re.I
)
_LINK = re.compile(r"<?(?:https?://|cid:)[^\s<>]+>?")
_NAMES_HTML = re.compile(r"\b(?:html|mime)\b", re.I)
_LOST = re.compile(r"[?\ufffd]")
MOST_OF_A_POOR_ONE = 400  # characters; what is longer was written by somebody


def may_be_poor(text: str) -> bool:
    """Whether the page sent with it must be looked at to tell: hardly ever."""
    bare = _bare(text)
    return len(text) <= MOST_OF_A_POOR_ONE and (
        not bare or _is_lost(bare) or _NAMES_HTML.search(text) is not None
    )


def _bare(text: str) -> str:
    return _INVISIBLE.sub("", _LINK.sub("", _PICTURE.sub("", html.unescape(text))))


def _is_lost(bare: str) -> bool:
    return len(bare) >= 4 and len(_LOST.findall(bare)) * 2 > len(bare)


def is_poor(text: str, page: str) -> bool:
    """Whether the text of one part says nothing that counts beside the text of the page sent with it."""
    if len(text) > MOST_OF_A_POOR_ONE or not page.strip():
        return False
    bare = _bare(text)
    if not bare:
        return True
    if _is_lost(bare):
        return text.strip() not in page  # letters that a charset lost
    return (
        bool(_NAMES_HTML.search(text)) and text.split()[:4] != page.split()[:4] and text.strip() not in page
    )
