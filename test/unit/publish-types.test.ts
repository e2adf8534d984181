/** The step of the build that makes the type declarations of a package independent of our private one. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { publishTypes } from '../../scripts/publish/publish-types.ts';

const root = mkdtempSync(join(tmpdir(), 'publish-types-'));
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Publishes a package with one entry, `server/src/index.d.ts`. @returns the published files and their text. */
function publish(tree: Record<string, string>): Record<string, string> {
  const from = join(root, 'from');
  for (const [file, code] of Object.entries(tree)) {
    mkdirSync(dirname(join(from, file)), { recursive: true });
    writeFileSync(join(from, file), code);
  }
  const manifest = {
    exports: { '.': { types: './dist/types/server/src/index.d.ts' }, './package.json': './package.json' },
  };
  publishTypes({ manifest, from, packageFolder: root });
  const into = join(root, 'dist/types');
  return Object.fromEntries(
    readdirSync(into, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => [file.replaceAll('\\', '/'), readFileSync(join(into, file), 'utf8')]),
  );
}

it('copies what the entries import, with the private package as a relative path', () => {
  expect(
    publish({
      'server/src/index.d.ts':
        "export * from './view/View.tsx';\nexport type { Thread } from '@chatdock/protocol/thread/threads';\n",
      'server/src/view/View.d.ts': `export declare const view: import("@chatdock/protocol/thread/items").Item;\nimport '../side.ts';\n`,
      'server/src/side.d.ts': 'export {};\n',
      'server/src/unused.d.ts': 'export {};\n',
      'src/protocol/thread/threads.d.ts': "import { type Item } from './items.ts';\nexport type Thread = Item[];\n",
      'src/protocol/thread/items.d.ts': "import * as z from 'zod/mini';\nexport type Item = z.ZodMiniString;\n",
      'src/protocol/client/client.d.ts': 'export {};\n',
    }),
  ).toEqual({
    'server/src/index.d.ts':
      "export * from './view/View.js';\nexport type { Thread } from '../../src/protocol/thread/threads.js';\n",
    'server/src/view/View.d.ts': `export declare const view: import("../../../src/protocol/thread/items.js").Item;\nimport '../side.js';\n`,
    'server/src/side.d.ts': 'export {};\n',
    'src/protocol/thread/threads.d.ts': "import { type Item } from './items.js';\nexport type Thread = Item[];\n",
    'src/protocol/thread/items.d.ts': "import * as z from 'zod/mini';\nexport type Item = z.ZodMiniString;\n",
  });
});

it('does not change comments and string types', () => {
  const code = `/** As in \`import x from './missing.ts'\`, or from "@chatdock/protocol/missing". */
// from './missing.ts'
export type Accept = 'image/*' | "from './missing.ts'" | \`\${string}/*\`;
export type Kind = '*/*';
`;
  expect(publish({ 'server/src/index.d.ts': code })).toEqual({ 'server/src/index.d.ts': code });
});

it('fails on an import of a missing file', () => {
  expect(() => publish({ 'server/src/index.d.ts': "export * from '@chatdock/protocol/missing';\n" })).toThrow(
    /protocol.missing\.d\.ts/,
  );
});
