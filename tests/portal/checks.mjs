// What every page of the portal and every mail must be, whatever it shows.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

export const axe =
    readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What is wrong, in words, in the order in which it was found. */
export class Findings {
  list = [];

  check(ok, what) {
    if (!ok) this.list.push(what);
  }

  /** No request leaves the origin of the pages. */
  watch(context, origin) {
    context.on('request', (request) => {
      const url = request.url();
      const own = url.startsWith(`${origin}/`) || url.startsWith('data:') || url === 'about:blank';
      this.check(own, `a request left the portal: ${url}`);
    });
  }

  /** No violation of WCAG; of pages also none of axe's best practices. */
  async assess(page, what, isPage) {
    const rules = isPage ? [...RULES, 'best-practice'] : RULES;
    const result = await page.evaluate((tags) => window.axe.run(document, {
      runOnly: tags, resultTypes: ['violations'],
    }), rules);
    for (const violation of result.violations) {
      const nodes = violation.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(', ');
      this.check(false, `${what}: axe ${violation.id}: ${violation.help} (${nodes})`);
    }
  }

  /** Nothing scrolls sideways. */
  async fits(page, what, width) {
    const found = await page.evaluate(() => document.documentElement.scrollWidth);
    this.check(found <= width, `${what}: scrolls sideways (${found} px)`);
  }

  /** No text stands upright, a letter a line. */
  async reads(page, what) {
    const narrow = await page.evaluate(() => [...document.querySelectorAll('main *')]
        .filter((e) => e.children.length === 0 && e.textContent.trim().length > 5)
        .map((e) => [e.textContent.trim(), e.getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && box.width < 40 && box.height > 3 * box.width)
        .map(([text]) => text));
    this.check(narrow.length === 0, `${what}: a letter a line: ${narrow.join(', ')}`);
  }

  /** Fingers hit what can be touched: 24 px each way, but for links within a sentence. */
  async targets(page, what) {
    const small = await page.evaluate(() => [...document.querySelectorAll('a, button, input')]
        .filter((e) => e.type !== 'hidden' && !e.closest('p') && !e.classList.contains('skip'))
        .map((e) => [e.outerHTML.slice(0, 60), e.getBoundingClientRect()])
        .filter(([, box]) => box.height > 0 && (box.height < 24 || box.width < 24))
        .map(([html]) => html));
    this.check(small.length === 0, `${what}: targets below 24 px: ${small.join(' ')}`);
  }
}
