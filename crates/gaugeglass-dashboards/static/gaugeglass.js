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

  // The document listens for its charts: a page that asks again exchanges all that is in it.
  for (const kind of ["pointerover", "focusin"]) {
    document.addEventListener(kind, function (event) {
      const hit = event.target.closest(".hit");
      if (hit) show(hit);
      else hide();
    });
  }
  document.addEventListener("focusout", hide);
  document.documentElement.addEventListener("pointerleave", hide);

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") hide();
    const step = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[event.key];
    const next = step && event.target.matches(".hit") && event.target[step];
    if (next) {
      next.focus();
      event.preventDefault();
    }
    const isRun = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (isRun && event.target.matches("textarea")) event.target.form.requestSubmit();
  });

  // A page that is still being computed is asked for again; whoever has begun to use it is not disturbed.
  function askAgain() {
    const seconds = document.body.dataset.refresh;
    if (seconds) setTimeout(exchange, seconds * 1000);
  }

  async function exchange() {
    if (!document.hidden && document.activeElement === document.body) await renew();
    askAgain();
  }

  async function renew() {
    const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
    const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
    // A server that starts again has no page of ours yet.
    if (!page || !page.querySelector("main")) return;
    // Scripts do not run in what is exchanged.
    if (scripts(page) !== scripts(document)) return location.reload();
    document.title = page.title;
    document.body.dataset.refresh = page.body.dataset.refresh || "";
    document.body.replaceChildren(...page.body.childNodes, tip);
  }

  function scripts(page) {
    return [...page.scripts].map((script) => script.src).join();
  }

  askAgain();

  window.addEventListener("beforeprint", function () {
    for (const details of document.querySelectorAll("details.rows")) details.open = true;
  });
})();
