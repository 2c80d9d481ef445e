// While somebody is written down, the page asks who in the register may be the same person, and shows it beside the
// fields. Without this file the button below the form does the same.
"use strict";
(() => {
  const form = document.querySelector("form[data-look]");
  if (!form) return;
  const watched = /^(given|family|father|born|sex|document|phone)-(\d+)$/;
  const waiting = new Map(); // number of a person -> timer
  const running = new Map(); // number of a person -> request
  const look = async (n) => {
    const place = document.getElementById("look-" + n);
    running.get(n)?.abort();
    const request = new AbortController();
    running.set(n, request);
    const body = new URLSearchParams(new FormData(form));
    body.set("person", n);
    try {
      const answer = await fetch(form.dataset.look, { method: "POST", body, signal: request.signal });
      if (!answer.ok || answer.redirected) return; // the look is a help: what stops it does not stop the writing
      const said = await answer.text();
      if (place.innerHTML !== said) place.innerHTML = said;
    } catch (e) {
      if (e.name !== "AbortError") console.info("homeward: no look", e.message);
    }
  };
  const soon = (e) => {
    const field = watched.exec(e.target.name || "");
    if (!field) return;
    clearTimeout(waiting.get(field[2]));
    waiting.set(field[2], setTimeout(look, e.type === "change" ? 50 : 600, field[2]));
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
})();
