// Walks the portal as a clerk does, without JavaScript, and looks at every page.
//
//   node pages.mjs <link> <folder>      the link of a message, and where screenshots go
//
// Asserts: the journey works with JavaScript off; no request leaves the portal; no page scrolls
// sideways at 320 px; targets are at least 24 px; 0 axe violations on every page and width, light
// and dark. Exit code 0 when all holds. The link's account must have overdue lines.
import {mkdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {chromium} from 'playwright-core';

const [link, folder] = process.argv.slice(2);
if (!link || !folder) {
  console.error('usage: node pages.mjs <link> <folder>');
  process.exit(64);
}
mkdirSync(folder, {recursive: true});
const origin = new URL(link).origin;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const problems = [];
const check = (ok, what) => {
  if (!ok) problems.push(what);
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--no-first-run'],
});

const looks = [
  {name: '1280', viewport: {width: 1280, height: 900}},
  {name: '320', viewport: {width: 320, height: 800}},
  {name: 'dark', viewport: {width: 1280, height: 900}, colorScheme: 'dark'},
  {name: 'forced', viewport: {width: 1280, height: 900}, forcedColors: 'active'},
];

async function open(options) {
  const context = await browser.newContext(options);
  context.on('request', (request) => {
    const url = request.url();
    check(url.startsWith(origin) || url.startsWith('data:'), `a request left the portal: ${url}`);
  });
  const page = await context.newPage();
  await page.goto(link);
  return {context, page};
}

const go = (page, path, language) =>
    page.goto(`${origin}${path}${path.includes('?') ? '&' : '?'}lang=${language}`);

// Three days from now as the form wants it.
const day = new Date(Date.now() + 3 * 86400e3);
const typed = {day: day.getUTCDate(), month: day.getUTCMonth() + 1, year: day.getUTCFullYear()};

/** Fills in the promise form; ends on the review page. */
async function fill(page) {
  for (const [name, value] of Object.entries(typed)) await page.fill(`#${name}`, String(value));
  await page.click('main button.button');
}

/** Without JavaScript: link, overview, form with an error, review, act, receipt, overview. */
async function journey(language) {
  const {context, page} = await open({javaScriptEnabled: false, viewport: {width: 1280, height: 900}});
  check(page.url() === `${origin}/account`, `the link led to ${page.url()}`);
  await go(page, '/account', language);
  await page.click('a.button[href="/promise"]');
  await page.fill('#day', '99');
  await page.click('main button.button');
  check((await page.title()).startsWith(language === 'fr' ? 'Erreur' : 'Error'),
      `${language}: the title of a page with errors is "${await page.title()}"`);
  check(await page.inputValue('#day') === '99', `${language}: what was typed is lost`);
  await page.screenshot({path: join(folder, `promise-error-${language}-1280.png`), fullPage: true});
  await fill(page);
  await page.click('main form[method=post] button');
  check(/\/promise\/[^/]+$/.test(page.url()), `${language}: the act led to ${page.url()}`);
  const receipt = page.url();
  await page.reload();
  check(page.url() === receipt, 'a reload of the receipt went elsewhere');
  await go(page, '/account', language);
  check(await page.locator('.status.announced').count() > 0,
      `${language}: the overview does not show what was announced`);
  await context.close();
  return new URL(receipt).pathname;
}

async function assess(page, what) {
  const result = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  for (const violation of result.violations) {
    const nodes = violation.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', ');
    check(false, `${what}: axe ${violation.id}: ${violation.help} (${nodes})`);
  }
}

/** Axe needs scripts, which our policy forbids: this context sets the policy aside. */
async function look(name, path, language, options) {
  const {context, page} = await open({...options, bypassCSP: true});
  await page.addInitScript(axe);
  await go(page, path, language);
  if (name === 'review') await fill(page);
  const what = `${name} ${language} ${options.name}`;
  await page.screenshot({path: join(folder, `${name}-${language}-${options.name}.png`),
    fullPage: true});
  await assess(page, what);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  check(width <= options.viewport.width, `${what}: scrolls sideways (${width} px)`);
  const small = await page.evaluate(() => [...document.querySelectorAll('a, button, input')]
      .filter((e) => e.type !== 'hidden' && !e.closest('p') && !e.classList.contains('skip'))
      .map((e) => [e.outerHTML.slice(0, 60), e.getBoundingClientRect()])
      .filter(([, box]) => box.height > 0 && (box.height < 24 || box.width < 24))
      .map(([html]) => html));
  check(small.length === 0, `${what}: targets below 24 px: ${small.join(' ')}`);
  await context.close();
}

try {
  let receipt;
  for (const language of ['en', 'fr']) receipt = await journey(language);
  const pages = {
    account: '/account', invoices: '/invoices', pay: '/pay', promise: '/promise',
    review: '/promise', receipt, help: '/help', accessibility: '/accessibility',
    privacy: '/privacy', legal: '/legal', missing: '/nowhere', gone: '/l/expired',
  };
  for (const [name, path] of Object.entries(pages)) {
    for (const language of ['en', 'fr']) {
      for (const options of looks.filter((l) => language === 'en' || l.name !== 'forced')) {
        await look(name, path, language, options);
      }
    }
  }
  const {context, page} = await open({javaScriptEnabled: false});
  await page.emulateMedia({media: 'print'});
  await page.pdf({path: join(folder, 'account.pdf'), format: 'A4'});
  await context.close();
} finally {
  await browser.close();
}
for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? 'pages: all well' : `pages: ${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
