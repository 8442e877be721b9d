"""What one sees while a round is played: the day, a ribbon of the weeks, the figures, the last mails."""

from collections.abc import Mapping
from datetime import date, timedelta

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from ilnmail.simulate.counts import Counts
from ilnmail.simulate.world import Passed

_BARS = " ▁▂▃▄▅▆▇█"
_COLOURS = {True: "red", False: "blue"}

IN_WORDS: Mapping[str, str] = {
    "Applied": "would like to join",
    "CardAnswered": "answers the card",
    "QuestionAnswered": "answers a question",
    "CommandGiven": "a command",
    "CommandMentioned": "a command word in a sentence",
    "PartnerWritten": "words for the partner",
    "TopicAnswered": "answers the topic",
    "CoordinatorWrote": "decides",
    "MailIgnored": "a machine: no answer",
    "MailTooLarge": "too large to be read",
    "LetterBounced": "came back",
    "AwayNoted": "out of office: noted",
    "StrangerAnswered": "another address",
    "TextReceived": "for a person to read",
}


def story_so_far(counts: Counts, today: date, starts: date, ends: date) -> RenderableType:
    """The whole picture at this moment."""
    return Group(
        Panel(_heading(today, starts, ends), border_style="dim"),
        _ribbon(counts, starts, ends, today),
        _figures(counts),
        _last(counts),
    )


def _heading(today: date, starts: date, ends: date) -> Text:
    return Text.assemble((f"{today:%A %-d %B %Y}", "bold"), "   ", (phase(today, starts, ends), "dim"))


def phase(today: date, starts: date, ends: date) -> str:
    """Where in the round that day lies."""
    day = (today - starts).days
    for until, words in (
        (-14, "people write to join"),
        (-7, "everybody hears whether there is a place"),
        (0, "pairs are proposed, coordinators decide"),
    ):
        if day < until:
            return words
    if today < ends:
        return f"week {day // 7 + 1} of {(ends - starts).days // 7}: partners write to each other"
    return "the term is over"


def _ribbon(counts: Counts, starts: date, ends: date, today: date) -> Text:
    """One bar a week, and a mark under the introductions."""
    first = starts - timedelta(days=42)
    weeks = [first + timedelta(weeks=n) for n in range((ends - first).days // 7 + 3)]
    sums = [sum(counts.per_day[week + timedelta(days=day)] for day in range(7)) for week in weeks]
    most = max(*sums, 1)
    ribbon = Text("  ")
    for week, count in zip(weeks, sums, strict=True):
        now = week <= today < week + timedelta(days=7)
        bar = _BARS[min(8, -(-8 * count // most))]
        ribbon.append(f"{bar}{bar} ", style="bold yellow" if now else "green" if week >= starts else "cyan")
    return ribbon


def _figures(counts: Counts) -> Text:
    shown = (
        ("mails", counts.mails),
        ("people joined", counts.joined),
        ("introductions", counts.introductions),
        ("letters passed on", counts.relayed),
    )
    return Text("  ") + Text("   ").join(
        Text.assemble((f"{number:,}", "bold"), f" {name}") for name, number in shown
    )


def _last(counts: Counts) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 1), expand=True)
    table.add_column(width=6, style="dim", no_wrap=True)
    table.add_column(width=24, no_wrap=True, overflow="ellipsis")
    table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    table.add_column(width=28, style="italic dim", no_wrap=True, overflow="ellipsis")
    for one in counts.last:
        who = _name(one.letter.sender) if one.inbound else f"to {one.reader.partition('@')[0]}"
        table.add_row(
            f"{one.letter.at:%H:%M}",
            Text(who, style=_COLOURS[one.inbound]),
            one.letter.subject,
            IN_WORDS.get(one.understood, one.understood),
        )
    return table


def _name(sender: str) -> str:
    return sender.partition(" <")[0].strip('"') or sender


def line(one: Passed) -> str:
    """One mail in a line of plain text."""
    arrow = "->" if one.inbound else "<-"
    who = _name(one.letter.sender) if one.inbound else one.reader
    understood = f"  [{IN_WORDS.get(one.understood, one.understood)}]" if one.understood else ""
    return f"{one.letter.at:%d %b %H:%M}  {arrow} {who:<28.28} {one.letter.subject:.60}{understood}"


def letter_panel(one: Passed, title: str) -> Panel:
    """A whole letter, as its reader sees it."""
    body = Text(one.letter.text.strip())
    return Panel(
        Group(Text(one.letter.subject, style="bold"), Text(""), body),
        title=title,
        title_align="left",
        border_style=_COLOURS[one.inbound],
        width=84,
        padding=(1, 2),
    )
