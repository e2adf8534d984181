/** The files and places that the documentation links to exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { localesPage } from '../../scripts/docs/locales-docs.ts';
import { referencePage } from '../../scripts/docs/reference-docs.ts';
import { COMMAND_NAMES } from '../../src/dock/commands/dock-commands.ts';

const pages = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'server/README.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

it.each(pages)('%s links only to files that exist', (page) => {
  const text = readFileSync(page, 'utf8')
    .replaceAll(/```[\s\S]*?```/g, '')
    .replaceAll(/`[^`\n]*`/g, '');
  const links = [...text.matchAll(/\]\((?<target>[^)\s]+)\)/g)].map(({ groups }) => groups?.['target'] ?? '');
  const broken = links.filter(
    (link) => !/^([a-z]+:|#)/i.test(link) && !existsSync(join(dirname(page), link.split('#')[0] ?? '')),
  );
  expect(broken).toEqual([]);
});

it('the walks of the architecture page name functions that their files declare', () => {
  const page = readFileSync('docs/architecture.md', 'utf8');
  const walks = [...page.matchAll(/`(\w+)` in `([\w./-]+\.tsx?)`/g)];
  expect(walks.length).toBeGreaterThan(50);
  const wrong = walks.filter(
    ([, name = '', file = '']) =>
      !existsSync(file) || !new RegExp(`export .*\\b${name}\\b`).test(readFileSync(file, 'utf8')),
  );
  expect(wrong.map(([text]) => text)).toEqual([]);
});

it.each(['docs/architecture.md', 'docs/troubleshooting.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'])(
  '%s names only files and folders that exist',
  (page) => {
    const text = readFileSync(page, 'utf8').replaceAll(/```[\s\S]*?```/g, '');
    const named = codeIn(text).filter((code) =>
      /^(src|server|test|scripts|docs|demo|\.ci|\.github)\/[\w./-]*$/.test(code),
    );
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  },
);

it('each row of the troubleshooting page names a symptom, a cause, a cure and a test', () => {
  const rows = readFileSync('docs/troubleshooting.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (you see|---) /.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(rows.length).toBeGreaterThan(35);
  const wrong = rows.filter(([, symptom, cause, cure, test = '']) => {
    const [, title = '', file = ''] = /^(.+) \(`(.+)`\)$/.exec(test) ?? [];
    return !symptom || !cause || !cure || !existsSync(file) || !readFileSync(file, 'utf8').includes(title);
  });
  expect(wrong.map(([, symptom]) => symptom)).toEqual([]);
});

it('every page is linked from the index', () => {
  const index = readFileSync('docs/README.md', 'utf8');
  const lost = readdirSync('docs', { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.md') && name !== 'README.md' && !index.includes(`(${name.replaceAll('\\', '/')})`),
  );
  expect(lost).toEqual([]);
});

it('the table of replaceable texts has every text of the dock', () => {
  const page = readFileSync('docs/locales.md', 'utf8');
  expect(page, 'Run `node scripts/docs/locales-docs.ts`.').toBe(localesPage(page));
  expect(page).toContain('| `feedbackThanks` |');
});

const cellsOf = (text: string, heading: string) =>
  (text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, 3)
        .map((cell) => cell.trim()),
    );
const codeIn = (text = '', code = /`([^`]+)`/g) => [...text.matchAll(code)].map(([, found = '']) => found);

it('the events page has every event with its detail, and every command', () => {
  const page = readFileSync('docs/events-and-api.md', 'utf8');
  const [, declaration = ''] = readFileSync('src/dock/dock-events.ts', 'utf8').split('export interface DockEvents {');
  const fieldsOf = (type: string) => codeIn(type, /(\w+\??):/g).join(', ');
  const declared = [...(declaration.split('\n}')[0] ?? '').matchAll(/^ {2}'?([a-z-]+)'?: (.*);$/gm)].map(
    ([, name = '', type = '']) => [`chat-dock:${name}`, fieldsOf(type)],
  );
  const documented = cellsOf(page, 'Events').flatMap(([names, detail = '']) =>
    codeIn(names).map((name) => [name, detail.replaceAll(/[`{}]/g, '').trim()]),
  );
  expect(declared.length).toBeGreaterThan(10);
  expect(documented.toSorted()).toEqual(declared.toSorted());

  const commands = cellsOf(page, 'Commands')
    .flatMap(([names]) => codeIn(names))
    .map((command) => command.replace(/\(.*/, ''));
  const others = 'boot get show hide update tool identify logout destroy on off ready name host isOpen';
  expect(commands.toSorted()).toEqual([...COMMAND_NAMES, ...others.split(' ')].toSorted());
});

it('the tables of events and commands match the doc comments in the code', () => {
  const page = readFileSync('docs/events-and-api.md', 'utf8');
  expect(page, 'Run `node scripts/docs/reference-docs.ts`.').toBe(referencePage(page));
  const withoutSentence = page.split('\n').filter((line) => /^\| `.*\| +\|$/.test(line));
  expect(withoutSentence).toEqual([]);
});
