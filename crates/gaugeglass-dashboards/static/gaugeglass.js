// Enhancement only: every page works without this file.
"use strict";

(function () {
  const tip = document.createElement("output");
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);

  function hide() {
    tip.hidden = true;
  }

  function show(hit) {
    const title = hit.querySelector("title");
    if (title) {
      // The browser's own tooltip would cover ours.
      hit.dataset.label = title.textContent;
      title.remove();
    }
    tip.textContent = hit.dataset.label;
    tip.hidden = false;
    const box = hit.querySelector("rect").getBoundingClientRect();
    const left = box.left + box.width / 2 - tip.offsetWidth / 2;
    const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    tip.style.left = Math.max(8, Math.min(left, room)) + window.scrollX + "px";
    tip.style.top = Math.max(8, box.top - tip.offsetHeight - 6) + window.scrollY + "px";
  }

  for (const overlay of document.querySelectorAll(".overlay")) {
    overlay.addEventListener("pointermove", function (event) {
      const hit = event.target.closest(".hit");
      if (hit) show(hit);
    });
    overlay.addEventListener("pointerleave", hide);
    overlay.addEventListener("focusin", function (event) {
      const hit = event.target.closest(".hit");
      if (hit) show(hit);
    });
    overlay.addEventListener("focusout", hide);
    overlay.addEventListener("keydown", function (event) {
      const step = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[event.key];
      const next = step && document.activeElement[step];
      if (next) {
        next.focus();
        event.preventDefault();
      }
    });
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") hide();
    const isRun = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (isRun && event.target.matches("textarea")) event.target.form.requestSubmit();
  });

  window.addEventListener("beforeprint", function () {
    for (const details of document.querySelectorAll("details.rows")) details.open = true;
  });
})();
