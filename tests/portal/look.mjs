// Walks the portal as a clerk does, takes pictures of pages and mails, and says what is wrong.
//
//   node look.mjs PLAN FOLDER      the plan is what look.py has made; pictures go to FOLDER
//
// Asserts: from the link of a mail to a payment date that is seen at once, with JavaScript off; each
// link of a mail leads where its words say; the amount of the mail is the amount of the page; no
// request leaves the portal; nothing scrolls sideways at 320 px; targets are at least 24 px; no axe
// violation on any page or mail, light and dark. Exit code 0 when all holds.
import {mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {chromium} from 'playwright-core';
import {axe, Findings} from './checks.mjs';

const [planFile, folder] = process.argv.slice(2);
if (!planFile || !folder) {
  console.error('usage: node look.mjs PLAN FOLDER');
  process.exit(64);
}
const plan = JSON.parse(readFileSync(planFile, 'utf8'));
mkdirSync(folder, {recursive: true});
const findings = new Findings();
let pictures = 0;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--no-first-run'],
});

const DESK = {width: 1280, height: 900};
const looks = [
  {name: '1280', viewport: DESK},
  {name: '320', viewport: {width: 320, height: 640}},
];
const dark = {name: 'dark', viewport: DESK, colorScheme: 'dark'};
const forced = {name: 'forced-colors', viewport: DESK, forcedColors: 'active'};

const shoot = async (page, name) => {
  ++pictures;
  await page.screenshot({path: join(folder, `${name}.png`), fullPage: true});
};

const originOf = (link) => new URL(link).origin;
const inLanguage = (path, language) => `${path}${path.includes('?') ? '&' : '?'}lang=${language}`;

/** A browser that has opened the link of a mail. */
async function open(link, options) {
  const context = await browser.newContext(options);
  findings.watch(context, originOf(link));
  const page = await context.newPage();
  await page.goto(link);
  return {context, page, origin: originOf(link)};
}

/** With axe, which needs scripts that our policy forbids: this context sets the policy aside. */
async function openWithAxe(link, options) {
  const opened = await open(link, {...options, bypassCSP: true});
  await opened.context.addInitScript(axe);
  return opened;
}

/** Every page of a list in one look, in one language. */
async function lookAt(link, pages, language, options) {
  const {context, page, origin} = await openWithAxe(link, options);
  for (const [name, path] of Object.entries(pages)) {
    const what = `${name}-${language}-${options.name}`;
    await page.goto(origin + inLanguage(path, language));
    await shoot(page, what);
    await findings.assess(page, what, true);
    await findings.fits(page, what, options.viewport.width);
    await findings.reads(page, what);
    await findings.targets(page, what);
  }
  await context.close();
}

/** A day that the form itself gives as an example: business time need not be ours. */
async function dayOf(link) {
  const {context, page, origin} = await open(link, {javaScriptEnabled: false});
  await page.goto(`${origin}/promise`);
  const [day, month, year] = (await page.textContent('#day-hint')).match(/\d+/g);
  await context.close();
  return {day, month, year};
}

/** The first link whose account is late, if possible one without a payment date yet. */
async function choose(links) {
  let late;
  for (const link of links) {
    const {context, page} = await open(link, {javaScriptEnabled: false});
    const isLate = await page.locator('.answer.late').count() > 0;
    const isNew = await page.locator('.status.announced').count() === 0;
    await context.close();
    if (isLate && isNew) return link;
    if (isLate) late ??= link;
  }
  return late;
}

async function fill(page, day) {
  for (const [name, value] of Object.entries(day)) await page.fill(`#${name}`, value);
  await page.click('main form button.button');
}

/** Without JavaScript: link, overview, form with an error, review, act, receipt, overview. */
async function journey(link, language, day) {
  const {context, page, origin} = await open(link, {javaScriptEnabled: false, viewport: DESK});
  const go = (path) => page.goto(origin + inLanguage(path, language));
  const check = (ok, what) => findings.check(ok, `journey-${language}: ${what}`);
  check(page.url() === `${origin}/account`, `the link led to ${page.url()}`);
  await go('/account');
  await shoot(page, `account-${language}-noscript`);
  await page.click('a.button[href="/promise"]');
  await page.fill('#day', '99');
  await page.click('main form button.button');
  const title = await page.title();
  check(/^(Erreur\s: |Error: )/.test(title), `a page with errors is titled "${title}"`);
  check(await page.inputValue('#day') === '99', 'what was typed is lost');
  await shoot(page, `promise-error-${language}-noscript`);
  await fill(page, day);
  await shoot(page, `review-${language}-noscript`);
  await page.click('main form[method=post] button');
  check(/\/promise\/[^/]+$/.test(page.url()), `the act led to ${page.url()}`);
  await shoot(page, `receipt-${language}-noscript`);
  const receipt = page.url();
  await page.reload();
  check(page.url() === receipt, 'a reload of the receipt went elsewhere');
  await go('/account');
  check(await page.locator('.status.announced').count() > 0,
      'the overview does not show the payment date at once');
  await shoot(page, `account-after-${language}-noscript`);
  await context.close();
  return new URL(receipt).pathname;
}

/** Each of the three links below the table of a mail opens the page that its words promise. */
async function directLinks(link, language) {
  const places = {
    'promise': '/promise', 'already-paid': '/already-paid', 'dispute': '/disputes/new',
  };
  for (const [go, place] of Object.entries(places)) {
    const {context, page, origin} = await open(`${link}?go=${go}`, {javaScriptEnabled: false});
    findings.check(page.url() === origin + place, `${language}: ?go=${go} led to ${page.url()}`);
    await context.close();
  }
}

/** "8 980,50 €" with plain blanks: mails and pages may break lines elsewhere. */
const plain = (text) => text.replace(/\s+/gu, ' ').trim();

/** What the mail asks for is what the page says is to be paid. */
async function amounts(link, language) {
  const mail = plan.mails.find((m) => m.link === link);
  if (!plan.exact || !mail) return;
  const {context, page, origin} = await open(link, {javaScriptEnabled: false});
  for (const path of ['/account', '/pay']) {
    await page.goto(origin + inLanguage(path, language));
    const place = path === '/pay' ? '.facts .big' : '.to-pay strong';
    const amount = plain(await page.textContent(place));
    findings.check(plain(mail.text).includes(amount),
        `${language}: ${path} asks for ${amount}, the mail for another amount`);
  }
  await context.close();
}

async function clerk(language, links) {
  const link = await choose(links);
  findings.check(link, `${language}: no link leads to an account that is late`);
  if (!link) return;
  const day = await dayOf(link);
  const query = new URLSearchParams({choice: 'overdue:EUR', ...day});
  const wrong =
      new URLSearchParams({choice: 'amount:EUR', amount: '1e9', day: '31', month: '2', year: '2027'});
  const first = {
    'account': '/account', 'invoices': '/invoices', 'pay': '/pay', 'promise': '/promise',
    'review': `/promise/review?${query}`, 'promise-error': `/promise/review?${wrong}`,
    'already-paid': '/already-paid', 'problem': '/disputes/new',
  };
  const plainPages = {help: '/help', accessibility: '/accessibility', privacy: '/privacy',
    legal: '/legal', missing: '/nowhere'};
  await amounts(link, language);
  const {account, pay, 'promise-error': wrongly, 'already-paid': paid} = first;
  for (const options of looks) await lookAt(link, {...first, ...plainPages}, language, options);
  await lookAt(link, {account, pay, 'promise-error': wrongly, 'already-paid': paid}, language, dark);
  await lookAt(link, {account}, language, forced);
  const receipt = await journey(link, language, day);
  const after = {'receipt': receipt, 'account-after': '/account'};
  for (const options of [...looks, dark]) await lookAt(link, after, language, options);
  await directLinks(link, language);
}

/** A link that is expired, revoked or mistyped: a stranger's browser, hence its language. */
async function wrongLink(origin, language) {
  for (const options of looks) {
    const context = await browser.newContext({...options, locale: language, bypassCSP: true});
    await context.addInitScript(axe);
    const page = await context.newPage();
    const answer = await page.goto(`${origin}/l/${'A'.repeat(43)}`);
    const what = `wrong-link-${language}-${options.name}`;
    findings.check([410, 429].includes(answer.status()), `${what}: status ${answer.status()}`);
    await shoot(page, what);
    await findings.assess(page, what, true);
    await findings.fits(page, what, options.viewport.width);
    await context.close();
  }
}

/** A mail as its reader opens it: the HTML part wide, narrow and dark, and the text part. */
async function mail({name, headers, html, text}) {
  const context = await browser.newContext();
  findings.watch(context, 'about:');
  const page = await context.newPage();
  await page.setContent(html);
  await page.evaluate(axe);
  for (const [size, width, colorScheme] of
    [['640', 640, 'light'], ['320', 320, 'light'], ['dark', 640, 'dark']]) {
    await page.setViewportSize({width, height: 700});
    await page.emulateMedia({colorScheme});
    const what = `mail-${name}-${size}`;
    await shoot(page, what);
    await findings.assess(page, what, false);
    await findings.fits(page, what, width);
  }
  await page.setViewportSize({width: 640, height: 700});
  await page.emulateMedia({colorScheme: 'light'});
  await page.setContent('<pre style="font:14px/1.5 monospace;white-space:pre-wrap;margin:16px">');
  const head = Object.entries(headers).map(([key, value]) => `${key}: ${value}`).join('\n');
  await page.evaluate((all) => document.querySelector('pre').append(all), `${head}\n\n${text}`);
  await shoot(page, `mail-${name}-text`);
  await context.close();
}

async function printed(link) {
  const {context, page} = await open(link, {javaScriptEnabled: false});
  await page.emulateMedia({media: 'print'});
  await page.pdf({path: join(folder, 'account-print.pdf'), format: 'A4'});
  await context.close();
}

/** The accounts that are looked at for one reason only. */
async function also(name, link) {
  const language = plan.mails.find((m) => m.link === link)?.language ?? 'fr';
  const pages = {[`account-${name}`]: '/account', [`pay-${name}`]: '/pay'};
  if (name === 'many' || name === 'wide') pages[`promise-${name}`] = '/promise';
  for (const options of looks) await lookAt(link, pages, language, options);
}

try {
  const first = Object.values(plan.journeys)[0][0];
  const strangers = async () => {
    for (const language of Object.keys(plan.journeys)) await wrongLink(originOf(first), language);
    await printed(first);
  };
  const others = async () => {
    for (const one of plan.mails) await mail(one);
    for (const [name, link] of Object.entries(plan.also)) await also(name, link);
    await strangers();
  };
  const clerks = async () => {
    for (const [language, links] of Object.entries(plan.journeys)) await clerk(language, links);
  };
  // Two at a time: a browser draws with one core and checks with another.
  await Promise.all([clerks(), others()]);
} finally {
  await browser.close();
}
for (const finding of findings.list) console.error(finding);
const count = findings.list.length;
console.log(`look: ${pictures} pictures, ${count === 0 ? 'all well' : `${count} findings`}`);
process.exit(count === 0 ? 0 : 1);
