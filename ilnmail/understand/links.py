"""The links that a person shared: whole, canonical, in order, each once."""

import re
from html import unescape
from urllib.parse import parse_qsl, unquote, urlsplit

_ENDS = r"\s<>\"“”«»‹›„\[\]{}|\\^`，．｡､。、；：！？（）「」『』【】《》〈〉…،؛؟۔"
_HAN = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_LETTER = rf"[^\W_{_HAN}]"  # Han stands beside a host without a blank
_HOST = rf"(?:{_LETTER}(?:(?:{_LETTER}|-){{0,61}}{_LETTER})?\.)+"
_NATIONAL = "рф|рус|укр|бел|срб|мкд|бг|مصر|السعودية|امارات|المغرب|الجزائر|تونس|قطر|الاردن|عمان|سورية|فلسطين"
_TOP = (
    "(?!gz|js|rb)[a-z]{2}|com|org|net|edu|gov|int|info|biz|museum|mobi|pro|app|dev|page|site|online|blog|wiki|xyz|cloud|tech|store|news|media"
    "|academy|university|education|school|college|foundation|institute|community|network|social|live|world|today|center|space"
    "|website|link|click|zone|events|video|digital|works|africa|asia|berlin|paris|london|gle|goog|google"
)  # those that people give out without a scheme; "Dr.Amina/Dr.Jonas" is no host
_INSIDE = rf"(?:{_LETTER}|[_@./:-])"
_LINK = re.compile(
    rf"https?://(?:(?!(?:[,;()]|[{_HAN}]){{1,9}}https?://)[^{_ENDS}])+"
    rf"|(?<!{_LETTER}|[@./-])www\.[^{_ENDS}]+"
    rf"|(?<!{_INSIDE}){_HOST}(?:{_TOP}|{_NATIONAL})/[^{_ENDS}]*"
    rf"|(?<!{_INSIDE}){_HOST}(?-i:org|com|net|edu|gov|int|museum|{_NATIONAL})(?!{_LETTER}|[_@-]|\.\w)",
    re.I,
)
_BEHIND_ASCII = re.compile(rf"(?<=[\x21-\x2d0-9:;A-Za-z])[{_HAN}].*")
_UNSEEN = re.compile(
    r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)  # marks of direction, breaks allowed
_TRAILING = ".,;:!?)}>*_'’\"&…~"
_LONGEST = 2000
_NARROW = 55  # characters: a shorter line was not wrapped
_GOES_ON = re.compile(r"[-=&%_?+]$")
_PIECE = re.compile(r"[/?&#=%.]|\w*[/=&%?#_]|[\w.-]*\d|[\w-]+\.[a-z]{2,5}\b|\w+-\w", re.I)
_IN_ANGLES = re.compile(r"<\s*((?:https?://|www\.)[^<>]{1,2000})>", re.I)
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|igsh|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|gbraid|wbraid|twclid"
    r"|ttclid|vero_id|oly_enc_id|oly_anon_id|_openstat|wickedid|rb_clickid|s_cid|gad_source|_ga|_gl|srsltid|ref_src)(?==|$)",
    re.I,
)
_REDIRECTS = (
    (re.compile(r"(?:^|\.)safelinks\.protection\.outlook\.com$"), "url"),
    (re.compile(r"^(?:www\.)?google\.[a-z.]{2,6}$"), "q"),
    (re.compile(r"^(?:www\.)?google\.[a-z.]{2,6}$"), "url"),
    (re.compile(r"^lm?\.(?:facebook|instagram)\.com$"), "u"),
    (re.compile(r"^away\.vk\.com$"), "to"),
)


def links_in(text: str) -> tuple[str, ...]:
    """Links with their scheme, without what only punctuates the sentence around them and without tracking."""
    found: dict[str, str] = {}
    for one in _LINK.finditer(_unwrapped(_UNSEEN.sub("", text))):
        link = _canonical(one[0])
        if link and not _is_address(link):
            found.setdefault(re.sub(r"^https?://(?:www\.)?|/$", "", link), link)
    return tuple(found.values())


def _unwrapped(text: str) -> str:
    """Links that a mail program broke over lines, whole again."""
    text = _IN_ANGLES.sub(lambda found: "<" + "".join(found[1].split()) + ">", text)
    lines = text.split("\n")
    whole = [lines[0]]
    for line in lines[1:]:
        if _broken(whole[-1][-_LONGEST:], line):
            whole[-1] = whole[-1].rstrip() + line.lstrip("> \t")
        else:
            whole.append(line)
    return "\n".join(whole)


def _broken(line: str, following: str) -> bool:
    """Whether a link at the end of the line goes on with the first word of the next."""
    link = re.search(r"(?:https?://|www\.)[^\s<>]+\s?$", line, re.I)
    rest = following.lstrip("> \t").split(" ")[0]
    if not link or not rest or _LINK.match(rest):
        return False
    if _GOES_ON.search(link[0].rstrip()):
        return True
    if re.fullmatch(r"\d+[.)]?", rest) and rest != following.strip("> \t"):
        return False  # "2027 was a good year", "1. point one"
    return len(line) >= _NARROW and link[0].rstrip()[-1] not in ".,;:!)" and bool(_PIECE.match(rest))


def _canonical(written: str) -> str:
    link = _without_trailing(_BEHIND_ASCII.sub("", re.split(r"[<>\"\s]", unescape(written[:_LONGEST]))[0]))
    whole = link if re.match(r"https?://", link, re.I) else f"https://{link}"
    try:
        parts = urlsplit(whole)
        aim = _aim(parts.hostname or "", parts.query)
        if "." not in (parts.hostname or ""):
            return ""
    except ValueError:
        return ""
    if aim:
        return _canonical(aim)
    host = re.sub(r":(?:80|443)$", "", parts.netloc.lower()) if "@" not in parts.netloc else parts.netloc
    query = "&".join(one for one in parts.query.split("&") if one and not _TRACKING.match(one))
    fragment = parts.fragment if not _TRACKING.match(parts.fragment) else ""
    return f"{parts.scheme.lower()}://{host}{parts.path}{'?' * bool(query)}{query}{'#' * bool(fragment)}{fragment}"


def _without_trailing(link: str) -> str:
    link = re.sub(r"['’]s$", "", link)
    while link and link[-1] in _TRAILING:
        if link[-1] == ")" and link.count("(") >= link.count(")"):
            break  # a bracket that belongs to the address: .../Library_(building)
        link = link[:-1]
    return link


def _aim(host: str, query: str) -> str:
    """Where a redirecting link leads that a mail program or a search page put around the one meant."""
    for domain, field in _REDIRECTS:
        if domain.search(host):
            found = dict(parse_qsl(query)).get(field, "")
            if re.match(r"https?://", found):
                return unquote(found) if "%3A%2F%2F" in found else found
    return ""


def _is_address(link: str) -> bool:
    """amina@example.org is a mail address, with or without a scheme in front."""
    return "@" in urlsplit(link).netloc
