/** Builds the React page for a version of React, renders it on a server, and opens it for a test. */
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { build, type InlineConfig } from 'vite';
import type { HostPage } from '../host-page.ts';
import { packedEntry } from '../../packages/packed.ts';
import type { Heard, HostSettings, HostWindow } from './react-page/page.tsx';
import type { Site } from '../site.ts';
import type { Visitor } from '../../browsers/visitor.ts';

export interface ReactPage {
  /** The server-rendered markup. */
  render(props: object, settings?: HostSettings): string;
  /** The error of a component that uses a hook outside of the widget. */
  renderOutside(hook: 'useDock' | 'useTheme'): string;
  /** The page's script with React's development build, which prints warnings. */
  script: string;
}

/** React 18 has its own workspace, `test/react-18`. The widget comes from the packed package. */
export async function buildReactPage(version: 18 | 19): Promise<ReactPage> {
  const folder = resolve(`.cache/react-page-${version}`);
  const built = join(folder, 'client.js');
  const sources = [
    packedEntry(),
    join(modulesOf(version), 'react/package.json'),
    ...globSync('test/harness/pages/react/react-page{.ts,/*}'),
  ];
  const newest = Math.max(...sources.map((path) => statSync(path).ctimeMs));
  if (!existsSync(built) || statSync(built).mtimeMs < newest) await buildInto(folder, version);
  const { render, renderOutside } = (await import(pathToFileURL(join(folder, 'server.mjs')).href)) as Omit<
    ReactPage,
    'script'
  >;
  return { render, renderOutside, script: readFileSync(built, 'utf8') };
}

const modulesOf = (version: 18 | 19) => resolve(version === 18 ? 'test/react-18/node_modules' : 'node_modules');

/** Builds beside the folder and puts the result in its place: two test files may build at the same time, and both results are the same. */
async function buildInto(folder: string, version: 18 | 19): Promise<void> {
  const modules = modulesOf(version);
  const shared: InlineConfig = {
    configFile: false,
    logLevel: 'error',
    mode: 'development',
    define: { 'process.env.NODE_ENV': '"development"' },
    resolve: {
      alias: [
        { find: /^chatdock$/, replacement: packedEntry() },
        { find: /^(react(?:-dom)?(?:\/.*)?)$/, replacement: `${modules}/$1` },
      ],
    },
  };
  mkdirSync('.cache', { recursive: true });
  const outDir = mkdtempSync(`${folder}-`);
  await build({
    ...shared,
    ssr: { noExternal: true },
    build: {
      ssr: resolve('test/harness/pages/react/react-page/server.tsx'),
      outDir,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'server.mjs', codeSplitting: false } },
    },
  });
  const bundle = await build({
    ...shared,
    build: {
      write: false,
      minify: false,
      modulePreload: false,
      rolldownOptions: {
        input: resolve('test/harness/pages/react/react-page/client.tsx'),
        output: { codeSplitting: false },
      },
    },
  });
  const [first] = Array.isArray(bundle) ? bundle : [bundle];
  if (!first || !('output' in first)) throw new Error('The React page was not built.');
  writeFileSync(join(outDir, 'client.js'), first.output[0].code);
  mkdirSync(folder, { recursive: true });
  for (const file of ['server.mjs', 'client.js']) renameSync(join(outDir, file), join(folder, file));
  rmSync(outDir, { recursive: true });
}

const quoted = (value: unknown) => JSON.stringify(value).replaceAll('&', '&amp;').replaceAll("'", '&#39;');

/** The page's parts for `visitHost`. */
export function reactHost(
  page: ReactPage,
  props: object,
  settings: HostSettings = {},
): Pick<HostPage, 'body' | 'tag' | 'script'> {
  return {
    body: `<div id="root" data-props='${quoted(props)}' data-settings='${quoted(settings)}'>${page.render(props, settings)}</div>`,
    tag: '<script type="module" src="/host-page.js" nonce="abc"></script>',
    script: page.script,
  };
}

/** Opens the page and waits until React has hydrated it. */
export async function visitReact(
  site: Site,
  page: ReactPage,
  {
    props = {},
    settings = {},
    ...host
  }: Omit<HostPage, 'tag' | 'script'> & { props?: object; settings?: HostSettings } = {},
): Promise<Visitor> {
  const parts = reactHost(page, { apiUrl: '/chatkit', ...props }, settings);
  const visitor = await site.visitHost({ ...host, ...parts, body: `${host.body ?? ''}${parts.body}` });
  await waitForHydration(visitor.page);
  return visitor;
}

export async function waitForHydration(page: Page): Promise<void> {
  await page.waitForFunction(() => (window as unknown as Partial<HostWindow>).host?.handle);
  await page.locator('chat-dock .corner').waitFor({ state: 'attached' });
}

export const setProps = (page: Page, props: object) =>
  page.evaluate((props) => (window as unknown as HostWindow).host.setProps(props), props);
/** The calls of the page's handlers, oldest first; only those of `name` if given. */
export const calls = async (page: Page, name?: string): Promise<Heard[]> => {
  const all = await page.evaluate(() => (window as unknown as HostWindow).host.heard);
  return all.filter((call) => name === undefined || call[0] === name);
};
/** Calls a method on the widget's ref. */
export const callHandle = (page: Page, method: string, ...given: unknown[]) =>
  page.evaluate(
    ([method, given]) => {
      const handle = (window as unknown as HostWindow).host.handle as unknown as Record<
        string,
        (...given: unknown[]) => void
      >;
      handle[method]?.(...given);
    },
    [method, given] as const,
  );
