// Opens pages in a headless Chromium and prints what a reader would run into, as JSON.
//
//     node browser.mjs CHROMIUM FOLDER ADDRESS PATH...
//
// Every path is opened at two widths, with JavaScript and without, and looked at by day and by night. With JavaScript it is
// also walked through by the Tab key and handed to axe. Pictures go to FOLDER.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { controls, figures, follow, look, openAll, walked } from './reader.mjs';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Both schemes go through axe on each page, one on each device. */
const DEVICES = [
  { width: 1280, scheme: 'light', options: { viewport: { width: 1280, height: 900 } } },
  { width: 390, scheme: 'dark', options: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } },
];
const SCHEMES = ['light', 'dark'];
/** What fingers need is asked too, though axe leaves it out by default. */
const AXE = { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } };
const GRAVE = ['serious', 'critical'];
/** Pages at work at the same time. */
const HANDS = 2;
/** Presses of Tab before the page is asked how far they led. */
const KEYS = 50;

/** Collects what the console shows, except that the page itself was answered with an error on purpose. */
function listen(page, url) {
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('requestfailed', (request) => complaints.push(`${request.failure()?.errorText} ${request.url()}`));
  page.on('console', (message) => {
    const isOnPurpose = message.text().startsWith('Failed to load resource') && message.location().url === url;
    if (['error', 'warning', 'assert'].includes(message.type()) && !isOnPurpose) complaints.push(message.text());
  });
  return complaints;
}

/** Bytes of all answers that made the page, as they came over the wire. */
async function weigh(requests) {
  const sizes = await Promise.all(requests.map((request) => request.sizes()));
  return sizes.reduce((sum, size) => sum + size.responseBodySize, 0);
}

function pictureName(path, width, scheme) {
  const name = path.replace(/^\/+|\/+$/g, '').replace(/[^\p{L}\p{N}]/gu, '_') || 'overview';
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 6);
  return `${name.slice(0, 60)}-${hash}-${width}-${scheme}.png`;
}

/** The page in each scheme. */
async function looks(page) {
  const seen = [];
  for (const scheme of SCHEMES) {
    await page.emulateMedia({ colorScheme: scheme });
    seen.push({ scheme, ...(await page.evaluate(look)) });
  }
  return seen;
}

/** A picture of the whole page in each scheme; gives their names. */
async function pictures(page, path, width, folder) {
  const names = [];
  for (const scheme of SCHEMES) {
    const name = pictureName(path, width, scheme);
    await page.emulateMedia({ colorScheme: scheme });
    await page.screenshot({ path: join(folder, name), fullPage: true });
    names.push(name);
  }
  return names;
}

/** Presses Tab until the focus comes nowhere new; gives what it never came to, and where it could not be seen. */
async function walk(page) {
  await page.evaluate(follow);
  let before;
  let now = { stops: 0 };
  do {
    before = now;
    await Promise.all(Array.from({ length: KEYS }, () => page.keyboard.press('Tab')));
    now = await page.evaluate(walked);
  } while (now.stops > before.stops);
  return { ...now, unreached: await page.evaluate(controls) };
}

/** What axe finds to be serious or worse, with everything that opens open. */
async function judge(page, scheme) {
  await page.emulateMedia({ colorScheme: scheme });
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate((options) => globalThis.axe.run(document, options), AXE);
  const grave = violations.filter((violation) => GRAVE.includes(violation.impact));
  return grave.map(({ id, impact, nodes }) => ({ id, impact, targets: nodes.slice(0, 5).map((node) => node.target.join(' ')) }));
}

/** A page with its script: as it is, walked through, and with everything open. */
async function use(page, path, device, folder) {
  const seen = { pictures: await pictures(page, path, device.width, folder), keyboard: await walk(page) };
  await page.evaluate(openAll);
  return { ...seen, opened: await page.evaluate(look), findings: await judge(page, device.scheme) };
}

async function visit(browser, address, folder, [path, device, hasScript]) {
  // A context of its own keeps nothing of what was fetched before.
  const context = await browser.newContext({ ...device.options, colorScheme: 'light', javaScriptEnabled: hasScript });
  const page = await context.newPage();
  const url = `http://${address}${path}`;
  const complaints = listen(page, url);
  const requests = [];
  page.on('request', (request) => requests.push(request));
  await page.goto(url, { waitUntil: 'load' });
  const weight = await weigh(requests);
  const seen = { path, width: device.width, script: hasScript, weight, figures: await page.evaluate(figures), looks: await looks(page) };
  if (hasScript) seen.used = await use(page, path, device, folder);
  await context.close();
  return { ...seen, complaints };
}

async function main(executablePath, folder, address, ...paths) {
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  const waiting = paths.flatMap((path) => DEVICES.flatMap((device) => [true, false].map((hasScript) => [path, device, hasScript])));
  const visits = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      visits.push(await visit(browser, address, folder, next));
    }
  };
  try {
    await Promise.all(Array.from({ length: HANDS }, work));
  } finally {
    await browser.close();
  }
  process.stdout.write(JSON.stringify(visits));
}

await main(...process.argv.slice(2));
