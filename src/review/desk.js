"use strict";
const byId = (id) => document.getElementById(id);
const make = (tag, props = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children);
  return node;
};
let state = null, order = [], at = null, editing = false, busy = false;
const kept = (name, value) => {
  try { return value === undefined ? sessionStorage.getItem(name) : sessionStorage.setItem(name, value); } catch { return null; }
};

// Controls, and what turns the direction of text, are shown by their numbers and steer nothing.
const STEERING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
function plain(text) {
  const out = document.createDocumentFragment();
  let from = 0;
  for (const found of text.matchAll(STEERING)) {
    out.append(text.slice(from, found.index));
    const code = found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    out.append(make("span", { className: "sign", textContent: `U+${code}` }));
    from = found.index + found[0].length;
  }
  out.append(text.slice(from));
  return out;
}
const shown = (text) => text.replaceAll(/\s*\n\s*\n\s*/g, " ¶ ").replaceAll(/\s*\n\s*/g, " ");
const short = (text, most = 60) => (text.length > most ? `${text.slice(0, most / 2)} … ${text.slice(-most / 2)}` : text);

function warn(text) {
  byId("alert").textContent = text;
  byId("alert").hidden = !text;
}

async function load() {
  const answer = await fetch("state");
  if (!answer.ok) throw new Error(await answer.text());
  take(await answer.json());
}

function take(next) {
  const one = current();
  state = next;
  byId("file").textContent = state.file;
  document.title = `${state.file} – proof desk`;
  listing();
  if (one) at = state.items.findIndex((item) => item.id === one.id);
  else if (kept("at")) at = state.items.findIndex((item) => item.id === kept("at"));
  if (at === null || at < 0) at = order.length ? order[0] : state.items.length ? 0 : null;
  draw();
  preview();
}

const current = () => (state && at !== null ? state.items[at] : null);
const sure = (item) => (item.query ? "query" : item.confidence);

function listing() {
  const filter = byId("filter").value, words = byId("search").value.trim().toLowerCase();
  order = [];
  state.items.forEach((item, index) => {
    const fits = { all: true, open: !item.decision, decided: !!item.decision }[filter] ?? sure(item) === filter;
    const text = `${item.pass} ${item.was} ${item.now} ${item.because} ${item.head} ${item.tail}`.toLowerCase();
    if (fits && (!words || text.includes(words))) order.push(index);
  });
}

function draw() {
  const items = state.items;
  const open = items.filter((item) => !item.decision);
  const queries = open.filter((item) => item.query).length;
  byId("counts").textContent = items.length
    ? `${items.length - open.length} of ${items.length} decided, ${queries} ${queries === 1 ? "query" : "queries"} open`
    : "nothing to decide: the text is sound";
  const list = byId("list");
  list.replaceChildren(...order.map((index) => {
    const item = items[index];
    const button = make("button", { type: "button" });
    button.dataset.index = index;
    if (index === at) button.setAttribute("aria-current", "true");
    if (item.decision) button.className = "done";
    button.append(make("span", { className: `tag ${item.decision ?? sure(item)}`, textContent: item.decision ?? sure(item) }), " ");
    button.append(plain(short(shown(item.was).trim() || item.head.slice(-24).trim())), make("br"));
    button.append(make("small", { textContent: `line ${item.line} · ${item.pass}` }));
    return make("li", {}, button);
  }));
  if (!order.length) list.append(make("li", { className: "none", textContent: items.length ? "  Nothing here. Choose “all” to see what was decided." : "" }));
  list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  card();
  lost();
  pane("source", state.source);
  pane("result", state.result);
  mark();
}

function card() {
  const item = current(), card = byId("card");
  editing = false;
  if (!item) return card.replaceChildren(make("p", { textContent: "There is nothing to decide." }));
  kept("at", item.id);
  const tags = make("p", { className: "kind" }, make("span", { className: `tag ${sure(item)}`, textContent: sure(item) }),
    make("b", { textContent: item.pass }), make("span", { textContent: `line ${item.line}` }));
  if (item.decision) tags.append(make("span", { className: `tag ${item.decision}`, textContent: `decided: ${item.decision}` }));
  const context = make("p", { className: "context", dir: "auto" });
  context.append(make("span", {}, "… ", plain(item.head)));
  const text = item.decision === "edit" ? item.text : item.now;
  // A query without a suggestion takes nothing away.
  const stays = item.query && !item.now && item.decision !== "edit";
  if (item.was) context.append(make(stays ? "mark" : "del", {}, plain(short(shown(item.was), 400))));
  if (item.moved) context.append(make("ins", { textContent: ` moved to line ${item.to}` }));
  else if (text) context.append(make("ins", {}, plain(shown(text) || "␣")));
  context.append(make("span", {}, plain(item.tail), " …"));
  const why = make("p", { className: "why" }, plain(item.because));
  if (item.about) why.title = item.about;
  const act = (label, key, what, off = false, main = false) => {
    const button = make("button", { type: "button", disabled: off, className: main ? "main" : "" }, `${label} `, make("kbd", { textContent: key }));
    button.addEventListener("click", () => run(what));
    return button;
  };
  const bare = item.query && !item.now;
  const acts = make("div", { className: "acts" },
    act("Accept", "a", "accept", bare, true), act("Reject", "r", "reject", false, true), act("Edit", "e", "edit", item.moved, true),
    act("Next", "j", "next"), act("Undo", "u", "undo", !state.undo));
  if (item.alike.length > 1) acts.append(act(`Accept all ${item.alike.length} alike`, "A", "accept-all", bare), act(`Reject all ${item.alike.length} alike`, "R", "reject-all"));
  if (item.word) acts.append(act("This word always", "w", "always"), act("never", "W", "never"));
  if (item.decision && !["always", "never"].includes(item.decision)) acts.append(act("As reglet had it", "c", "clear"));
  card.replaceChildren(tags, context, why, acts);
}

function edit() {
  const item = current();
  if (!item || item.moved) return;
  editing = true;
  const area = make("textarea", { id: "words-edit", value: item.decision === "edit" ? item.text : item.now || item.was, dir: "auto" });
  const form = make("form", {}, make("label", { htmlFor: "words-edit", textContent: `What is to stand in the place of “${short(shown(item.was).trim())}”` }), area,
    make("div", { className: "acts" }, make("button", { type: "submit", className: "main", textContent: "Keep" }), make("button", { type: "button", id: "edit-off", textContent: "Leave" })));
  form.addEventListener("submit", (event) => { event.preventDefault(); send({ do: "edit", id: item.id, text: area.value }, true); });
  byId("card").append(form);
  byId("edit-off").addEventListener("click", card);
  area.focus();
  area.select();
}

function lost() {
  const box = byId("lost"), words = byId("words");
  box.replaceChildren();
  if (state.lost.length) box.append(make("h2", { textContent: "Decisions without effect" }));
  for (const { decision, why } of state.lost) {
    const drop = make("button", { type: "button", textContent: "Forget it" });
    drop.addEventListener("click", () => send({ do: "clear", ids: [decision.id] }));
    box.append(make("p", {}, `line ${decision.line}, ${decision.pass}, ${decision.decision}: “`, plain(short(shown(decision.was))), "”: ", plain(why), " ", drop));
  }
  words.replaceChildren();
  if (state.words.length) words.append(make("h2", { textContent: "Words" }));
  for (const rule of state.words) {
    const drop = make("button", { type: "button", textContent: "Forget it" });
    drop.addEventListener("click", () => send({ do: "unrule", was: rule.was, now: rule.now }));
    words.append(make("p", {}, make("b", { textContent: rule.always ? "always " : "never " }), "“", plain(rule.was), "” → “", plain(rule.now), "” ", drop));
  }
}

function pane(id, pages) {
  const box = byId(id).querySelector(".text");
  const text = document.createDocumentFragment();
  pages.forEach((page, number) => {
    if (number) text.append("\n\n———\n\n");
    for (const [words, items] of page.spans) {
      if (!items) { text.append(plain(words)); continue; }
      const index = items[0], item = state.items[index];
      const mark = make("mark", { className: sure(item) });
      if (id === "result" ? false : item.decision === "reject" || item.decision === "never") mark.classList.add("no");
      if (!words) mark.classList.add("empty");
      mark.dataset.items = items.join(" ");
      mark.append(plain(words));
      text.append(mark);
    }
  });
  box.replaceChildren(text);
}

function mark() {
  for (const old of document.querySelectorAll(".text mark.now")) old.classList.remove("now");
  if (at === null) return;
  for (const id of ["source", "result"]) {
    const mine = [...byId(id).querySelectorAll(".text mark")].filter((one) => one.dataset.items.split(" ").includes(String(at)));
    for (const one of mine) one.classList.add("now");
    const box = byId(id);
    let first = mine[0];
    if (first && box.offsetParent && getComputedStyle(box).overflowY === "auto") {
      const gap = first.getBoundingClientRect().top - box.getBoundingClientRect().top;
      box.scrollTo({ top: box.scrollTop + gap - box.clientHeight / 3 });
    }
  }
}

async function preview() {
  const box = byId("preview").querySelector(".sheets");
  const revision = state.revision;
  if (box.dataset.revision === revision) return;
  box.classList.add("stale");
  try {
    const answer = await fetch(`sheets?r=${revision}`);
    if (!answer.ok) throw new Error(await answer.text());
    const { pages, note } = await answer.json();
    if (revision !== state.revision) return;
    box.replaceChildren(...Array.from({ length: pages }, (_, number) =>
      make("img", { alt: `Page ${number + 1} as it would be printed`, src: `sheet?n=${number}&r=${revision}` })));
    if (note) box.append(make("p", { textContent: note }));
    box.dataset.revision = revision;
  } catch (error) {
    box.replaceChildren(make("p", { textContent: `No preview: ${error.message}` }));
  }
  box.classList.remove("stale");
}

async function send(act, goOn = false) {
  if (busy) return;
  busy = true;
  const here = at;
  const after = order.filter((index) => index > here);
  try {
    const answer = await fetch("act", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ revision: state.revision, act }) });
    if (answer.status === 409) {
      const told = await answer.json();
      take(told.state);
      warn(told.message);
      return;
    }
    if (!answer.ok) { warn(await answer.text()); return; }
    warn("");
    const next = await answer.json();
    if (goOn) at = after.find((index) => !next.items[index].decision) ?? next.items.findIndex((item) => !item.decision);
    if (goOn && at < 0) at = here;
    const keep = at;
    state = next;
    listing();
    at = keep;
    draw();
    preview();
  } catch {
    warn("The desk does not answer: is reglet still running? Nothing was decided.");
  } finally {
    busy = false;
  }
}

function step(by) {
  if (!order.length) return;
  const place = order.indexOf(at);
  const next = place < 0 ? 0 : (place + by + order.length) % order.length;
  at = order[next];
  draw();
}

function run(what) {
  const item = current();
  if (what === "next") return step(1);
  if (what === "back") return step(-1);
  if (what === "undo") return send({ do: "undo" });
  if (!item) return;
  const bare = item.query && !item.now;
  if (what.startsWith("accept") && bare) return warn("reglet has no suggestion here: edit it (e), or reject the query (r).");
  if (what === "accept" || what === "reject") return send({ do: what, ids: [item.id] }, true);
  if (what === "accept-all" || what === "reject-all") return send({ do: what.split("-")[0], ids: item.alike }, true);
  if (what === "clear") return send({ do: "clear", ids: [item.id] });
  if (what === "edit") return edit();
  if (what === "always" || what === "never") return item.word ? send({ do: what, id: item.id }, true) : warn("This is no word: decide it singly, or all alike.");
}

document.addEventListener("keydown", (event) => {
  if (event.target.id === "words-edit") {
    if (event.key === "Escape") { card(); event.preventDefault(); }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const keys = { j: "next", n: "next", k: "back", p: "back", a: "accept", r: "reject", e: "edit", u: "undo", A: "accept-all", R: "reject-all", w: "always", W: "never", c: "clear" };
  if (event.key === "/") { byId("search").focus(); event.preventDefault(); }
  else if (event.key === "?") byId("keys-open").click();
  else if (keys[event.key] && state) { run(keys[event.key]); event.preventDefault(); }
});
byId("keys-open").addEventListener("click", (event) => {
  const keys = byId("keys");
  keys.hidden = !keys.hidden;
  event.currentTarget.setAttribute("aria-expanded", String(!keys.hidden));
});
byId("list").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) { at = Number(button.dataset.index); draw(); }
});
for (const id of ["source", "result"]) byId(id).addEventListener("click", (event) => {
  const found = event.target.closest("mark");
  if (found) { at = Number(found.dataset.items.split(" ")[0]); draw(); }
});
byId("filter").addEventListener("change", () => { listing(); at = order[0] ?? at; draw(); });
byId("search").addEventListener("input", () => { listing(); draw(); });
for (const tab of document.querySelectorAll("#tabs button")) tab.addEventListener("click", () => look(tab.dataset.view));
function look(view) {
  document.body.dataset.view = view;
  for (const tab of document.querySelectorAll("#tabs button")) tab.setAttribute("aria-pressed", String(tab.dataset.view === view));
  if (state) mark();
}
look("result");
load().catch((error) => warn(`The desk cannot be opened: ${error.message}`));
