"use strict";
// Everything works without this file; it draws pictures, follows jobs and takes keys.

// Pictures. The expression interpreter keeps the page free of eval.
function drawPictures() {
  for (const place of document.querySelectorAll("[data-chart]")) {
    const spec = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    // The charts' own style sheet would need inline style.
    vegaEmbed(place, spec, { ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: false })
      .catch((fault) => { place.textContent = "This picture cannot be drawn here: " + fault.message; });
  }
}

// Jobs: ask how far it is, go on when it is done.
async function followJob(place) {
  const bar = place.querySelector("progress");
  const words = place.querySelector("[data-job-words]");
  let wait = 400;
  for (;;) {
    await new Promise((go) => setTimeout(go, wait));
    wait = Math.min(wait * 1.3, 3000);
    let job;
    try {
      const answer = await fetch("/jobs/" + place.dataset.job + ".json", { headers: { accept: "application/json" } });
      if (!answer.ok) { location.reload(); return; }
      job = await answer.json();
    } catch { continue; }
    if (job.ended) { location.reload(); return; }
    if (job.progress.total) { bar.max = job.progress.total; bar.value = job.progress.done; }
    if (words && words.textContent !== job.words) { words.textContent = job.words; }
  }
}

// Keys: "/" to search, "g" and a letter to go somewhere, "?" for the list.
let waiting = false;
function takeKey(event) {
  const at = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey) { return; }
  if (at.closest("input, textarea, select, [contenteditable]")) { return; }
  if (waiting) {
    waiting = false;
    const link = document.querySelector('header nav a[data-key="' + CSS.escape(event.key) + '"]');
    if (link) { event.preventDefault(); link.click(); }
    return;
  }
  if (event.key === "/") { event.preventDefault(); document.getElementById("find").focus(); }
  if (event.key === "g") { waiting = true; setTimeout(() => { waiting = false; }, 1500); }
  if (event.key === "?") { location.href = "/keyboard"; }
  if (event.key === "j" || event.key === "k") { stepFinding(event.key === "j" ? 1 : -1); }
}

function stepFinding(step) {
  const all = [...document.querySelectorAll(".finding")];
  if (!all.length) { return; }
  const here = all.indexOf(document.activeElement.closest(".finding"));
  const next = all[Math.max(0, Math.min(all.length - 1, here + step))];
  next.tabIndex = -1;
  next.focus();
}

// A form is sent once, however often its button is pressed.
function sendOnce(event) {
  const form = event.target;
  if (form.method !== "post") { return; }
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
}

document.addEventListener("keydown", takeKey);
document.addEventListener("submit", sendOnce);
window.addEventListener("pageshow", () => {
  for (const form of document.forms) { delete form.dataset.sent; }
});
document.addEventListener("DOMContentLoaded", () => {
  for (const place of document.querySelectorAll("[data-job]")) { followJob(place); }
  if (document.querySelector("[data-chart]")) { drawPictures(); }
});
