"""What the person newly wrote, and what was cut and why: each line is classified first, the sequence decided second.

Our own address, name and relay domain stand in nearly every quoted heading, whatever the language, so they come
first. When in doubt a line is kept: a sentence lost is worse than a quote kept.
"""

import re
from collections.abc import Iterator

from ilnmail.understand.reading import Cut, Line, Us

_ATTRIBUTION = re.compile(
    r"^\s*(on|le|am|el|em|il|op|den|dne|w dniu|dnia|у|в|а|hi|2\d{3})\b.{4,250}"
    r"(wrote|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev|kirjoitti|napsal|napisa[łl]|пишет|написал|написав|كتب|写道|寫道|さんは書きました)"
    r".{0,40}:\s*$",
    re.I | re.S,
)
_RULER = re.compile(
    r"^\s*([-_=*]{5,}\s*)?(original message|forwarded message|ursprüngliche nachricht|message d'origine|mensaje original|mensagem original|исходное сообщение|原始邮件|الرسالة الأصلية)\s*([-_=*]{2,})?\s*$",
    re.I,
)
_HEADING = re.compile(r"^\s*\*?(from|von|de|da|van|från|fra|od|от|من|发件人|寄件者)\*?\s*[:：]\s*\S", re.I)
_HEADING_NEXT = re.compile(
    r"^\s*\*?(sent|to|subject|date|gesendet|an|betreff|datum|envoyé|à|objet|enviado|para|asunto|assunto|отправлено|кому|тема|дата|发送时间|收件人|主题|إلى|الموضوع|تاريخ)\*?\s*[:：]",
    re.I,
)
_SIGNATURE = re.compile(r"^(--|—|__)\s*$")
_MOBILE = re.compile(
    r"^\s*(sent from (my|mail|yahoo|outlook|proton)|get outlook for|von meinem .{2,30} gesendet|envoyé (de|depuis) mon|"
    r"enviado (desde|do|de) mi|enviado do meu|отправлено с|inviato da|发自我的|أرسلت من|skickat från min)\b.{0,80}$",
    re.I,
)
_FIELD = re.compile(
    r"^[\s>*•·-]*\*?(?P<label>[^\W\d_][\w '/()-]{1,40}?)\*?\s*[:：=]\s*\*?\s*(?P<value>\S.*?)?\s*$"
)


def read_reply(text: str, us: Us) -> tuple[str, tuple[Cut, ...]]:
    """(what was newly written, what was cut with the rule that cut it). Linear in the size of the text."""
    kept: list[str] = []
    cut: list[Cut] = []
    rule = ""
    lines = text.replace("\u200b", "").split("\n")
    for number, line in enumerate(lines):
        rule = _rule(line, lines, number, us, rule)
        if rule:
            cut.append(Cut(rule, line))
        else:
            kept.append(line)
    return _trimmed(kept), tuple(_joined(cut))


def _rule(line: str, lines: list[str], number: int, us: Us, before: str) -> str:
    """Why this line is not newly written; empty when it is. Some rules hold to the end of the text."""
    if before in ("signature", "quoted heading", "original message"):
        return before
    if line.lstrip().startswith(">"):
        return "quote mark"
    if _SIGNATURE.match(line):
        return "signature"
    if _MOBILE.match(line):
        return "mobile footer"
    if _RULER.match(line) or (
        _HEADING.match(line) and any(map(_HEADING_NEXT.match, lines[number + 1 : number + 4]))
    ):
        return "original message"
    return "attribution" if _is_attribution(line, lines, number, us) else ""


def _is_attribution(line: str, lines: list[str], number: int, us: Us) -> bool:
    """ "On ... wrote:", in one line or two, or any heading with our own address or name before a quote."""
    following = lines[number + 1] if number + 1 < len(lines) else ""
    if _ATTRIBUTION.match(line):
        return True
    if _ATTRIBUTION.match(f"{line} {following}") and not line.rstrip().endswith((".", "!", "?")):
        return True
    ours = us.address in line or f"{us.address.partition('@')[0]}+" in line or us.name in line
    heading = line.rstrip().endswith((":", "：")) or any(
        one.lstrip().startswith(">") for one in lines[number + 1 : number + 4]
    )
    before = number > 0 and _ATTRIBUTION.match(f"{lines[number - 1]} {line}")
    return (ours and heading) or bool(before)


def _trimmed(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip("\n").strip()


def _joined(cut: list[Cut]) -> Iterator[Cut]:
    """Neighbouring lines of one rule as one piece."""
    pending: list[str] = []
    for number, one in enumerate(cut):
        pending.append(one.text)
        if number + 1 == len(cut) or cut[number + 1].rule != one.rule:
            yield Cut(one.rule, "\n".join(pending))
            pending = []


def field_lines(text: str) -> tuple[Line, ...]:
    """`Field: value` lines, written or quoted."""
    found = ((line, _FIELD.match(line.lstrip("> "))) for line in text.split("\n")[:2000])
    return tuple(
        Line(match["label"].strip(), (match["value"] or "").strip("* "), line.lstrip().startswith(">"))
        for line, match in found
        if match
    )
