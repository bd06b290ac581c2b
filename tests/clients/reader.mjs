// What a page looks like from within. Each function is carried into the page, so none may use another.

/** What the page is made of, and what does not fit into its width. What a box of its own scrolls may be wider. */
export function look() {
  const root = document.documentElement;
  const scrolls = (element) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== 'visible') return true;
    }
    return false;
  };
  const name = (element) => [element.tagName.toLowerCase(), ...element.classList].join('.');
  const isWide = (element) => element.getBoundingClientRect().right > root.clientWidth + 1 && !element.closest('.unseen') && !scrolls(element);
  const skip = document.querySelector('a[href^="#"]');
  return {
    title: document.title,
    lang: root.lang,
    headings: document.querySelectorAll('h1').length,
    mains: document.querySelectorAll('main').length,
    skips_to: skip && document.querySelector(skip.getAttribute('href'))?.tagName,
    width: root.clientWidth,
    page_width: root.scrollWidth,
    wide: [...new Set([...document.querySelectorAll('body *')].filter(isWide).map(name))],
    background: getComputedStyle(document.body).backgroundColor,
  };
}

/** Every number that the page says, in order. How long an answer took differs each time, and an editor repeats its field. */
export function figures() {
  const page = document.body.cloneNode(true);
  for (const other of page.querySelectorAll('script, [role="status"], #how summary, .cm-editor')) other.remove();
  return page.textContent.match(/\d+/g) ?? [];
}

/** Remembers where the focus comes to, and opens what it lands on, as Enter would. */
export function follow() {
  const reached = new Set();
  const unseen = new Set();
  globalThis.walk = { reached, unseen };
  const isDrawn = (style, ring, width) => style[ring] !== 'none' && parseFloat(style[width]) > 0;
  const isSeen = (element) => {
    const mark = element.querySelector(':scope > rect');
    const isMarked = isDrawn(getComputedStyle(element), 'outlineStyle', 'outlineWidth');
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && (isMarked || (mark && isDrawn(getComputedStyle(mark), 'stroke', 'strokeWidth')));
  };
  document.addEventListener('focusin', ({ target }) => {
    reached.add(target);
    if (!isSeen(target)) unseen.add(target.outerHTML.slice(0, 200));
    if (target.matches('summary')) target.parentElement.open = true;
  });
}

/** How many stops there were so far. */
export function walked() {
  const { reached, unseen } = globalThis.walk;
  return { stops: reached.size, unseen: [...unseen] };
}

/** Visible controls that the focus never came to. */
export function controls() {
  const every = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
  const visible = [...document.querySelectorAll(every)].filter((element) => element.checkVisibility() && !element.disabled);
  const missed = visible.filter((element) => !globalThis.walk.reached.has(element) && element.type !== 'hidden');
  return missed.map((element) => element.outerHTML.slice(0, 200));
}

/** Opens everything that opens, and lets go of the focus: what is shown for it alone lies over the page. */
export function openAll() {
  document.activeElement.blur();
  for (const details of document.querySelectorAll('details')) details.open = true;
}
