import { expect, it } from 'vitest';
import css from './markdown.css?inline';
import { HOSTILE_TEXTS } from '../../../test/harness/hostile-markdown.ts';
import { createMarkdownView } from './markdown-view.ts';
it('measures', { timeout: 1_000_000 }, async () => {
  const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet];
  const rows: [string, number, number, number, number][] = [];
  const frame = () => new Promise((r) => requestAnimationFrame(() => setTimeout(r)));
  for (const { name, make } of HOSTILE_TEXTS) {
    if (!/null char|isolates|^entities|Arabic|reversed|blank lines$|mail in mail|empty links in image|headings by under|rows of one|hundred columns, s|^tasks$|combining|joined emoji|footnotes by|late|code spans that never|items and quotes|Chinese bet|lone sur/.test(name)) continue;
    const text = make(256 * 1024);
    let view = createMarkdownView(); document.body.append(view.element);
    let t = performance.now();
    view.update(text, { done: true });
    const js = performance.now() - t;
    void view.element.offsetHeight;
    await frame();
    const all = performance.now() - t;
    const nodes = count(view.element);
    view.destroy(); view.element.remove(); await frame();
    view = createMarkdownView(); document.body.append(view.element);
    let worst = 0;
    for (let k = 1; k <= 40; k++) { t = performance.now(); view.update(text.slice(0, (text.length * k) / 40), { done: k === 40 }); void view.element.offsetHeight; worst = Math.max(worst, performance.now() - t); await frame(); }
    view.destroy(); view.element.remove(); await frame();
    rows.push([name, js, all, worst, nodes]);
  }
  rows.sort((a, b) => b[2] - a[2]);
  console.log(rows.slice(0, 22).map(([n, ...r]) => `${n.padEnd(45)} ${r.map((v) => v.toFixed(0).padStart(7)).join('')}`).join('\n'));
  rows.sort((a, b) => b[3] - a[3]);
  console.log('STREAM\n' + rows.slice(0, 12).map(([n, ...r]) => `${n.padEnd(45)} ${r.map((v) => v.toFixed(0).padStart(7)).join('')}`).join('\n'));
  rows.sort((a, b) => b[4] - a[4]);
  console.log('NODES\n' + rows.slice(0, 8).map(([n, ...r]) => `${n.padEnd(45)} ${r.map((v) => v.toFixed(0).padStart(7)).join('')}`).join('\n'));
  expect(1).toBe(1);
});
function count(root: Element) { const w = document.createTreeWalker(root); let n = 0; while (w.nextNode()) n++; return n; }
