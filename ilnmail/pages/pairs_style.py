"""How the page of a match run looks: by day and by night, on a telephone and on paper."""

STYLE = """
:root{color-scheme:light dark;--ink:#1f1d1a;--soft:#6b6257;--paper:#efe7da;--card:#fffdf7;--line:#d9cfbd;--mark:#b5432f;--bar:#23507a}
@media(prefers-color-scheme:dark){:root{--ink:#ece8df;--soft:#a39c90;--paper:#15171b;--card:#1e2128;--line:#33373f;--mark:#f2937f;--bar:#8ab6e6}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 Georgia,serif}
main{max-width:64rem;margin:0 auto;padding:1.5rem 1rem}h1{font-size:1.9rem;line-height:1.15;margin:.2em 0}h2{margin:2rem 0 .6rem;font-size:1.2rem}
.soft{color:var(--soft)}.sum{overflow-wrap:anywhere;font-size:.85rem;margin-top:2rem}
.figures{display:flex;flex-wrap:wrap;gap:1.5rem;margin:1rem 0}.figures b{display:block;font-size:1.8rem;font-weight:400}
.bars{display:flex;align-items:flex-end;gap:3px;height:8rem;border-bottom:2px solid var(--bar)}.bars div{flex:1;background:var(--bar);border-radius:2px 2px 0 0}
.axis{display:flex;justify-content:space-between;color:var(--soft);font-size:.85rem}
.pair{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--bar);border-radius:3px;padding:.7rem 1rem;margin:.6rem 0;break-inside:avoid}
.pair.warned{border-left-color:var(--mark)}.pair b.score{float:right;font-weight:400;color:var(--soft)}
.pair .why{margin:.2rem 0 0;font-size:.95rem}.warn{color:var(--mark)}
svg{width:100%;height:auto;max-width:36rem;display:block;margin:0 auto}svg text{font-family:sans-serif;fill:var(--soft)}
svg path{fill:none;stroke:var(--bar);opacity:.45}svg path:hover{stroke:var(--mark);opacity:1}
"""
