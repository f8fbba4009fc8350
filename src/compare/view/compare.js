"use strict";
const all = [...document.querySelectorAll("template[data-c]")];
const marks = new Map();
for (const mark of document.querySelectorAll("[data-c]:not(template)")) {
  const list = marks.get(mark.dataset.c) ?? [];
  list.push(mark);
  marks.set(mark.dataset.c, list);
}
const byId = (id) => document.getElementById(id);
const where = byId("where"), card = byId("card"), search = byId("search"), sure = byId("sure");
let shown = all, at = -1;

function filter() {
  const kinds = new Set([...document.querySelectorAll("input[name=kind]:checked")].map((box) => box.value));
  const wanted = sure ? sure.value : "";
  const words = search.value.trim().toLowerCase();
  shown = all.filter((one) => {
    const has = one.dataset.sure;
    const fits = !wanted || has === wanted || (wanted === "some" && has !== "none");
    const text = words && one.content.textContent.toLowerCase();
    const fit = kinds.has(one.dataset.kind) && fits && (!words || text.includes(words));
    for (const mark of marks.get(one.dataset.c) ?? []) mark.classList.toggle("off", !fit);
    return fit;
  });
  at = -1;
  say();
}

function say() {
  where.textContent = shown.length ? `${at < 0 ? "–" : at + 1} of ${shown.length}` : "none";
}

function show(next, scroll = true) {
  for (const mark of document.querySelectorAll(".now")) mark.classList.remove("now");
  if (!shown.length) { card.hidden = true; return say(); }
  at = (next + shown.length) % shown.length;
  const one = shown[at];
  card.replaceChildren(one.content.cloneNode(true));
  card.hidden = false;
  const mine = marks.get(one.dataset.c) ?? [];
  for (const mark of mine) mark.classList.add("now");
  if (scroll && mine.length) mine[0].scrollIntoView({ block: "center", behavior: "auto" });
  say();
}

byId("next").addEventListener("click", () => show(at + 1));
byId("back").addEventListener("click", () => show(at < 0 ? -1 : at - 1));
byId("only").addEventListener("change", (event) => document.body.classList.toggle("only", event.target.checked));
for (const box of document.querySelectorAll("input[name=kind]")) box.addEventListener("change", filter);
search.addEventListener("input", filter);
sure?.addEventListener("change", filter);
function pick(event) {
  const mark = event.target.closest?.("[data-c]:not(template)");
  const index = mark ? shown.findIndex((one) => one.dataset.c === mark.dataset.c) : -1;
  if (index >= 0) show(index, false);
}
document.addEventListener("click", pick);
document.addEventListener("focusin", pick);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches("input[type=search], select");
  if (event.key === "Escape") { card.hidden = true; event.target.blur?.(); return; }
  if (typing) {
    if (event.key === "Enter" && event.target === search) { show(at + 1); event.preventDefault(); }
    return;
  }
  if (event.key === "j" || event.key === "n") show(at + 1);
  else if (event.key === "k" || event.key === "p") show(at < 0 ? -1 : at - 1);
  else if (event.key === "/") { search.focus(); event.preventDefault(); }
});
say();
