// The page on which an article is handed in: dropping, progress, the hand-over from a bookmarklet.
"use strict";

const form = document.getElementById("check");
const progress = document.getElementById("progress");
const handed = document.getElementById("handed");
let page = null;

function element(name, text, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  made.textContent = text;
  return made;
}

class Progress {
  constructor(source) {
    this.stages = element("ol", "", { className: "stages" });
    this.button = element("button", "Cancel", { type: "button" });
    progress.replaceChildren(this.stages, this.button);
    progress.classList.remove("failed");
    progress.hidden = false;
    form.querySelector(".primary").disabled = true;
    this.at(`Handing over ${source}`);
    progress.scrollIntoView({ block: "nearest" });
  }

  at(stage) {
    if (this.stages.lastElementChild?.textContent !== stage) this.stages.append(element("li", stage));
  }

  fail(sentence) {
    progress.classList.add("failed");
    this.button.remove();
    progress.append(element("p", sentence, { className: "sentence" }));
    form.querySelector(".primary").disabled = false;
  }
}

async function submit(data, source) {
  const shown = new Progress(source);
  const leaving = new AbortController();
  shown.button.onclick = () => leaving.abort();
  try {
    const answer = await fetch("/check", {
      method: "POST", body: data, headers: { accept: "application/json" }, signal: leaving.signal,
    });
    const job = await answer.json();
    if (!answer.ok) return shown.fail(job.detail);
    follow(job, shown);
  } catch (error) {
    shown.fail(error.name === "AbortError" ? "Cancelled." : "The desk does not answer; is it still running?");
  }
}

function follow(job, shown) {
  const events = new EventSource(job.events);
  const read = (event) => JSON.parse(event.data);
  const end = (sentence) => { events.close(); if (sentence) shown.fail(sentence); };
  shown.button.onclick = () => fetch(`/api/v1/jobs/${job.id}`, { method: "DELETE" });
  events.addEventListener("progress", (event) => shown.at(read(event).stage));
  events.addEventListener("failed", (event) => end(read(event).error));
  events.addEventListener("cancelled", () => end("Cancelled."));
  events.addEventListener("done", (event) => {
    end();
    shown.at("Opening the report");
    location.assign(`/reports/${read(event).report}`);
  });
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) end("The desk does not answer; is it still running?");
  });
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const data = new FormData(form);
  const file = data.get("file");
  if (page) {
    data.set("html", page.html);
    data.set("address", page.url);
  }
  const text = (data.get("article") || "").trim();
  submit(data, file?.name || (text.includes(" ") || !text ? "the text" : text));
});

form.elements.article.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});

// A file dropped anywhere.
if (form.elements.file) {
  const hasFile = (event) => [...event.dataTransfer.types].includes("Files");
  addEventListener("dragover", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("dropping");
  });
  addEventListener("drop", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    document.body.classList.remove("dropping");
    form.elements.file.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  form.elements.file.addEventListener("change", () => form.elements.file.files.length && form.requestSubmit());
}

// A page that the bookmarklet hands over; nothing is checked before someone says so.
if (handed) {
  handed.textContent = handed.dataset.wait;
  const none = setTimeout(() => { handed.textContent = handed.dataset.none; }, 3000);
  addEventListener("message", (event) => {
    const given = event.data;
    if (event.source !== opener || typeof given?.html !== "string" || typeof given.url !== "string") return;
    clearTimeout(none);
    page = { html: given.html, url: given.url };
    form.elements.article.value = given.url;
    form.elements.article.readOnly = true;
    const size = Math.ceil(given.html.length / 1024).toLocaleString("en");
    handed.textContent = `${event.origin} has handed over the page as you see it (${size} KB).`;
    form.querySelector(".primary").focus();
  });
  opener?.postMessage("ready", "*");
}
