/** Writes docs/weight.md: what the dock adds to a site that a bundler builds. `node scripts/docs/weight-docs.ts`, after a build */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { filesByMoment, weigh } from '../weigh.ts';

/**
 * The ways to add the dock, each as the code that a site adds. React is already part of such a site, so it is not
 * counted.
 */
const entries = {
  'import `ChatDock` from `chatdock/chatdock.js`': `import { ChatDock } from '${resolve('dist/bundled/chatdock.js')}'; ChatDock.boot({ apiUrl: '/chatkit' });`,
  'import `ChatWidget` from `chatdock`': `import { ChatWidget } from '${resolve('dist/index.js')}'; export { ChatWidget };`,
  'import `chatdock/chatkit.js`': `import '${resolve('dist/bundled/chatkit.js')}';`,
};

interface BundleWeight {
  way: string;
  /** Kilobytes of brotli that the page loads at once, and that it may load later. */
  now: number;
  later: number;
}

const brotliKb = (chunks: Iterable<Rolldown.OutputChunk>) =>
  [...chunks].reduce((sum, { code }) => sum + brotliCompressSync(code).length, 0) / 1000;

async function weighEntry(way: string, code: string): Promise<BundleWeight> {
  mkdirSync('.cache', { recursive: true });
  const folder = mkdtempSync(join(resolve('.cache'), 'weight-'));
  try {
    writeFileSync(join(folder, 'site.js'), code);
    const built = await build({
      configFile: false,
      logLevel: 'silent',
      root: folder,
      build: {
        write: false,
        modulePreload: false,
        rolldownOptions: {
          input: join(folder, 'site.js'),
          external: [/^react(-dom)?(\/|$)/],
          preserveEntrySignatures: 'exports-only',
        },
      },
    });
    // Without `watch`, the result is one output or several.
    const chunks = ([built].flat() as Rolldown.RolldownOutput[])
      .flatMap(({ output }) => output)
      .filter((file) => file.type === 'chunk');
    const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
    const first = new Set<Rolldown.OutputChunk>();
    const visit = (chunk: Rolldown.OutputChunk | undefined) => {
      if (!chunk || first.has(chunk)) return;
      first.add(chunk);
      chunk.imports.forEach((name) => visit(byName.get(name)));
    };
    visit(chunks.find(({ isEntry }) => isEntry));
    return {
      way,
      now: brotliKb(first),
      later: brotliKb(chunks.filter((chunk) => !first.has(chunk))),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Builds a site for each way, and measures its size. */
export async function bundleWeights(): Promise<BundleWeight[]> {
  const weights: BundleWeight[] = [];
  for (const [way, code] of Object.entries(entries)) weights.push(await weighEntry(way, code));
  return weights;
}

/** The files that the script tag loads, at the moments that matter to a visitor. */
export function tagWeights(): { moment: string; kb: number }[] {
  const files = filesByMoment();
  const kb = (moment: keyof typeof files) => weigh(files[moment]).brotli / 1000;
  return [
    { moment: 'the launcher shows', kb: kb('launcher') },
    { moment: 'the visitor can type', kb: kb('composer') },
    { moment: 'the first answer is drawn, in Markdown', kb: kb('firstAnswer') },
  ];
}

const round = (kb: number) => (kb < 10 ? kb.toFixed(1) : String(Math.round(kb)));

const weightPage = (tag: ReturnType<typeof tagWeights>, bundles: readonly BundleWeight[]): string =>
  `# Size of the files, in your page and in your bundle

All sizes are in kilobytes of brotli, as a browser downloads them.

## With the script tag

| until | KB in total |
| --- | --- |
${tag.map(({ moment, kb }) => `| ${moment} | ${round(kb)} |`).join('\n')}

The build of this repository fails if one of these exceeds its budget (\`scripts/budgets.json\`).

## With a bundler

These figures are from a build with Vite. For the React component, the site already contains React. "At once" is the growth of the page's first script. The rest is in chunks that load when they are needed: the panel when the visitor points at the launcher or focuses it, and most chunks (languages, icons, code highlighting, math, charts) only in pages and conversations that use them.

| your code | at once | all chunks together |
| --- | --- | --- |
${bundles.map(({ way, now, later }) => `| ${way} | ${round(now)} | ${round(now + later)} |`).join('\n')}

\`<ChatWidget>\` is a component, so its dock is in the script that imports it. To keep it out of the page's first script, load it lazily:

\`\`\`tsx
import { lazy, Suspense } from 'react';

const ChatWidget = lazy(async () => ({ default: (await import('chatdock')).ChatWidget }));

export const Help = () => (
  <Suspense>
    <ChatWidget apiUrl="/chatkit" title="Ask us" />
  </Suspense>
);
\`\`\`

<!-- Written by \`node scripts/docs/weight-docs.ts\` from a build. A test fails if a figure differs by more than a tenth. -->
`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync('docs/weight.md', weightPage(tagWeights(), await bundleWeights()));

/** The figures of a page, in its order. */
export const figuresIn = (page: string): number[] =>
  [...readFileSync(page, 'utf8').matchAll(/^\|.*?\| ([\d.]+) \|(?: ([\d.]+) \|)?$/gm)].flatMap(([, one, other]) =>
    [one, other].filter((figure) => figure !== undefined).map(Number),
  );
