"use strict";
const R = JSON.parse(document.getElementById("record").textContent);
const main = document.getElementById("main"), nav = document.querySelector("nav");
const mail = n => R.mails[n - 1], person = id => R.people.find(p => p.id === id);
const esc = s => String(s ?? "").replace(/[&<>"]/g, c => ({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}[c]));
const side = m => m.inbound ? "theirs" : /^(relay|partner-answer|person-answer)$/.test(m.kind) ? "passed" : "ours";
const plural = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many || one + "s"}`;
const day = at => at.slice(0, 10), when = (at, style) => new Date(at).toLocaleDateString("en-GB", {timeZone: "UTC", ...style});
const long = at => when(at, {weekday: "long", day: "numeric", month: "long", year: "numeric"});
const short = at => when(at, {day: "numeric", month: "short"});

/* The bodies lie packed in the page; they are unpacked at the first mail that is opened. */
let unpacked;
function bodies() {
  return unpacked ||= (async () => {
    const bytes = Uint8Array.from(atob(document.getElementById("bodies").textContent.trim()), c => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  })();
}

/* A mail as one reads it: wrapped lines joined, cards and lists kept, quotes and footer set apart. */
function read(text) {
  const [body, ...foot] = text.split(/\n-- ?\n(?=[^]*(?:Ref |HELP|passed on))/);
  const out = body.split(/\n\s*\n/).map(block => {
    if (!block.trim()) return "";
    const lines = block.split("\n");
    if (lines.every(l => /^>/.test(l))) return `<div class="quote" dir="auto">${esc(block.replace(/^> ?/gm, ""))}</div>`;
    if (lines.some(l => /^(\s+|\d+[.)] |[-*] )|\S {3,}\S/.test(l)) && lines.length > 1 || /^\s{3,}/.test(block)) {
      const indent = Math.min(...lines.filter(l => l.trim()).map(l => l.match(/^ */)[0].length));
      return `<pre dir="auto"${/\S {3,}\S/.test(block) ? ' class="columns"' : ""}>${esc(lines.map(l => l.slice(indent)).join("\n"))}</pre>`;
    }
    const joined = lines.reduce((a, l) => a + (a ? (a.split("\n").pop().length > 45 ? " " : "\n") : "") + l, "");
    return `<p dir="auto">${esc(joined).replace(/\n/g, "<br>")}</p>`;
  }).join("");
  return `<div class="read">${out}${foot.length ? `<div class="foot2">${esc(foot.join("\n"))}</div>` : ""}</div>`;
}

function letter(m, text, extra = "") {
  return `<article class="letter ${side(m)} ${extra}"><header><span><b>${esc(m.sender)}</b> to <b>${esc(m.reader)}</b></span><time datetime="${m.at}">${long(m.at)}</time></header>
  <h3><a href="#mail/${m.number}" dir="auto">${esc(m.subject)}</a></h3>${read(text)}${extra ? '<button class="more" type="button">the whole letter</button>' : ""}</article>`;
}

function noted(m, text, extra) {
  const what = m.inbound ? "what the program read" : side(m) === "passed" ? "how it was passed on" : "why it was sent";
  return `<li>${letter(m, text, extra)}<aside class="margin">${m.notes.length ? `<span class="label">${what}</span><ul>${m.notes.map(n => `<li>${esc(n)}</li>`).join("")}</ul>` : ""}</aside></li>`;
}

function rows(list) {
  if (!list.length) return "<p class=lead>None.</p>";
  return `<table><thead><tr><th>Day</th><th>Mail</th><th class="wide">What came of it</th></tr></thead><tbody>${list.map(m =>
    `<tr class="${side(m)}"><td><a href="#day/${day(m.at)}">${short(m.at)}</a></td><td><a href="#mail/${m.number}"><span dir="auto">${esc(m.subject) || "(no subject)"}</span>
    <span class="sub">${esc(m.sender)} to ${esc(m.reader)}</span></a></td><td class="wide">${esc(m.inbound ? m.outcome + (m.reason ? ": " + m.reason : "") : m.why)}</td></tr>`).join("")}</tbody></table>`;
}

const perDay = R.mails.reduce((all, m) => { const d = all[day(m.at)] ||= {i: 0, o: 0, r: 0, n: 0}; d[{theirs: "i", ours: "o", passed: "r"}[side(m)]]++; d.n++; return all; }, {});
const allDays = []; for (let t = Date.parse(R.began), end = Date.parse(day(R.mails.at(-1)?.at || R.ends)); t <= end; t += 864e5) allDays.push(new Date(t).toISOString().slice(0, 10));

function ribbon(current) {
  const top = Math.max(...Object.values(perDay).map(d => d.n), 1), cols = `grid-template-columns: repeat(${allDays.length}, 1fr)`;
  const bars = allDays.map(d => { const c = perDay[d] || {n: 0}, h = k => c[k] ? `<i class="${k}" style="height:${Math.max(2, 70 * Math.sqrt(c.n / top) * c[k] / c.n)}px"></i>` : "";
    return `<a href="#day/${d}" tabindex="${d === (current || R.starts) ? 0 : -1}" ${d === current ? 'aria-current="date"' : ""} title="${long(d)}: ${plural(c.n, "mail")}" aria-label="${long(d)}: ${plural(c.n, "mail")}">${h("r")}${h("o")}${h("i")}</a>`; }).join("");
  const spans = (list) => list.map(([name, from], n) => { const a = Math.max(0, allDays.indexOf(from)), b = n + 1 < list.length ? allDays.indexOf(list[n + 1][1]) : allDays.length;
    return `<span style="grid-column: ${a + 1} / ${b + 1}" title="${esc(name)}">${esc(name)}</span>`; }).join("");
  const months = allDays.filter((d, n) => !n || d.endsWith("-01")).map(d => [when(d, {month: "short"}), d]);
  return `<section class="ribbon" aria-label="The round, day by day"><div class="scroll"><div><div class="phases" style="${cols}">${spans(R.phases)}</div>
  <div class="days" role="group" aria-label="Days; use the arrow keys">${bars}</div><div class="months" style="${cols}">${spans(months)}</div></div></div>
  <div class="key"><span><i class="i"></i>people write to us</span><span><i class="o"></i>we write to people</span><span><i class="r"></i>passed on from one to another</span></div></section>`;
}

const views = {
  "": () => {
    const five = R.five.map(mail);
    return `<div class="home"><div class="say"><h1>A mentoring programme run by mail: no forms, no login.</h1>
    <p class="lead">${plural(R.people.filter(p => !p.coordinator).length, "made-up librarian")} played one round of it over real mail. Everything here is a mail that somebody got.</p>
    <dl class="figures">${R.figures.map(([n, words]) => `<div><dt>${esc(words)}</dt><dd>${n.toLocaleString("en")}</dd></div>`).join("")}</dl>
    <ul class="doors">${R.doors.map((d, n) => `<li><a href="#door/${n}"><b>${esc(d.title)}</b><span>${esc(d.words)}</span></a></li>`).join("")}</ul></div>
    <ol class="pair">${five.map(m => noted(m, R.texts[m.number], "short")).join("")}</ol></div>
    <h2>The round, day by day</h2>${ribbon()}`;
  },
  door: async n => { const d = R.doors[n], b = await bodies();
    return `<h1>${esc(d.title)}</h1><p class="lead">${esc(d.words)}</p><ol class="pair">${d.mails.map(k => { const m = mail(k); return noted(m, m.inbound && m.written ? m.written : b[k - 1][0]); }).join("")}</ol>`; },
  people: () => `<h1>People</h1><p class="lead">${plural(R.figures[1][0], "country", "countries")}, and as many ways of answering a mail.</p><ul class="tiles">${R.people.map(p =>
    `<li><a href="#person/${p.id}"><h3>${esc(p.name)}</h3><p>${esc([p.city, p.country].filter(Boolean).join(", "))}${p.coordinator ? " · coordinator" : ""}</p><p>${esc(p.work)}</p>${p.habits ? `<p><i>${esc(p.habits)}</i></p>` : ""}${p.state === "active" ? "" : `<p><span class="state hot">${esc(p.state)}</span></p>`}</a></li>`).join("")}</ul>`,
  person: id => { const p = person(+id), mine = R.mails.filter(m => m.person === p.id), pairs = R.pairings.filter(x => x.people.includes(p.id));
    return `<p class="trail"><a href="#people">People</a></p><h1>${esc(p.name)}</h1><div class="two"><div>${rows(mine)}</div><dl class="facts">
    ${fact("Where", [p.city, p.country].filter(Boolean).join(", "))}${fact("Work", p.work)}${fact("Languages", p.languages.join(", "))}${fact("Interests", p.interests.join(", "))}${fact("With mail", p.habits)}${fact("Now", p.state)}
    ${pairs.length ? `<dt class="label">Partners</dt>${pairs.map(x => `<dd><a href="#pair/${x.id}">${esc(names(x, p.id))}</a></dd>`).join("")}` : ""}</dl></div>`; },
  pairs: () => `<h1>Pairs</h1><p class="lead">Who was brought together, why, and how much they wrote.</p><ul class="tiles">${R.pairings.map(x =>
    `<li><a href="#pair/${x.id}"><h3>${esc(names(x))}</h3><p>${esc(x.people.map(i => person(i)?.country).join(" · "))}</p><p>${esc(x.interests.join(", "))}</p><p>${plural(x.letters, "letter")} <span class="state ${x.state === "ended" && x.because !== "term" ? "hot" : ""}">${esc(stateOf(x))}</span></p></a></li>`).join("")}</ul>`,
  pair: id => { const x = R.pairings.find(y => y.id === +id), list = R.mails.filter(m => m.pairing === x.id);
    return `<p class="trail"><a href="#pairs">Pairs</a></p><h1>${esc(names(x))}</h1><div class="two"><div>${rows(list)}</div><dl class="facts">${fact("Why these", x.reasons.join(" "))}${fact("Both named", x.interests.join(", "))}${fact("Language", x.language)}${fact("Letters passed on", x.letters)}${fact("Now", stateOf(x) + (x.because && x.because !== "term" ? ": " + x.because : ""))}
    <dt class="label">People</dt>${x.people.map(i => `<dd><a href="#person/${i}">${esc(person(i)?.name)}</a></dd>`).join("")}</dl></div>`; },
  days: () => `<h1>Days</h1><p class="lead">${plural(allDays.length, "day")}, ${plural(R.mails.length, "mail")}. Choose a day, or walk with the arrow keys.</p>${ribbon()}<h2>The busiest</h2>${rows2()}`,
  day: d => { const list = R.mails.filter(m => day(m.at) === d), n = allDays.indexOf(d);
    return `${ribbon(d)}<div class="bar">${n > 0 ? `<a href="#day/${allDays[n - 1]}">‹ the day before</a>` : ""}${n + 1 < allDays.length ? `<a href="#day/${allDays[n + 1]}">the day after ›</a>` : ""}</div><h1>${long(d)}</h1>${rows(list)}`; },
  mails: () => `<h1>Mails</h1><div class="bar"><label><span class="label">Find</span><br><input type="search" id="find" placeholder="a name, a subject, a word" autocomplete="off"></label>
    <label><span class="label">Kind</span><br><select id="kind"><option value="">every kind</option>${[...new Set(R.mails.map(m => m.kind))].sort().map(k => `<option>${esc(k)}</option>`).join("")}</select></label></div><div id="found"></div>`,
  mail: async n => { const m = mail(+n); let body; try { body = (await bodies())[m.number - 1]; } catch { body = ["Your browser cannot unpack this. The mail lies in " + m.file + ".", ""]; }
    return `<p class="trail">${m.person ? `<a href="#person/${m.person}">${esc(person(m.person)?.name || m.address)}</a> · ` : ""}<a href="#day/${day(m.at)}">${long(m.at)}</a></p><h1 dir="auto" style="font-size:clamp(1.5rem,3vw,2.1rem)">${esc(m.subject) || "(no subject)"}</h1>
    <div class="two"><div><div class="tabs" role="tablist"><button role="tab" aria-selected="true" data-tab="0">as read</button><button role="tab" aria-selected="false" data-tab="1">as text</button><button role="tab" aria-selected="false" data-tab="2">raw</button></div>
    <div data-pane="0">${letter(m, body[0])}</div><pre class="source" data-pane="1" hidden dir="auto">${esc(body[0])}</pre><pre class="source" data-pane="2" hidden>${esc(body[1])}</pre></div>
    <dl class="facts">${m.inbound ? fact("Understood as", m.what) + fact("What was newly written", m.written) : fact("Why it was sent", m.why)}
    ${m.notes.length ? `<dt class="label">${m.inbound ? "The reading" : "In detail"}</dt><dd><ul>${m.notes.map(x => `<li>${esc(x)}</li>`).join("")}</ul></dd>` : ""}
    ${m.inbound ? fact("Outcome", m.outcome + (m.reason ? ": " + m.reason : "")) : ""}${m.cause ? `<dt class="label">In answer to</dt>${link(m.cause)}` : ""}${m.led.length ? `<dt class="label">Led to</dt>${m.led.map(link).join("")}` : ""}
    ${m.pairing ? `<dt class="label">Pair</dt><dd><a href="#pair/${m.pairing}">${esc(names(R.pairings.find(x => x.id === m.pairing)))}</a></dd>` : ""}<dt class="label">File</dt><dd><a href="${m.file}">${m.file}</a></dd></dl></div>
    <div class="bar">${m.number > 1 ? `<a href="#mail/${m.number - 1}">‹ the mail before</a>` : ""}${m.number < R.mails.length ? `<a href="#mail/${m.number + 1}">the next mail ›</a>` : ""}</div>`; },
};
const fact = (name, value) => value || value === 0 ? `<dt class="label">${name}</dt><dd dir="auto" style="white-space:pre-line">${esc(value)}</dd>` : "";
const stateOf = x => x.state === "ended" ? (x.because === "term" ? "wrote to the end" : "ended early") : x.state;
const names = (x, but) => x ? x.people.filter(i => i !== but).map(i => person(i)?.name || "somebody").join(" & ") : "";
const link = n => { const m = mail(n); return `<dd><a href="#mail/${n}">${esc(m.subject) || "(no subject)"}</a> <span style="color:var(--soft)">to ${esc(m.reader)}</span></dd>`; };
const rows2 = () => `<table><tbody>${Object.entries(perDay).sort((a, b) => b[1].n - a[1].n).slice(0, 12).map(([d, c]) => `<tr><td>${plural(c.n, "mail")}</td><td><a href="#day/${d}">${long(d)}</a></td></tr>`).join("")}</tbody></table>`;

const tabs = [["", "Start"], ["people", "People"], ["pairs", "Pairs"], ["days", "Days"], ["mails", "Mails"]], parent = {person: "people", pair: "pairs", day: "days", mail: "mails", door: ""};
async function show() {
  const [view, arg] = location.hash.slice(1).split("/"), name = views[view] ? view : "";
  main.innerHTML = await views[name](arg);
  nav.innerHTML = tabs.map(([t, words]) => `<a href="#${t}" ${t === (parent[name] ?? name) ? 'aria-current="page"' : ""}>${words}</a>`).join("");
  document.title = (main.querySelector("h1")?.textContent || R.programme) + " · ilnmail";
  if (name !== "day") scrollTo(0, 0); else main.querySelector(".days [aria-current]")?.scrollIntoView({block: "nearest", inline: "center"});
  main.querySelectorAll(".short").forEach(a => { if (a.querySelector(".read").scrollHeight <= a.querySelector(".read").clientHeight + 4) { a.classList.add("whole"); a.querySelector(".more").remove(); } });
  if (name === "mails") find();
}
function find() {
  const words = document.getElementById("find").value.toLowerCase(), kind = document.getElementById("kind").value;
  const hits = R.mails.filter(m => (!kind || m.kind === kind) && (!words || `${m.subject} ${m.sender} ${m.reader} ${m.written}`.toLowerCase().includes(words)));
  document.getElementById("found").innerHTML = `<p class="lead">${plural(hits.length, "mail")}${hits.length > 200 ? ", the first 200 of them:" : ""}</p>${rows(hits.slice(0, 200))}`;
}
addEventListener("hashchange", show);
main.addEventListener("input", e => { if (e.target.id === "find" || e.target.id === "kind") find(); });
main.addEventListener("click", e => {
  if (e.target.matches(".more")) { const whole = e.target.closest(".short").classList.toggle("whole"); e.target.textContent = whole ? "shorter" : "the whole letter"; }
  if (e.target.dataset.tab) { main.querySelectorAll("[data-tab]").forEach(b => b.setAttribute("aria-selected", b === e.target)); main.querySelectorAll("[data-pane]").forEach(p => p.hidden = p.dataset.pane !== e.target.dataset.tab); }
});
main.addEventListener("keydown", e => {
  const a = e.target.closest(".days a"), step = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, Home: -999, End: 999}[e.key];
  if (!a || !step) return;
  e.preventDefault();
  const all = [...a.parentNode.children], next = all[Math.min(all.length - 1, Math.max(0, all.indexOf(a) + step))];
  a.tabIndex = -1; next.tabIndex = 0; next.focus();
});
document.querySelector(".foot").textContent = `${R.programme}, round ${R.round}. Everybody here is invented. Every mail also lies in the folder "mails", as a file that any mail program opens.`;
show();
