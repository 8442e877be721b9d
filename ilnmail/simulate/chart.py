"""A simulated round as a page: mails a day, figures, and every promise that was not kept."""

from html import escape

from ilnmail.simulate.run import Report

_STYLE = """
:root{color-scheme:light dark;--ink:#1f1d1a;--soft:#6b6257;--paper:#efe7da;--bar:#23507a;--mark:#b5432f}
@media(prefers-color-scheme:dark){:root{--ink:#ece8df;--soft:#a39c90;--paper:#15171b;--bar:#8ab6e6;--mark:#f2937f}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 Georgia,serif}main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem}
dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1.2rem}dt{color:var(--soft)}dd{margin:0}.days{display:flex;align-items:flex-end;gap:1px;height:9rem}
.days div{flex:1;background:var(--bar);min-height:1px}.broken{color:var(--mark)}
"""


def page(report: Report) -> str:
    """Self-contained HTML."""
    most = max(report.per_day.values(), default=1)
    bars = "".join(
        f"<div style='height:{100 * count / most:.0f}%' title='{day:%-d %B}: {count} mails'></div>"
        for day, count in sorted(report.per_day.items())
    )
    weeks = "".join(_charted(report, *one) for one in _CHARTS)
    facts = "".join(
        f"<dt>{escape(name.replace('_', ' '))}</dt><dd>{escape(str(told))}</dd>"
        for name, told in report.facts().items()
        if name != "broken"
    )
    broken = "".join(f"<li>{escape(str(one))}</li>" for one in report.broken[:200])
    kept = (
        f"<h2 class=broken>{len(report.broken)} promises were not kept</h2><ol>{broken}</ol>"
        if broken
        else "<h2>Every promise was kept</h2>"
    )
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width,initial-scale=1'>"
        f"<title>A round of {report.people}</title><style>{_STYLE}</style><main><h1>A round of {report.people} made-up people</h1>"
        f"<h2>Mails a day</h2><div class=days role=img aria-label='mails a day'>{bars}</div>{weeks}<h2>Figures</h2><dl>{facts}</dl>{kept}</main></html>\n"
    )


_CHARTS = (
    ("Contact", "in touch", "of the pairings that run, those in touch within 14 days"),
    ("Silence", "no word yet", "pairings that run and have not been heard from"),
    ("Rescue", "new pairs", "new pairings in the week"),
)
"""(heading, which number of a week, what it counts)."""


def _charted(report: Report, heading: str, which: str, words: str) -> str:
    """One bar a week of the term, with its number in words for whoever does not see the bar."""
    most = max(
        (figures["running"] if which == "in touch" else figures[which] for _, figures in report.weeks),
        default=1,
    )
    bars = "".join(
        f"<div style='height:{100 * figures[which] / max(1, most):.0f}%' "
        f"title='{day:%-d %B}: {figures[which]} of {figures['running']} pairings'></div>"
        for day, figures in report.weeks
    )
    told = ", ".join(str(figures[which]) for _, figures in report.weeks)
    return (
        f"<h2>{heading}</h2><p>By week: {words}; the highest is {max((f[which] for _, f in report.weeks), default=0)}.</p>"
        f"<div class=days role=img aria-label='{heading} by week: {told}'>{bars}</div>"
    )
