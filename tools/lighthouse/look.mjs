// Lets Lighthouse look at pages of a running site, as a desktop and as a phone:  node look.mjs http://127.0.0.1:5080 / /instruments …
// Prints the four scores of each. Ends with 1 where accessibility, best practices or SEO is below the bar; performance is printed only, because it says as much of the machine as of the page.
// With --performance before the address it is judged too, and a page that falls short is looked at three times: the best counts, for a machine that is busy with other things makes it only worse.
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';
import desktop from 'lighthouse/core/config/desktop-config.js';

const bar = 0.95;
const categories = ['performance', 'accessibility', 'best-practices', 'seo'];
const given = process.argv.slice(2);
const fast = given[0] === '--performance';
const [site, ...pages] = fast ? given.slice(1) : given;
const judged = fast ? categories : categories.slice(1);
const looks = fast ? 3 : 1;
const chrome = await launch({
  chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromeFlags: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
let low = 0;

const once = async (page, kind) => {
  const config = kind === 'desktop' ? desktop : { extends: 'lighthouse:default' };
  const skipped = { skipAudits: ['full-page-screenshot', 'screenshot-thumbnails', 'final-screenshot'] };
  const { lhr } = await lighthouse(site + page, { port: chrome.port, output: 'json', logLevel: 'error', onlyCategories: categories }, { ...config, settings: { ...config.settings, ...skipped } });
  return lhr;
};

const look = async (page, kind) => {
  let lhr = await once(page, kind);
  for (let again = 1; again < looks && !(lhr.categories.performance.score >= bar); again++) {
    const other = await once(page, kind);
    if (other.categories.performance.score > lhr.categories.performance.score) lhr = other;
  }
  const score = (name) => lhr.categories[name].score;
  console.log(`${kind.padEnd(7)} ${page.padEnd(24)} ${categories.map((name) => String(Math.round(100 * (score(name) ?? 0))).padStart(14)).join('')}  ${lhr.audits['largest-contentful-paint'].displayValue}, ${Math.round(lhr.audits['total-byte-weight'].numericValue / 1000)} kB`);
  const weak = categories.filter((name) => !(score(name) >= bar));
  for (const ref of [...weak, ...judged.filter((name) => score(name) < 1 && !weak.includes(name))].flatMap((name) => lhr.categories[name].auditRefs)) {
    const audit = lhr.audits[ref.id];
    if (audit.score !== null && audit.score < 0.9) console.log(`          ${audit.id}: ${audit.title} ${audit.displayValue ?? ''} ${judged.some((name) => lhr.categories[name].auditRefs.includes(ref)) ? JSON.stringify(audit.details?.items ?? []).slice(0, 300) : ''}`);
  }
  low += weak.filter((name) => judged.includes(name)).length;
};

try {
  console.log(`${''.padEnd(32)}${categories.map((name) => name.padStart(14)).join('')}`);
  for (const kind of ['desktop', 'phone']) for (const page of pages) await look(page, kind);
} finally {
  chrome.kill();
}
if (low > 0) console.error(`${low} scores are below ${100 * bar}. Repair: see the lines under them.`);
process.exit(low > 0 ? 1 : 0);
