/** Every code block of the documentation compiles, parses or names what exists. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import { codeBlocks, pages } from '../harness/packages/docs-code.ts';
import { files, given, packages } from '../fixtures/docs-given.ts';

/** Blocks that import from the folder that they belong to. */
const inFolder: Readonly<Record<string, string>> = {
  'docs/benchmarks.md': 'test/bench',
  'docs/locales.md': 'src/chatkit/locales',
};
/** Blocks that are neither compiled nor parsed here, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'docs/architecture.md mermaid': 'scripts/docs/import-map.ts writes it, and a test compares it with the code',
  'docs/element.md diff': 'its two lines are those of test/e2e/element/host.test.ts, which loads the second one',
  'docs/locales.md ts': 'shows two of many keys; the tests beside the locales check whole files',
  'docs/proxy.md nginx': 'test/e2e/server/proxy.test.ts runs both blocks in a real nginx',
};

const blocks = pages.flatMap((page) => codeBlocks(page).map((block) => ({ page, ...block })));
type Block = (typeof blocks)[number];
const where = ({ page, line }: Block) => `${page}:${line}`;
const of = (...languages: string[]) => blocks.filter(({ language }) => languages.includes(language));

describe('code blocks', () => {
  it('have a language that a test below knows, or an entry with a reason', () => {
    const known = ['ts', 'tsx', 'js', 'jsx', 'html', 'ini', 'json', 'sh', 'sql', 'python', 'text'];
    const other = blocks.filter(
      ({ page, language }) => !known.includes(language) && !exceptions[`${page} ${language}`],
    );
    expect(other.map(where)).toEqual([]);
    const used = new Set(blocks.map(({ page, language }) => `${page} ${language}`));
    expect(Object.keys(exceptions).filter((name) => !used.has(name))).toEqual([]);
    const fences = (page: string) => readFileSync(page, 'utf8').match(/^ *```/gm)?.length ?? 0;
    expect(pages.filter((page) => fences(page) !== 2 * codeBlocks(page).length)).toEqual([]);
  });
});

describe('TypeScript and JavaScript', () => {
  const folder = `.cache/docs-code-${process.pid}`;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The names that our server exports: a fragment need not repeat the imports of the page's first block. */
  const exported = new Set(
    [
      ...['index', 'core']
        .map((file) => readFileSync(`server/src/${file}.ts`, 'utf8'))
        .join('\n')
        .matchAll(/^export .*?\{(.*?)\}/gms),
    ].flatMap(([, names = '']) => names.match(/\b(?!type\b|as\b)\w+/g) ?? []),
  );
  const elsewhere: Readonly<Record<string, string>> = {
    z: 'zod',
    chatHandlers: 'chatdock/mock',
    RedisStore: 'rate-limit-redis',
    createMarkdownView: `${relative(`${folder}/docs-markdown`, 'src/chatkit/markdown/markdown-view.ts')}`,
    ...Object.fromEntries(['beforeAll', 'afterAll', 'it', 'vi', 'expect'].map((name) => [name, 'vitest'])),
  };

  /** The imports of names that a fragment uses and does not declare. */
  function importsFor(code: string): string {
    const words = new Set(code.replaceAll(/\/\/.*|'[^'\n]*'|"[^"\n]*"/g, '').match(/(?<![.\w])[A-Za-z]\w*\b(?!\s*:)/g));
    const declared = (name: string) =>
      new RegExp(
        `(?:const|let|function|class|interface|type|import) (?:type )?${name}\\b|import[^;]*\\b${name}\\b[^;]*from|\\(${name}\\b[^)]*\\) =>`,
      ).test(code);
    return [...words]
      .filter((name) => !declared(name))
      .flatMap((name) => {
        const from = elsewhere[name] ?? (exported.has(name) ? '@chatdock/server' : undefined);
        return from ? [`import { ${name} } from '${from}';`] : [];
      })
      .join(' ');
  }

  /** A fragment of a class, or of a function, in one. */
  const wrap = (code: string) => {
    if (/^(override|async \*)/.test(code)) return `abstract class Fragment extends ChatKitServer {\n${code}}`;
    if (code.startsWith('yield')) return `async function* fragment() {\n${code}}`;
    return /^ *(if .*)?return /m.test(code) && !/function|=> \{|\) \{\n/.test(code)
      ? code.replace(/^((?:import .*\n)*)/, '$1async function fragment() {\n') + '}'
      : code;
  };

  const fileOf = ({ page, name, language, line, code }: Block) => {
    const title = name.includes('.') ? name : /^\/\/ (\S+\.[jt]sx?)$/m.exec(code.split('\n')[0] ?? '')?.[1];
    return join(folder, page.replace(/\.md$/, '').replaceAll('/', '-'), title ?? `line-${line}.${language}`);
  };

  function write(block: Block) {
    const file = fileOf(block);
    const code = wrap(block.code).replaceAll(/from '(\.\.?\/[^']*)'/g, (text, path: string) => {
      const home = inFolder[block.page];
      return home ? `from '${relative(dirname(file), join(home, path))}'` : text;
    });
    mkdirSync(dirname(file), { recursive: true });
    // On the first line, so that the lines of mistakes are those of the page.
    writeFileSync(file, `${importsFor(code)} ${code}\nexport {};\n`);
  }

  it('compile against the types of the packages', { timeout: 120_000 }, () => {
    const code = of('ts', 'tsx', 'js', 'jsx').filter(({ page, language }) => !exceptions[`${page} ${language}`]);
    expect(code.length).toBeGreaterThan(50);
    code.forEach(write);
    const root = relative(folder, '.');
    const source = (path: string) => [`${root}/${path}`];
    const paths = {
      chatdock: source('src/index.ts'),
      'chatdock/protocol': source('src/protocol.ts'),
      'chatdock/mock': source('src/mock.ts'),
      'chatdock/chatdock.umd.js': source('src/embed/page-global.ts'),
      '/dist/register-widget.js': source('src/chatkit/register-widget.ts'),
      'chatdock/chatdock.js': source('src/embed/bundled.ts'),
      'chatdock/chatkit.js': source('src/chatkit/bundled.ts'),
      'chatdock/register-widget.js': source('src/chatkit/register-widget.ts'),
      '@chatdock/server': source('server/src/index.ts'),
      '@chatdock/server/core': source('server/src/core.ts'),
      '@chatdock/server/testing': source('server/src/testing.ts'),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    writeFileSync(`${folder}/given.d.ts`, given);
    writeFileSync(`${folder}/packages.d.ts`, packages);
    const config = (extensions: string[], more: object) => ({
      extends: `${root}/test/tsconfig.json`,
      compilerOptions: {
        incremental: false,
        noUnusedLocals: false,
        noUnusedParameters: false,
        types: ['node', 'react', 'vite/client'],
        verbatimModuleSyntax: false,
        isolatedModules: false,
        paths,
        ...more,
      },
      include: [...extensions.map((extension) => `*/*.${extension}`), '*.d.ts'],
      exclude: [],
      references: [],
    });
    // Readers of JavaScript need not please a strict compiler, but each name and member must exist.
    const loose = {
      allowJs: true,
      checkJs: true,
      strict: false,
      exactOptionalPropertyTypes: false,
      isolatedModules: false,
    };
    writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(config(['ts', 'tsx'], {})));
    writeFileSync(`${folder}/js.json`, JSON.stringify(config(['js', 'jsx', 'mjs'], loose)));
    expect([...mistakesOf(`${folder}/tsconfig.json`), ...mistakesOf(`${folder}/js.json`)]).toEqual([]);
  });

  function mistakesOf(config: string): string[] {
    try {
      execFileSync('node_modules/.bin/tsc', ['-p', config, '--pretty', 'false'], { encoding: 'utf8' });
      return [];
    } catch (error) {
      const { stdout = '' } = Object(error);
      // Mistakes in our own files, which this configuration is not for, are those of `npm run typecheck`.
      return String(stdout)
        .split('\n')
        .flatMap((line) => (line.startsWith(`${folder}/`) ? [line.slice(folder.length + 1)] : []));
    }
  }
});

describe('other languages', () => {
  it.each(of('json'))('$page:$line is JSON', ({ code }) => {
    // A log is one document a line.
    const documents = /^\{.*\}\n\{/.test(code) ? code.trim().split('\n') : [code];
    for (const document of documents) expect(() => JSON.parse(document)).not.toThrow();
  });

  const settings = new Set(readFileSync('.env.example', 'utf8').match(/(?<=^#? ?)[A-Z][A-Z\d_]+(?==)/gm));
  /** Settings of the programs that the pages name, not of our server. */
  const foreign = ['SECRET', 'SLACK_URL', 'DOCS', 'NAME', 'PATH'];

  it('name only settings that .env.example has', () => {
    const named = of('sh').flatMap((block) =>
      [...block.code.matchAll(/(?:^|\s)([A-Z][A-Z\d_]+)=/g)].map(([, name = '']) => ({ at: where(block), name })),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ name }) => !settings.has(name) && !foreign.includes(name))).toEqual([]);
  });

  it('are commands that a shell can read, of programs and scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
    // Importing the module would start a server.
    const [, table = ''] =
      /const commands: Commands = \{(.*?)\n\};/s.exec(readFileSync('server/src/cli/main.ts', 'utf8')) ?? [];
    const ownCommands = [...table.matchAll(/^ {2}'?([a-z-]+)'?[:,]/gm)].map(([, name]) => name);
    expect(ownCommands).toContain('export');
    const wrong = of('sh').flatMap((block) => {
      const script = block.code.replaceAll('…', 'x').replaceAll(/<(\w+)>/g, '$1');
      const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' });
      const lines = script.replaceAll(/#.*|\\\n/g, ' ').split(/\n|&&|\|/);
      const commands = lines
        .map((line) => line.trim().replace(/^(?:[A-Z][A-Z\d_]*=(?:'[^']*'|"[^"]*"|\S*)\s*)*/, ''))
        .filter(Boolean);
      return [...(status === 0 ? [] : [stderr]), ...commands.filter((command) => !isKnown(command.split(/\s+/)))].map(
        (fault) => `${where(block)}: ${fault}`,
      );

      function isKnown([program = '', word = '', ...rest]: string[]): boolean {
        if (program === 'npm')
          return word === 'run'
            ? rest[0] !== undefined && rest[0] in scripts
            : word in scripts || ['install', 'i', 'ci', 'test', 'start', 'pack'].includes(word);
        if (program === 'npx') return isKnown(word === '--no-install' ? rest : [word, ...rest]);
        if (program === 'node') return existsSync(word) || word === 'forward.mjs' || word.includes('/dist/');
        if (program === 'chatdock-server') return word === '' || ownCommands.includes(word);
        return [
          'vitest',
          'msw',
          'git',
          'docker',
          'kubectl',
          'helm',
          'curl',
          'openssl',
          'python3',
          'pip',
          'ollama',
          'cat',
          'tail',
          'jq',
          'tar',
          'cp',
          'systemctl',
          'journalctl',
          'sudo',
          'bun',
          'deno',
          'pnpm',
          'yarn',
        ].includes(program);
      }
    });
    expect(wrong).toEqual([]);
  });

  it('are a unit of systemd with known sections, settings and paths', () => {
    const settings = {
      Unit: ['Description', 'After', 'Wants'],
      Service: [
        'User',
        'WorkingDirectory',
        'Environment',
        'ExecStart',
        'Restart',
        'RestartSec',
        'TimeoutStopSec',
        'ProtectSystem',
        'ReadWritePaths',
        'ProtectHome',
        'PrivateTmp',
        'NoNewPrivileges',
      ],
      Install: ['WantedBy'],
    };
    const [unit] = of('ini');
    let known: readonly string[] = [];
    const unknown = unit?.code.split('\n').filter((line) => {
      if (line === '' || line.startsWith('#')) return false;
      const [, section] = /^\[(\w+)\]$/.exec(line) ?? [];
      if (section) known = Object.entries(settings).find(([name]) => name === section)?.[1] ?? [];
      return known.length === 0 || !(section ?? known.includes(line.split('=')[0] ?? ''));
    });
    expect(unknown).toEqual([]);
    const { bin } = JSON.parse(readFileSync('server/package.json', 'utf8'));
    expect(unit?.code).toContain(join('node_modules/@chatdock/server', bin['chatdock-server']));
    expect(Number(/TimeoutStopSec=(\d+)/.exec(unit?.code ?? '')?.[1])).toBeGreaterThan(10);
  });

  it('are statements that a database runs', () => {
    for (const { code } of of('sql')) {
      const [sqlite = ''] = code.split('-- PostgreSQL');
      const database = new DatabaseSync(':memory:');
      database.exec('CREATE TABLE chatdock_threads (id TEXT, owner TEXT, document TEXT)');
      expect(() => database.exec(sqlite)).not.toThrow();
      database.close();
    }
  });

  it.skipIf(spawnSync('python3', ['--version']).status !== 0)('are Python that parses', () => {
    for (const block of of('python')) {
      const { status, stderr } = spawnSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], {
        input: block.code,
        encoding: 'utf8',
      });
      expect(status, `${where(block)}: ${stderr}`).toBe(0);
    }
  });
});
