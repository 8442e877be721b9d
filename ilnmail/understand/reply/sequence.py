"""What a mail's lines are in their sequence: each line that was not newly written, with the rule that cut it."""

import re

from ilnmail.understand.marks import Mark
from ilnmail.understand.reading import Us
from ilnmail.understand.reply import attribution, footers, headers, notices, tabled
from ilnmail.understand.reply.attribution import Heading
from ilnmail.understand.reply.lines import Lines, is_quote, next_written

_LONGEST_SIGNATURE = 12  # written lines; what is longer after a lone "--" is text below a rule
_WRAPPED = 62
_ARMOUR = "signature of OpenPGP"
_RULE = re.compile(r"[-_=*—–─━~]{2,}$|#{5,}$")
_CALLED = re.compile(r"@\w|\+?\d[\d ()/.-]{6,}\d")
_TAIL = {footers.SIGNATURE, footers.MOBILE, footers.DISCLAIMER, footers.LIST}
_NAME = re.compile(r"(?:[^\W\d_a-z][\w.'’-]*\s?){2,4}")
_WHOLE = re.compile(r"[.!?。！？][\s*_)\]]*$")
_SENTENCE_END = re.compile(r"[?!:。？！]$")


class Verdict:
    """The rule for each line ("" keeps it) and how many characters of a line are kept where a heading shares it."""

    def __init__(self, lines: Lines) -> None:
        self.rules = [""] * len(lines.plain)
        self.columns: dict[int, int] = {}


def decide(lines: Lines, us: Us) -> Verdict:
    """One pass over the lines. Linear: every line is looked at a bounded number of times."""
    verdict = Verdict(lines)
    marks = {**footers.find(lines), **_armour(lines)}
    blocks = {**headers.find(lines, us), **tabled.find(lines)}
    attributed = (headers.begun_above(lines, one) for one in attribution.find(lines, us, blocks).values())
    headings = {**{one.start: one for one in attributed}, **_named_above(lines, blocks)}
    code = _fenced(lines)
    number, tail, last = 0, "", _last_quote(lines, marks)
    while number < len(lines.plain):
        if lines.marks[number] is Mark.BLANK:
            verdict.rules[number] = tail
            number += 1
            continue
        if not tail and number not in marks and number not in headings and _is_plain(lines, number, verdict):
            number += 1
            continue
        kind = "" if number in code else marks.get(number, "")
        heading = (
            headings.get(number) or _separator(lines, number, kind, headings) or _quoted_block(lines, number)
        )
        if heading and number not in code:
            number, tail = _head(lines, verdict, heading)
        elif number not in code and _is_quoted(lines, number, verdict, last):
            verdict.rules[number] = "quote mark"
            number, tail = number + 1, ""
        else:
            tail = "" if kind == _ARMOUR else tail or _opens_tail(lines, number, kind, headings)
            verdict.rules[number] = tail or _alone(lines, number, kind, verdict, headings)
            number += 1
    _cut_last_rules(verdict, lines)
    return verdict


def _is_plain(lines: Lines, number: int, verdict: Verdict) -> bool:
    """Words with nothing about them that cuts: most lines of most mails."""
    above = verdict.rules[number - 1] if number else ""
    return lines.marks[number] is Mark.TEXT and above not in (footers.BANNER, "quote mark")


def _cut_last_rules(verdict: Verdict, lines: Lines) -> None:
    """Rules below all that is kept divide it from nothing."""
    for number in range(len(lines.plain) - 1, -1, -1):
        if verdict.rules[number] or not lines.plain[number]:
            continue
        if not _RULE.match(lines.plain[number]):
            break
        verdict.rules[number] = footers.RULE


def _head(lines: Lines, verdict: Verdict, heading: Heading) -> tuple[int, str]:
    """Cut the heading; before quoted lines only itself, else all that follows: (where to go on, what goes on)."""
    for number in range(heading.start, heading.end):
        verdict.rules[number] = heading.rule
    if heading.column:
        verdict.columns[heading.start] = heading.column
    if is_quote(lines, heading.end):
        return heading.end, ""
    for number in range(heading.end, len(lines.plain)):
        verdict.rules[number] = "quoted text"
    return len(lines.plain), ""


def _is_quoted(lines: Lines, number: int, verdict: Verdict, last: int) -> bool:
    """Marked as quoted; or indented, at either end of the mail or below something that was cut."""
    if lines.marks[number] is not Mark.INDENTED:
        return lines.marks[number] is Mark.QUOTED and not _is_prompt(lines, number, verdict)
    above = number - 1
    while above >= max(0, number - 5) and lines.marks[above] is Mark.BLANK:
        above -= 1
    return number >= last or (above >= 0 and verdict.rules[above] != "") or number == next_written(lines, 0)


def _is_prompt(lines: Lines, number: int, verdict: Verdict) -> bool:
    """Python at its prompt (">>> print(1)"), where nothing was cut just above and no quote goes on below."""
    if not lines.plain[number].startswith(">>> "):
        return False
    above = next((n for n in range(number - 1, max(0, number - 4) - 1, -1) if lines.plain[n]), -1)
    below = lines.plain[number + 1] if number + 1 < len(lines.plain) else ""
    return above >= 0 and not verdict.rules[above] and (below[:1] != ">" or below.startswith(">>>"))


def _last_quote(lines: Lines, marks: dict[int, str]) -> int:
    """Where the last run of quoted or indented lines begins; not where its writer announces it ("As the poem says:")
    and goes on below."""
    number, goes_on = len(lines.marks) - 1, False
    while number >= 0 and lines.marks[number] not in (Mark.QUOTED, Mark.INDENTED):
        goes_on = goes_on or (lines.marks[number] is Mark.TEXT and number not in marks)
        number -= 1
    while number > 0 and lines.marks[number - 1] in (Mark.QUOTED, Mark.INDENTED, Mark.BLANK):
        number -= 1
    announced = goes_on and number > 0 and lines.plain[number - 1].endswith((":", "："))
    return len(lines.marks) if announced else max(number, 0)


def _separator(lines: Lines, number: int, kind: str, headings: dict[int, Heading]) -> Heading | None:
    """A separator with the header block below it."""
    if kind not in (footers.SEPARATOR, footers.RULE):
        return None
    below = next_written(lines, number + 1)
    if kind == footers.SEPARATOR:
        return Heading(number, headings[below].end if below in headings else number + 1, kind)
    if kind == footers.RULE and lines.marks[min(below, len(lines.marks) - 1)] is Mark.QUOTED:
        end = headers.quoted_end(lines, below)
        return Heading(number, end, "quoted heading") if end else None
    if kind == footers.RULE and below in headings and headings[below].rule == "quoted heading":
        return Heading(number, headings[below].end, "quoted heading")
    return None


def _quoted_block(lines: Lines, number: int) -> Heading | None:
    """A header block that alone is marked as quoted, above a body without marks."""
    if lines.marks[number] is not Mark.QUOTED or (number and lines.marks[number - 1] is Mark.QUOTED):
        return None
    end = headers.quoted_end(lines, number)
    return Heading(number, end, "quoted heading") if end and not is_quote(lines, end) else None


def _named_above(lines: Lines, blocks: dict[int, Heading]) -> dict[int, Heading]:
    """Header blocks, with the bare words "Original message" where they stand above."""
    found = {}
    for block in blocks.values():
        above = next((n for n in range(block.start - 1, max(block.start - 3, -1), -1) if lines.plain[n]), -1)
        named = (
            above >= 0 and lines.marks[above] is Mark.TEXT and footers.is_bare_separator(lines.plain[above])
        )
        found[above if named else block.start] = block._replace(start=above if named else block.start)
    return found


def _opens_tail(lines: Lines, number: int, kind: str, headings: dict[int, Heading]) -> str:
    """Whether a footer that runs on to the next quote begins here."""
    if lines.marks[number] is Mark.SIGNED:
        return ""
    if kind == footers.SIGNATURE:
        return kind if _is_short(lines, number + 1, headings) else ""
    if kind == footers.RULE and lines.plain[number][0] in "_—" and _is_list(lines, number + 1):
        return footers.LIST
    if kind == footers.RULE and _is_advert(lines, number, headings):
        return footers.LIST
    if kind == footers.RULE and (
        _is_card(lines, number + 1, headings) or _is_signed(lines, number, headings)
    ):
        return footers.SIGNATURE
    return kind if kind in _TAIL else ""


def _is_card(lines: Lines, start: int, headings: dict[int, Heading]) -> bool:
    """Up to eight short lines to the next quote or the end, with an address or a number to call."""
    card: list[str] = []
    for number in range(start, len(lines.plain)):
        if number in headings or lines.marks[number] is Mark.QUOTED:
            break
        card.append(lines.plain[number])
        if len(card) > 12 or len(lines.plain[number]) > 70:
            return False
    written = [one for one in card if one]
    return bool(card and card[0]) and len(written) <= 8 and any(_CALLED.search(one) for one in written)


def _is_advert(lines: Lines, rule: int, headings: dict[int, Heading]) -> bool:
    """A long line of underscores below a blank one, then one paragraph that ends in a link, as providers add it."""
    if len(lines.plain[rule]) < 30 or lines.plain[rule].strip("_") or lines.marks[rule - 1] is not Mark.BLANK:
        return False
    below = [number for number in range(rule + 1, min(rule + 12, len(lines.plain))) if lines.plain[number]]
    piece = next((below[: n + 1] for n, one in enumerate(below) if one + 1 not in below), [])
    ends = piece and (len(piece) == len(below) or below[len(piece)] in headings)
    return bool(ends) and len(piece) <= 4 and "http" in lines.plain[piece[-1]]


def _is_signed(lines: Lines, rule: int, headings: dict[int, Heading]) -> bool:
    """A line of underscores below a blank one, then a name, and at most three more short lines that are no sentences."""
    if lines.plain[rule].strip("_") or lines.marks[rule - 1] is not Mark.BLANK:
        return False
    below = [line for line in lines.plain[rule + 1 : rule + 8] if line]
    ends = next((n for n in range(rule + 1, len(lines.plain)) if n in headings), len(lines.plain))
    all_of_it = len([line for line in lines.plain[rule + 1 : ends] if line]) == len(below)
    short = len(below) <= 4 and all(len(line) <= 45 and line[-1] not in ".!?:,;" for line in below)
    return bool(below) and all_of_it and short and _NAME.fullmatch(below[0]) is not None


def _is_short(lines: Lines, start: int, headings: dict[int, Heading]) -> bool:
    """At most a dozen written lines up to the next quote or the end."""
    written = 0
    for number in range(start, min(start + 60, len(lines.plain))):
        mark = lines.marks[number]
        if number in headings or mark is Mark.QUOTED:
            return True
        written += mark is Mark.TEXT
        if written > _LONGEST_SIGNATURE:
            return False
    return True


def _is_list(lines: Lines, start: int) -> bool:
    """The name of a list, its address and its page."""
    after = [plain.casefold() for plain in lines.plain[start : start + 5]]
    return any("list" in one or "@" in one or "groups" in one for one in after[:2]) and any(
        "http" in one or "@" in one for one in after
    )


def _alone(lines: Lines, number: int, kind: str, verdict: Verdict, headings: dict[int, Heading]) -> str:
    """A line cut by itself: a banner, an element of HTML, the rest of a quoted line that a program wrapped."""
    if kind == _ARMOUR:
        return kind
    if lines.marks[number] is Mark.SIGNED:
        return Mark.SIGNED.value
    if kind == footers.BANNER or _goes_on(lines, number, verdict):
        return footers.BANNER
    return "quote mark" if _is_wrapped(lines, number, verdict) else ""


def _goes_on(lines: Lines, number: int, verdict: Verdict) -> bool:
    """Below a line of a banner that is no whole sentence: the rest of it."""
    if not number or verdict.rules[number - 1] != footers.BANNER or not lines.plain[number]:
        return False
    return not _WHOLE.search(lines.plain[number - 1]) or notices.warns(lines.plain[number])


def _is_wrapped(lines: Lines, number: int, verdict: Verdict) -> bool:
    """Between two quoted lines, with no blank one: the rest of a line too long for its quote mark."""
    if not 0 < number < len(lines.plain) - 1 or not lines.plain[number]:
        return False
    before, line = lines.plain[number - 1], lines.plain[number]
    between = (
        verdict.rules[number - 1] == "quote mark" and before != "" and lines.marks[number + 1] is Mark.QUOTED
    )
    if not between or _SENTENCE_END.search(before):
        return False
    if (line[0] in "(<" and line[-1] in ">)") or before.count("(") > before.count(")"):
        return True
    return len(before) + len(line.split()[0]) > _WRAPPED and (before[-1] != "." or line[0].islower())


def _armour(lines: Lines) -> dict[int, str]:
    """What OpenPGP draws around signed text (RFC 9580 7): the head above it and the signature below."""
    found, ends = {}, ""
    for number, plain in enumerate(lines.plain):
        if plain.startswith("-----BEGIN PGP SIGN") and plain.endswith("-----"):
            ends = "-----END PGP SIGNATURE-----" if "SIGNATURE" in plain else "blank"
        if ends:
            found[number] = _ARMOUR
        if plain == ends or (ends == "blank" and not plain):
            ends = ""
    return found


def _fenced(lines: Lines) -> frozenset[int]:
    """Lines of code between two ``` fences."""
    fences = [number for number, plain in enumerate(lines.plain) if plain.startswith("```")]
    pairs = zip(fences[::2], fences[1::2], strict=False)
    return frozenset(number for first, last in pairs for number in range(first, last + 1))
