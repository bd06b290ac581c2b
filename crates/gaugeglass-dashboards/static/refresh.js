// Asks for a page again every so many seconds, as `refresh` in its address says. Without this file the page stays as it is.
"use strict";

(function () {
  const main = document.querySelector("main");
  const seconds = Number(main.dataset.every);
  // What the markup itself has open was not opened by the reader.
  let given = new Set();
  let isPaused = false;

  const bar = document.createElement("aside");
  const button = document.createElement("button");
  const status = document.createElement("span");
  bar.className = "refresh";
  bar.setAttribute("aria-label", "Refresh");
  button.type = "button";
  button.className = "second";
  button.textContent = "Pause";
  status.setAttribute("role", "status");
  status.textContent = `Refreshed every ${seconds} s.`;
  bar.append(button, status);

  button.addEventListener("click", function () {
    isPaused = !isPaused;
    button.textContent = isPaused ? "Resume" : "Pause";
    status.textContent = isPaused ? "Paused." : `Refreshed every ${seconds} s.`;
  });

  function opened() {
    return document.querySelectorAll("details[open]");
  }

  // Whoever reads, writes or points with the keyboard is not disturbed; the bar itself is no such place.
  function isInUse() {
    const focus = document.activeElement;
    const isFocused = focus && focus !== document.body && !bar.contains(focus);
    return document.hidden || isFocused || [...opened()].some((details) => !given.has(details));
  }

  async function tick() {
    place();
    let wait = seconds;
    if (!isPaused && isInUse()) status.textContent = "Waits while the page is in use.";
    else if (!isPaused) wait = await renew();
    setTimeout(tick, wait * 1000);
  }

  // The seconds until the next time.
  async function renew() {
    const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
    const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer || !answer.ok || !page.querySelector("main")) {
      status.textContent = `Not refreshed at ${now()}: what is shown came before.`;
      return seconds;
    }
    // A page that is still being computed says when to come back; what is shown meanwhile is whole.
    const soon = Number(page.body.dataset.refresh);
    if (soon) return soon;
    if (!isPaused && !isInUse()) exchange(page);
    return seconds;
  }

  function exchange(page) {
    document.title = page.title;
    for (const part of ["main", ".bottom"]) {
      const [here, there] = [document.querySelector(part), page.querySelector(part)];
      if (here && there) here.replaceChildren(...there.childNodes);
    }
    given = new Set(opened());
    status.textContent = `Refreshed at ${now()}.`;
  }

  function now() {
    return new Date().toLocaleTimeString();
  }

  // What else exchanges the page may have taken the bar away.
  function place() {
    if (bar.isConnected) return;
    document.querySelector("main").before(bar);
    given = new Set(opened());
  }

  place();
  setTimeout(tick, seconds * 1000);
})();
