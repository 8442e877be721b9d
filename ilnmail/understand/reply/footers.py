"""Lines that say by themselves that what follows is no new text: separators, signatures, mobile and list footers."""

import re

from ilnmail.data import quoting
from ilnmail.understand.marks import Mark
from ilnmail.understand.reply.lines import CLASPED, Lines
from ilnmail.understand.reply.openings import Openings

SEPARATOR, SIGNATURE, MOBILE = "original message", "signature", "mobile footer"
DISCLAIMER, LIST, BANNER, RULE = "disclaimer", "list footer", "banner", "rule"

_FRAME = " -–—_*=~<>|#+.:：…[]()【】「」\t"
_SEPARATORS = frozenset(row["phrase"] for row in quoting.rows("separators"))
_SIGNATURE = re.compile(r"(?:-- ?|—|__|--\*?)$")
_RULE = re.compile(r"[-_=—–─━*#]{5,}$|_{2,}$")
_RULE_OR_SO = re.compile(r"[-_=—–─━*#]{3,}$|(?:-- ?|—|__|--\*?)$|(?:[-=]{2,3}){3,}$")
_PAIRED = re.compile(r"[-_=—–*]{3,}\s?\S.{2,80}?\s?[-_=—–*]{2,}$")
_ENDS_OUTRIGHT = re.compile(r"[.!?,;]\s.*\S|[。！？].*\S|[!?,;！？]$")


def _notices(kind: str) -> list[str]:
    return [row["phrase"] for row in quoting.rows("notices") if row["kind"] == kind]


_MOBILE_START = Openings(row["phrase"] for row in quoting.rows("mobile") if row["phrase"][0] != "*")
_MOBILE_WHOLE = frozenset(row["phrase"] for row in quoting.rows("mobile") if "*" not in row["phrase"])
_PROGRAM = re.compile(
    r"Sent (?:from|with|via|using) (?:[A-Z][\w-]*(?: (?:for |on )?[A-Z0-9][\w-]*){0,4}"
    r"|\w+ (?:smartphone|phone|mobile|tablet|app|device|mail))\.?$"
)
_ABOVE = re.compile(
    r"[-#=*_—–<\[~ ]{2,}.{0,60}(?:above this line|(?:über|oberhalb) dieser (?:zeile|linie)|au-dessus de cette ligne"
    r"|encima de esta línea|acima desta linha|sopra questa (?:linea|riga)|boven deze (?:lijn|regel)|ovanför denna"
    r"|over denne linj|выше этой|powyżej tej|nad tímto řádkem|bu satırın üst|この行より上|此行上方|此线上方)",
    re.I,
)
_TABLE = re.compile(
    r"\|-{5,}>$|_+\._,_\._+$|\"?[^\"\s][^\"]{1,60}\"? ?-{2,4}\d{1,4}[./-]\d{1,2}[./-]\d{2,4}[^-]{0,20}-{2,4}"
)  # how Notes draws the head of a quote in plain text, and Yahoo Groups that of its footer
_CELL = re.compile(r"[|\s]+$")
# Any device or program, with a verb of sending at either end: "Von Yahoo Mail auf Android gesendet".
_PRODUCT = re.compile(
    r"iphone|ipad|ipod|\bios\b|android|galaxy|samsung|huawei|xiaomi|小米|华为|oppo|vivo|honor\b|realme|oneplus|pixel|nokia|motorola"
    r"|blackberry|xperia|windows|outlook|hotmail|yahoo|gmail|\bgmx\b|web\.de|aol\b|mail\.ru|яндекс|yandex|proton|tutanota|\btuta\b"
    r"|thunderbird|k-9|fairemail|bluemail|spark\b|zoho|orange|libero|seznam|smartphone|mobiltelefon|mobile|tablet|handy|телефон"
    r"|网易|qq邮箱|foxmail|naver|네이버"
)
_SENT = (
    r"sent|gesendet|geschickt|versendet|verschickt|envoyée?|enviad[oa]|inviat[oa]|verzonden|verstuurd|skickat|sänt|sendt|lähetetty|saadetud|sūtīts"
    r"|nosūtīts|išsiųsta|wysłan[aeo]|odeslán[ao]|odoslan[éá]|poslano|послато|küldve|elküldve|trimis|gönderildi|gönderilmiştir|отправлено|послано"
    r"|надіслано|відправлено|изпратено|στάλθηκε|εστάλη|απεστάλη|נשלח|أرسلت?|مرسل|ارسال شده?|送信|发自|發自|发送自|來自|来自|傳送|보냄|보냈습니다|에서 보낸 메일"
    r"|dikirim|terkirim|dihantar|gửi từ|được gửi|ส่งจาก|भेजा गया|enviat|bidalia"
)
_SENT_FROM = re.compile(rf"(?:{_SENT})\b|.*(?:{_SENT})$")
_MOBILE_END = re.compile(
    "|".join(
        f".{{1,40}}{re.escape(row['phrase'].strip('* '))}"
        for row in quoting.rows("mobile")
        if row["phrase"][0] == "*"
    )
)
_NOTICES = {kind: Openings(_notices(kind.split()[0])) for kind in (DISCLAIMER, LIST, BANNER)}
_LEAVES = re.compile("|".join(map(re.escape, _notices("leaves"))))
_PICTURE = re.compile(r"(?:p|[^\w\s]{1,2})\s+(?=\w)")  # Webdings writes a tree as "P"
_WAY = re.compile(r"https?://|www\.|\S@\S")
_MISTAKE = re.compile("|".join(map(re.escape, _notices("mistake"))))
_ERASE = re.compile("|".join(map(re.escape, _notices("erase"))))
_SHORTEST, _LONGEST = 4, 120  # characters of a separator or a mobile footer
_SHORTEST_LAW = 40  # characters of a paragraph that speaks of a mistake and of what to do then
_STEMS = re.compile("|".join(map(re.escape, _notices("stem"))))
_WARNING = re.compile(r"\b(?:click|attachments?|links?|anhänge|pièces jointes|adjuntos|anexos|ссылк|вложени)")
_OUTSIDE = re.compile("|".join(map(re.escape, _notices("outside"))))


def warns(plain: str) -> bool:
    """Words of the warnings that servers put above mail from outside."""
    folded = plain.casefold()
    return bool(_OUTSIDE.search(folded) or _WARNING.search(folded))


def find(lines: Lines) -> dict[int, str]:
    """Which of these each such line is; a line that is none is not in it. Linear."""
    found: dict[int, str] = {}
    for number, plain in enumerate(lines.plain):
        if lines.marks[number] is Mark.TEXT:
            kind = _kind(lines, number, plain)
            if kind:
                found[number] = kind
            if kind == MOBILE:
                found.update({first: SIGNATURE for first in _card_above(lines, number)})
    return found


def _card_above(lines: Lines, number: int) -> list[int]:
    """Where a card drawn with bars begins that ends in such a footer."""
    above = [
        n
        for n in range(max(0, number - 12), number)
        if lines.plain[n].startswith("|") and _CELL.match(lines.plain[n])
    ]
    return above[:1] if len(above) > 1 else []


def _kind(lines: Lines, number: int, plain: str) -> str:
    if plain[0] in "-—_=–*─━#" and (_SIGNATURE.match(plain) or _RULE.match(plain)):
        return SIGNATURE if _SIGNATURE.match(plain) else RULE
    if len(plain) < _SHORTEST:
        return ""
    opens = number == 0 or lines.marks[number - 1] is not Mark.TEXT or _is_rule(lines.plain[number - 1])
    if len(plain) <= _LONGEST:
        if is_separator(plain):
            return SEPARATOR
        if (opens and _PROGRAM.match(plain)) or is_mobile(plain.casefold(), opens):
            return MOBILE
    return _notice(lines, number, plain[:2000].casefold().strip("*_ ")) if opens and len(plain) > 5 else ""


def _is_rule(plain: str) -> bool:
    return bool(plain and _RULE_OR_SO.match(plain))


def is_separator(plain: str) -> bool:
    """ "-----Original Message-----" and its like; bare words only with a colon ("Begin forwarded message:")."""
    if (plain[0] in "<>" and CLASPED.match(plain)) or _TABLE.match(plain) or _ABOVE.match(plain):
        return True
    words = " ".join(plain.strip(_FRAME).casefold().split())
    framed = bool(_PAIRED.match(plain)) or plain[-1] in ":：-"
    if words in _SEPARATORS:
        return framed or plain[0] in "-_=*—<[" or len(words.split()) > 3
    return bool(_PAIRED.match(plain)) and any(words.startswith(f"{one} ") for one in _first_words(words))


def _first_words(words: str) -> list[str]:
    """The separators that these words may begin with: as "Forwarded by Anna on 3 March"."""
    pieces = words.split(" ")
    return [one for one in (" ".join(pieces[:n]) for n in (1, 2, 3)) if one in _SEPARATORS]


def is_mobile(folded: str, opens: bool) -> bool:
    """ "Sent from my iPhone": a short line that begins a paragraph and is not a sentence that goes on."""
    bare = re.sub(r"\s?[<(\[]?https?://\S+", "", folded).strip(" *_-–—|<>[]")
    if bare in _MOBILE_WHOLE:
        return True
    first, _, rest = re.sub(
        r"[,;–-]\s(?=(?:please|bitte|merci|désolé|disculp|scusa|sorry)\b)", ". ", bare
    ).partition(". ")
    if rest and _MOBILE_START.match(rest):  # "Please excuse typos."
        bare = first
    if not bare or len(bare) > 90 or len(bare.split()) > 12 or _ENDS_OUTRIGHT.search(bare.rstrip(".。 ")):
        return False
    if re.match(r"sent from my \S+ (?:is|was|because|and|to|in|where)\b", bare):
        return False
    if bare != folded.strip(" *_-–—|<>[]") and bare.startswith(("sent from ", "sent with ", "sent via ")):
        return True  # the program's page is linked
    if opens and len(bare.split()) <= 9 and _PRODUCT.search(bare) and _SENT_FROM.match(bare):
        return True
    return _MOBILE_START.match(bare) or (opens and len(bare.split()) <= 6 and bool(_MOBILE_END.match(bare)))


def _notice(lines: Lines, number: int, folded: str) -> str:
    if number < 12 and _NOTICES[BANNER].match(folded) and _OUTSIDE.search(folded):
        return BANNER
    if _NOTICES[LIST].match(folded) and number:
        return LIST
    if not any(lines.plain[max(0, number - 20) : number]):
        return ""
    paragraph = " ".join(_paragraph(lines, number)).casefold()
    if _is_rule(lines.plain[number - 1]) and _WAY.search(paragraph) and _LEAVES.search(paragraph):
        return LIST
    if len(paragraph) > _SHORTEST_LAW and _is_law(paragraph):
        return DISCLAIMER
    if _NOTICES[DISCLAIMER].match(_PICTURE.sub("", folded)):
        short = len(paragraph) < 60 and not _STEMS.search(paragraph)
        return DISCLAIMER if _STEMS.search(paragraph) or (short and _follows(lines, number)) else ""
    return ""


def _is_law(paragraph: str) -> bool:
    """What to do with a mail that came by mistake, in the words of a disclaimer: a person uses one or two of them."""
    if not _MISTAKE.search(paragraph) or not _ERASE.search(paragraph):
        return False
    return len(set(_STEMS.findall(paragraph))) >= 2


def _paragraph(lines: Lines, number: int) -> list[str]:
    """The paragraph that begins here, its first twenty lines."""
    piece: list[str] = []
    for plain in lines.plain[number : number + 20]:
        if not plain:
            break
        piece.append(plain[:1000])
    return piece


def _follows(lines: Lines, number: int) -> bool:
    """Whether a paragraph with the words of a disclaimer comes next, as below a line "Disclaimer"."""
    return bool(_STEMS.search(" ".join(lines.plain[number + 1 : number + 8])[:2000].casefold()))
