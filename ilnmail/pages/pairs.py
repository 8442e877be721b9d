"""The pairs of a match run as a page to look at: how well they fit, from where to where, the weakest first. Self-contained HTML."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import combinations
from math import cos, degrees, pi, sin
from typing import Protocol

from babel import Locale

from ilnmail.data.places import world
from ilnmail.pages.pairs_style import STYLE

MOST = 1000
"""So many pairs stand on the page; what fits better than all of them does not need anybody's eye."""

_EN = Locale("en")
_CROWDED = 40  # countries from which on their names stand smaller
Who = tuple[str, str]
"""A name, and where they work (ISO 3166-1 alpha-2)."""


@dataclass(frozen=True)
class Pair:
    """Two or three people, and why."""

    number: str  # by which an answer names it
    people: tuple[Who, ...]
    score: int  # 0 to 100
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]


class Fit(Protocol):
    """How well two or three people fit, and why."""

    @property
    def score(self) -> int: ...
    @property
    def reasons(self) -> tuple[str, ...]: ...
    @property
    def warnings(self) -> tuple[str, ...]: ...


def numbered(pairs: Iterable[tuple[tuple[Who, ...], Fit]]) -> tuple[Pair, ...]:
    """In the order in which they are proposed, which is that of their numbers."""
    return tuple(
        Pair(str(n), people, fit.score, fit.reasons, fit.warnings) for n, (people, fit) in enumerate(pairs, 1)
    )


@dataclass(frozen=True)
class Pairs:
    """What a match run has brought."""

    round: str  # its name, where there is one
    proof: str
    digest: str
    pairs: tuple[Pair, ...]
    left: tuple[tuple[str, str], ...]  # who, why

    @property
    def title(self) -> str:
        pairs = f"{len(self.pairs):,} proposed {'pair' if len(self.pairs) == 1 else 'pairs'}"
        return f"{self.round}: {pairs}" if self.round else pairs


def pairs_page(made: Pairs) -> str:
    """The whole page; nothing in it is fetched, nothing runs."""
    shown = sorted(made.pairs, key=lambda one: (one.score, not one.warnings))[:MOST]
    more = len(made.pairs) - len(shown)
    rest = (
        f"<p class=soft>{more:,} more pairs fit better than these; they stand in the table.</p>"
        if more
        else ""
    )
    return "".join(
        (
            "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width,initial-scale=1'>",
            f"<title>{escape(made.title)}</title><style>{STYLE}</style><main><h1>{escape(made.title)}</h1>",
            f"<p>{escape(made.proof)}</p><div class=figures>{''.join(_figures(made))}</div>",
            f"<h2>How well they fit</h2>{_bars(made)}" if made.pairs else "",
            f"<h2>From country to country</h2>{_chord(made)}" if made.pairs else "",
            _left(made),
            f"<h2>The pairs, the weakest first</h2>{''.join(map(_pair, shown))}{rest}" if made.pairs else "",
            f"<p class='soft sum'>SHA-256 of the pairs: {made.digest}</p></main></html>\n",
        )
    )


def _figures(made: Pairs) -> Iterable[str]:
    countries = {country for one in made.pairs for _, country in one.people}
    figures = (
        (sum(len(one.people) for one in made.pairs), "people paired"),
        (len(made.pairs), "pairs"),
        (len(countries), "countries"),
        (min((one.score for one in made.pairs), default=0), "worst score of 100"),
        (sum(bool(one.warnings) for one in made.pairs), "with a warning"),
        (len(made.left), "without a partner"),
    )
    return (f"<div><b>{number:,}</b><span class=soft>{words}</span></div>" for number, words in figures)


def _bars(made: Pairs) -> str:
    """How many pairs have which score, in steps of five."""
    counts = Counter(min(one.score, 99) // 5 for one in made.pairs)
    most = max(counts.values())
    bars = (
        f"<div style='height:{100 * counts[step] / most:.0f}%' title='{5 * step} to {5 * step + 4}: {counts[step]}'></div>"
        for step in range(20)
    )
    axis = "<div class=axis><span>0</span><span>50</span><span>100</span></div>"
    return f"<div class=bars role=img aria-label='distribution of scores'>{''.join(bars)}</div>{axis}"


def _chord(made: Pairs) -> str:
    """Countries on a circle, neighbours in the world beside each other; a curve for all pairs of two countries."""
    there = {country for one in made.pairs for _, country in one.people}
    placed = dict.fromkeys(code for row in world() for code in row["countries"].split() if code in there)
    codes = (*placed, *sorted(there - placed.keys()))
    at = {code: 2 * pi * n / len(codes) - pi / 2 for n, code in enumerate(codes)}
    links = Counter(
        tuple(sorted((a, b))) for one in made.pairs for (_, a), (_, b) in combinations(one.people, 2)
    )
    curves = "".join(
        f"<path d='M{_point(at[a], 120)}Q150 150 {_point(at[b], 120)}' stroke-width='{min(6, 1 + count / 2):.1f}'>"
        f"<title>{_country(a)} and {_country(b)}: {count}</title></path>"
        for (a, b), count in sorted(links.items())
    )
    size = 8 if len(codes) < _CROWDED else max(4, 8 * _CROWDED / len(codes))
    labels = "".join(_label(code, angle) for code, angle in at.items())
    return (
        f"<svg viewBox='0 0 300 300' role=img aria-label='which countries are paired'>{curves}"
        f"<g style='font-size:{size:.1f}px'>{labels}</g></svg>"
    )


def _point(angle: float, radius: int) -> str:
    return f"{150 + radius * cos(angle):.1f} {150 + radius * sin(angle):.1f}"


def _label(code: str, angle: float) -> str:
    """Outwards, and never upside down."""
    left = cos(angle) < -1e-9
    turned = degrees(angle) + (180 if left else 0)
    end = "end" if left else "start"
    return (
        f"<text transform='translate({_point(angle, 124)}) rotate({turned:.0f})' text-anchor={end} dy='.35em'>"
        f"{escape(code)}<title>{_country(code)}</title></text>"
    )


def _country(code: str) -> str:
    return escape(_EN.territories.get(code, code), quote=True)


def _pair(one: Pair) -> str:
    who = " · ".join(
        f"<bdi>{escape(name)}</bdi> <span class=soft>{_country(code)}</span>" for name, code in one.people
    )
    warned = f"<p class='why warn'>{escape('; '.join(one.warnings))}</p>" if one.warnings else ""
    return (
        f"<div class='pair{' warned' if warned else ''}'><b class=score>{one.score}</b><span class=soft>{escape(one.number)}</span> "
        f"{who}<p class=why>{escape('; '.join(one.reasons))}</p>{warned}</div>"
    )


def _left(made: Pairs) -> str:
    if not made.left:
        return ""
    rows = "".join(
        f"<div class='pair warned'><bdi>{escape(who)}</bdi><p class=why>{escape(why)}</p></div>"
        for who, why in made.left[:MOST]
    )
    more = len(made.left) - MOST
    return f"<h2>Without a partner</h2>{rows}" + (f"<p class=soft>and {more:,} more</p>" if more > 0 else "")
