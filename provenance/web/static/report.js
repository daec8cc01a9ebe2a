// A report: lines between what matches, filters, keys, judgements. Without it the report can be read all the same.
"use strict";

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const reading = document.querySelector(".reading");
const rows = all(".row[data-targets]");
const notes = all(".note");
const block = (id) => document.getElementById(id);

// --- Both columns side by side, and the ties between them.

const ties = document.querySelector(".ties");

function targetsOf(row) {
  return row.dataset.targets.split(" ").filter(Boolean).map(block);
}

function isWide() {
  return getComputedStyle(ties).display !== "none";
}

/** Push down whichever side lags, in order, so that a paragraph stands beside what it was made from. */
function align() {
  const moved = all(".row, .block");
  for (const one of moved) one.style.marginTop = "";
  if (!isWide()) return;
  const top = (one) => one.getBoundingClientRect().top;
  for (const [row, target] of inOrder()) {
    const gap = top(row.querySelector(".text")) - top(target);
    if (gap > 1) push(target, gap);
    if (gap < -1 && gap > -innerHeight * 0.4) push(row, -gap);
  }
}

/** The longest chain of rows whose targets follow each other: what was moved elsewhere is left where it is. */
function inOrder() {
  const place = new Map(all(".block").map((one, number) => [one, number]));
  const pairs = rows.map((row) => [row, targetsOf(row).find((one) => one.offsetParent)]).filter((pair) => pair[1]);
  const chains = [];
  for (const [number, [, target]] of pairs.entries()) {
    let best = { length: 0, before: null };
    for (let earlier = 0; earlier < number; earlier += 1) {
      const fits = place.get(pairs[earlier][1]) < place.get(target);
      if (fits && chains[earlier].length > best.length) best = chains[earlier];
    }
    chains.push({ length: best.length + 1, before: best.length ? best : null, pair: pairs[number] });
  }
  let chain = chains.reduce((one, other) => (other.length > (one?.length ?? 0) ? other : one), null);
  const found = [];
  for (; chain; chain = chain.before) found.unshift(chain.pair);
  return found;
}

function push(one, by) {
  one.style.marginTop = `${parseFloat(getComputedStyle(one).marginTop) + by}px`;
}

/** One ribbon from each paragraph to each stretch of neighbouring blocks that it comes from. */
function tie() {
  if (!isWide()) return;
  const origin = reading.getBoundingClientRect();
  const shapes = [];
  for (const row of rows) {
    const from = row.querySelector(".text > p").getBoundingClientRect();
    const seen = targetsOf(row).filter((one) => one.offsetParent);
    if (!seen.length) continue;
    const boxes = seen.map((one) => one.getBoundingClientRect());
    const [left, right] = [from.right - origin.left + 2, boxes[0].left - origin.left - 2];
    const [a, b] = [from.top - origin.top, from.bottom - origin.top];
    const [c, d] = [boxes[0].top - origin.top, boxes.at(-1).bottom - origin.top];
    const bend = (right - left) / 2;
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", `M${left} ${a}C${left + bend} ${a} ${right - bend} ${c} ${right} ${c}V${d}`
      + `C${right - bend} ${d} ${left + bend} ${b} ${left} ${b}Z`);
    path.setAttribute("class", row.dataset.gravest || "plain");
    path.dataset.row = row.id;
    shapes.push(path);
  }
  ties.replaceChildren(...shapes);
}

/** In a margin of their own, notes run on past the end of their paragraph, so that the text stays together. */
function settle() {
  const margin = matchMedia("(min-width: 80rem)").matches;
  reading.classList.toggle("running", margin);
  reading.style.minHeight = "";
  let bottom = 0;
  for (const list of all(".row > .notes")) {
    list.style.top = "";
    if (!margin) continue;
    const lag = bottom - list.getBoundingClientRect().top;
    if (lag > 0) list.style.top = `${lag}px`;
    bottom = list.getBoundingClientRect().top + list.scrollHeight + 12;
  }
  if (bottom) reading.style.minHeight = `${bottom - reading.getBoundingClientRect().top}px`;
}

function draw() {
  settle();
  align();
  settle();
  tie();
}

function light(row, on) {
  row.classList.toggle("lit", on);
  for (const one of targetsOf(row)) one.classList.toggle("lit", on);
  ties.querySelector(`[data-row="${row.id}"]`)?.classList.toggle("on", on);
}

for (const row of rows) {
  for (const [kind, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
    row.addEventListener(kind, () => light(row, on));
    for (const one of targetsOf(row)) one.addEventListener(kind, () => light(row, on));
  }
}

// --- Filters.

const chips = all(".chip");
const kinds = document.querySelector(".kinds select");
const shown = () => notes.filter((note) => !note.hidden);

function filter() {
  const wanted = new Set(chips.filter((chip) => chip.ariaPressed === "true").map((chip) => chip.dataset.severity));
  for (const note of notes) {
    note.hidden = !wanted.has(note.dataset.severity) || Boolean(kinds?.value && kinds.value !== note.dataset.check);
    for (const hit of all(`.hit[href="#${note.id}"]`)) hit.classList.toggle("off", note.hidden);
  }
  count();
  draw();
}

for (const chip of chips) {
  chip.addEventListener("click", () => {
    chip.ariaPressed = String(chip.ariaPressed !== "true");
    filter();
  });
}
kinds?.addEventListener("change", filter);

// --- From finding to finding.

let at = null;

function count() {
  const where = document.querySelector(".at");
  if (!where) return;
  const list = shown();
  const number = list.indexOf(at) + 1;
  where.textContent = number ? `${number} of ${list.length}` : `${list.length} shown`;
}

/** The findings in reading order; `step` goes to the next or the one before. */
function go(step) {
  const list = shown();
  if (!list.length) return;
  const here = list.indexOf(at);
  choose(list[here < 0 ? (step > 0 ? 0 : list.length - 1) : Math.max(0, Math.min(list.length - 1, here + step))]);
  at.focus({ preventScroll: true });
  at.scrollIntoView({ block: "center" });
}

function choose(note) {
  const hits = (one) => (one ? all(`.hit[href="#${one.id}"]`) : []);
  for (const hit of hits(at)) hit.classList.remove("on");
  at?.classList.remove("at-hand");
  at = note;
  at.classList.add("at-hand");
  for (const hit of hits(at)) hit.classList.add("on");
  count();
}

for (const button of all("[data-step]")) button.addEventListener("click", () => go(Number(button.dataset.step)));
for (const note of notes) note.addEventListener("focusin", () => note !== at && choose(note));

// --- Judgements: the same forms that work without this script.

async function judge(form, mark) {
  const note = form.closest(".note");
  const said = { mark: mark || null, note: form.elements.note.value };
  const answer = await fetch(form.action.replace("/reports/", "/api/v1/reports/"), {
    method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify(said),
  });
  if (!answer.ok) {
    alert((await answer.json()).detail);
    return;
  }
  form.elements.was.value = mark;
  for (const button of all("[data-mark]", form)) {
    const on = button.dataset.mark === mark;
    button.ariaPressed = String(on);
    button.value = on ? "" : button.dataset.mark;
  }
  form.querySelector(".save").value = mark;
  note.classList.toggle("dismissed", mark === "not-a-problem");
  draw();
}

for (const form of all(".judge")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    judge(form, event.submitter?.value ?? form.elements.was.value);
  });
  form.elements.note.addEventListener("change", () => judge(form, form.elements.was.value));
}

// --- Keys.

const help = document.getElementById("help");
const press = (selector) => at?.querySelector(selector)?.click();
const keys = {
  j: () => go(1),
  k: () => go(-1),
  o: () => press(".sides > summary"),
  c: () => press('[data-mark="confirmed"]'),
  x: () => press('[data-mark="not-a-problem"]'),
  n: () => {
    const remark = at?.querySelector(".remark");
    if (!remark) return;
    remark.open = true;
    remark.querySelector("textarea").focus();
  },
  1: () => document.querySelector('.chip[data-severity="critical"]')?.click(),
  2: () => document.querySelector('.chip[data-severity="major"]')?.click(),
  3: () => document.querySelector('.chip[data-severity="minor"]')?.click(),
  "?": () => help.showModal(),
};

addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || help.open) return;
  if (event.target.closest("textarea, select, input")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (Object.hasOwn(keys, event.key)) {
    event.preventDefault();
    keys[event.key]();
  }
});
document.querySelector(".help")?.addEventListener("click", keys["?"]);

// --- Begin.

document.querySelector(".tools").hidden = !notes.length;
filter();
document.fonts?.ready.then(draw);
new ResizeObserver(tie).observe(reading);
addEventListener("resize", draw);
for (const details of all("details")) details.addEventListener("toggle", draw);
if (location.hash.startsWith("#finding-")) {
  const note = block(location.hash.slice(1));
  if (note) choose(note);
}
