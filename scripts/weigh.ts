/** Measures the bundles: each entry, and everything that a page has loaded at the moments that matter to a visitor. */
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import budgets from './budgets.json' with { type: 'json' };

interface ManifestChunk {
  name?: string;
  file: string;
  imports?: string[];
}

interface Weight {
  raw: number;
  gzip: number;
  brotli: number;
}

/** The first modules that a page loads, by source path. Their static imports load with them. */
const START_OF_DOCK = 'src/embed/dock.ts';
const START_OF_ELEMENT = 'src/chatkit/chatkit-view.ts';
/** The chunks of an answer, and what draws Markdown, without code, tables, mathematics or widgets in it. */
const ANSWER_CHUNKS = ['answer', 'markdown'];

type Manifest = Record<string, ManifestChunk>;
const readManifest = (name: string): Manifest => JSON.parse(readFileSync(`dist/modules/${name}`, 'utf8'));

function filesBehind(manifest: Manifest, ...sources: readonly string[]) {
  const seen = new Set<string>();
  const visit = (key: string) => {
    if (seen.has(key)) return;
    const chunk = manifest[key];
    if (!chunk) throw new Error(`A manifest in dist/modules/ has no "${key}", so the weights would be too small.`);
    seen.add(key);
    chunk.imports?.forEach(visit);
  };
  sources.forEach(visit);
  return [...seen].flatMap((key) => (manifest[key] ? [`dist/modules/${manifest[key].file}`] : []));
}

function chunkNamed(manifest: Manifest, name: string): string {
  const key = Object.keys(manifest).find((each) => manifest[each]?.name === name);
  if (key === undefined) throw new Error(`dist/modules/manifest.json has no chunk named "${name}".`);
  return key;
}

/** The files loaded at each moment, as paths in the repository. The end-to-end tests compare this with a browser's requests. */
export function filesByMoment(): Record<keyof typeof budgets, string[]> {
  const manifest = readManifest('manifest.json');
  const answer = ANSWER_CHUNKS.map((name) => chunkNamed(manifest, name));
  return {
    launcher: ['dist/chatdock.umd.js'],
    launcherModule: ['dist/chatdock.js'],
    composer: ['dist/chatdock.umd.js', ...filesBehind(manifest, START_OF_DOCK)],
    firstAnswer: ['dist/chatdock.umd.js', ...filesBehind(manifest, START_OF_DOCK, ...answer)],
    chatkit: ['dist/chatkit.js', ...filesBehind(readManifest('view-manifest.json'), START_OF_ELEMENT)],
  };
}

/** Sums the sizes. Each file is compressed separately, as a server does. */
export function weigh(files: readonly string[]): Weight {
  const sum: Weight = { raw: 0, gzip: 0, brotli: 0 };
  for (const file of files) {
    const bytes = readFileSync(file);
    sum.raw += bytes.length;
    sum.gzip += gzipSync(bytes, { level: 9 }).length;
    sum.brotli += brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  }
  return sum;
}

const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1).padStart(8);
const row = (name: string, { raw, gzip, brotli }: Weight, note = '') =>
  `${name.padEnd(28)}${kilobytes(raw)}${kilobytes(gzip)}${kilobytes(brotli)}  ${note}`;

/** Prints the table. Returns a sentence for each budget that is exceeded. */
export function reportWeights(): string[] {
  const over: string[] = [];
  console.log(`\n${'KB'.padEnd(28)}${'raw'.padStart(8)}${'gzip'.padStart(8)}${'brotli'.padStart(8)}`);
  for (const file of [
    'chatdock.umd.js',
    'chatdock.js',
    'chatkit.js',
    'register-widget.js',
    'switching.js',
    'modules/dock.js',
    'modules/chatkit-view.js',
    'index.js',
    'protocol.js',
    'mock.js',
  ]) {
    console.log(row(file, weigh([`dist/${file}`])));
  }
  const moments = filesByMoment();
  for (const name of Object.keys(budgets) as (keyof typeof budgets)[]) {
    const weight = weigh(moments[name]);
    const { about, brotli: budget } = budgets[name];
    console.log(row(`= ${name}`, weight, `of ${budget / 1000}: ${about}`));
    if (weight.brotli > budget)
      over.push(`${name}: ${weight.brotli} bytes of brotli, over the budget of ${budget} (${about}).`);
  }
  return over;
}
