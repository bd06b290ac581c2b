// Runs Lighthouse with its desktop settings over pages and prints what it scored and found, as JSON.
//
//     node lighthouse.mjs CHROMIUM ADDRESS PATH...

import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import desktop from 'lighthouse/core/config/desktop-config.js';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-component-update', '--disable-sync'];
const CATEGORIES = ['accessibility', 'best-practices', 'performance'];

/** The audits of a category that count and are not passed. */
function failed(category, audits) {
  const counted = category.auditRefs.filter((reference) => reference.weight > 0 && audits[reference.id].score !== null);
  return counted.filter((reference) => audits[reference.id].score < 1).map((reference) => audits[reference.id].title);
}

async function judge(port, address, path) {
  const options = { port, onlyCategories: CATEGORIES, logLevel: 'error' };
  const { lhr } = await lighthouse(`http://${address}${path}`, options, desktop);
  const categories = Object.entries(lhr.categories);
  return {
    path,
    scores: Object.fromEntries(categories.map(([id, category]) => [id, category.score])),
    failed: Object.fromEntries(categories.map(([id, category]) => [id, failed(category, lhr.audits)])),
    trouble: lhr.runtimeError?.message,
  };
}

async function main(chromePath, address, ...paths) {
  const chrome = await launch({ chromePath, chromeFlags: FLAGS });
  const reports = [];
  try {
    // One after the other: two at a time would slow each other down.
    for (const path of paths) reports.push(await judge(chrome.port, address, path));
  } finally {
    chrome.kill();
  }
  process.stdout.write(JSON.stringify(reports));
}

await main(...process.argv.slice(2));
