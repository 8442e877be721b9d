"""A match run as a page to look at: who with whom and why, the worst pairs first. Self-contained HTML."""

from collections import Counter
from collections.abc import Mapping
from html import escape
from itertools import combinations

from babel import Locale

from ilnmail.matching import Applicant, Proposal, ProposedPairing

_EN = Locale("en")
_STYLE = """
:root{color-scheme:light dark;--ink:#1f1d1a;--soft:#6b6257;--paper:#efe7da;--card:#fffdf7;--line:#d9cfbd;--mark:#b5432f;--bar:#23507a}
@media(prefers-color-scheme:dark){:root{--ink:#ece8df;--soft:#a39c90;--paper:#15171b;--card:#1e2128;--line:#33373f;--mark:#f2937f;--bar:#8ab6e6}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 Georgia,serif}
main{max-width:64rem;margin:0 auto;padding:1.5rem 1rem}h1{font-size:1.9rem;line-height:1.15;margin:.2em 0}h2{margin:2rem 0 .6rem;font-size:1.2rem}
p.soft,td.soft,span.soft{color:var(--soft)}.figures{display:flex;flex-wrap:wrap;gap:1.5rem;margin:1rem 0}.figures b{display:block;font-size:1.8rem;font-weight:400}
.bars{display:flex;align-items:flex-end;gap:3px;height:8rem}.bars div{flex:1;background:var(--bar);min-height:2px;border-radius:2px 2px 0 0}
.axis{display:flex;justify-content:space-between;color:var(--soft);font-size:.85rem}.pair{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--bar);
border-radius:3px;padding:.7rem 1rem;margin:.6rem 0}.pair.warned{border-left-color:var(--mark)}.pair b.score{float:right;font-weight:400;color:var(--soft)}
.pair .why{margin:.2rem 0 0;font-size:.95rem}.warn{color:var(--mark)}svg{width:100%;height:auto;max-width:34rem;display:block;margin:0 auto}svg text{font:10px sans-serif;fill:var(--soft)}
svg path{fill:none;stroke:var(--bar);opacity:.45}
"""


def page(made: Proposal, people: Mapping[int, Applicant], names: Mapping[int, str]) -> str:
    """The whole page."""
    countries = {people[id].country for one in made.pairings for id in one.members}
    figures = (
        (f"{sum(len(one.members) for one in made.pairings)}", "people paired"),
        (f"{len(made.pairings)}", "pairings"),
        (f"{len(countries)}", "countries"),
        (f"{made.worst}", "worst score of 100"),
        (f"{len(made.unmatched)}", "left out"),
    )
    worst_first = sorted(made.pairings, key=lambda one: (one.score, one.members))
    return "".join(
        (
            "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width,initial-scale=1'>",
            f"<title>{len(made.pairings)} pairings</title><style>{_STYLE}</style><main>",
            f"<h1>{len(made.pairings)} pairings across {len(countries)} countries</h1><p>{escape(made.proof)}</p>",
            "<div class=figures>",
            *(
                f"<div><b>{escape(number)}</b><span class=soft>{words}</span></div>"
                for number, words in figures
            ),
            f"</div><h2>How well they fit</h2>{_bars(made)}<h2>From country to country</h2>{_chord(made, people)}",
            "<h2>The pairs, the weakest first</h2>",
            *(_pair(one, people, names) for one in worst_first),
            _left(made, names),
            f"<p class=soft>SHA-256 of the pairs: {made.digest}</p></main></html>\n",
        )
    )


def _bars(made: Proposal) -> str:
    """How many pairings have which score, in steps of five."""
    counts = Counter(min(one.score, 99) // 5 for one in made.pairings)
    most = max(counts.values(), default=1)
    bars = (
        f"<div style='height:{100 * counts[step] / most:.0f}%' title='{5 * step} to {5 * step + 4}: {counts[step]}'></div>"
        for step in range(20)
    )
    return f"<div class=bars role=img aria-label='distribution of scores'>{''.join(bars)}</div><div class=axis><span>0</span><span>50</span><span>100</span></div>"


def _chord(made: Proposal, people: Mapping[int, Applicant]) -> str:
    """Countries on a circle, a curve for each pair."""
    from math import cos, pi, sin  # noqa: PLC0415

    codes = sorted({people[id].country for one in made.pairings for id in one.members})
    at = {code: 2 * pi * n / max(1, len(codes)) for n, code in enumerate(codes)}
    links = Counter(
        tuple(sorted((people[a].country, people[b].country)))
        for one in made.pairings
        for a, b in combinations(one.members, 2)
    )
    curves = "".join(
        f"<path d='M{150 + 120 * cos(at[a]):.0f} {150 + 120 * sin(at[a]):.0f}Q150 150 {150 + 120 * cos(at[b]):.0f} {150 + 120 * sin(at[b]):.0f}' "
        f"stroke-width='{min(6, 1 + count / 2):.1f}'><title>{a} and {b}: {count}</title></path>"
        for (a, b), count in sorted(links.items())
    )
    labels = "".join(
        f"<text x='{150 + 134 * cos(angle):.0f}' y='{153 + 134 * sin(angle):.0f}' text-anchor='middle'>{code}</text>"
        for code, angle in at.items()
    )
    return (
        f"<svg viewBox='0 0 300 300' role=img aria-label='which countries are paired'>{curves}{labels}</svg>"
    )


def _pair(one: ProposedPairing, people: Mapping[int, Applicant], names: Mapping[int, str]) -> str:
    who = " · ".join(
        f"{escape(names.get(id, str(id)))} <span class=soft>{escape(_EN.territories.get(people[id].country, people[id].country))}</span>"
        for id in one.members
    )
    why = escape("; ".join(one.reasons))
    warned = f"<p class='why warn'>{escape('; '.join(one.warnings))}</p>" if one.warnings else ""
    return f"<div class='pair{' warned' if warned else ''}'><b class=score>{one.score}</b>{who}<p class=why>{why}</p>{warned}</div>"


def _left(made: Proposal, names: Mapping[int, str]) -> str:
    if not made.unmatched:
        return ""
    rows = "".join(
        f"<div class='pair warned'>{escape(names.get(one.id, str(one.id)))}<p class=why>{escape(one.reason)}</p></div>"
        for one in made.unmatched
    )
    return f"<h2>Without a partner</h2>{rows}"
