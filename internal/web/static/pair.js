// Keys for whoever answers many questions: 1 to 4 answer, 5 goes on. They hold only while the focus is in the part that is
// compared, so that nothing typed elsewhere answers. Without this file the same buttons are there.
"use strict";
(() => {
  const pair = document.querySelector("[data-keys]");
  if (!pair) return;
  pair.querySelector("h1")?.focus({ preventScroll: true });
  let sent = false;
  pair.addEventListener("keydown", (e) => {
    if (sent || e.ctrlKey || e.altKey || e.metaKey || e.repeat) return;
    const digit = /^(?:Digit|Numpad)([1-5])$/.exec(e.code)?.[1]; // the place of the key: keyboards differ by script
    const button = digit && pair.querySelector(`[data-key="${digit}"]`);
    if (!button) return;
    e.preventDefault();
    sent = true;
    button.click();
  });
})();
