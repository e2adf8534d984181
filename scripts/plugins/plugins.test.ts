/** The plugins that rewrite other people's code: each fails loudly when that code is no longer what it expects. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { inlineRuntime } from './inline-runtime.ts';
import { readOwnExports } from './own-exports.ts';
import { readFromPrototype } from './page-document.ts';
import { repeatImports } from './repeatable-imports.ts';
import { zodFor } from './small-zod.ts';
import { rewriteZod } from './zod-as-guest.ts';

const zodFolder = dirname(createRequire(import.meta.url).resolve('zod/package.json'));
const corePath = join(zodFolder, 'v4/core/core.js').replaceAll('\\', '/');

describe('zod on a page with other scripts', () => {
  it('leaves other packages alone', () => expect(rewriteZod('for (const a in b) {}', '/src/a.ts')).toBeNull());

  it('loops over own properties only', () => {
    expect(rewriteZod('for (const key in shape) use(key)', '/node_modules/zod/v4/core/util.js')).toBe(
      'for (const key of Object.keys(shape)) use(key)',
    );
  });

  it('finds the global of the installed zod and removes it', () => {
    const code = readFileSync(corePath, 'utf8');
    expect(code).toContain('globalThis.__zod_globalConfig');
    const rewritten = rewriteZod(code, corePath);
    expect(rewritten).not.toContain('globalThis');
    expect(rewritten).toContain('globalConfig = {};');
  });

  it('fails the build when zod keeps its configuration elsewhere', () => {
    expect(() => rewriteZod('export const globalConfig = {};', corePath)).toThrow('no longer keeps its configuration');
  });
});

describe('the exports of a module', () => {
  it.each([
    [
      'as written',
      'for (var name in all) __defProp(target, name, { get: all[name] })',
      'for(var name of Object.keys(all)) __defProp(target, name, { get: all[name] })',
    ],
    ['minified', 'for(var i in t)e(r,i,{get:t[i]})', 'for(var i of Object.keys(t))e(r,i,{get:t[i]})'],
  ])('are own properties of the list, %s', (_, written, expected) => {
    expect(readOwnExports(written)).toBe(expected);
  });

  it('leave other loops as they are', () =>
    expect(readOwnExports('for (var a in b) use(a)')).toBe('for (var a in b) use(a)'));
});

describe('the inlined list of exports', () => {
  it('replaces the import of the helper, and lists own properties only', () => {
    const code = inlineRuntime(
      'import{t as e}from"./rolldown-runtime-1a2b3c4d.js";use(e)',
      'chunks/rolldown-runtime-1a2b3c4d.js',
    );
    const [, helper] = /^const e=(.*);use\(e\)$/.exec(code ?? '') ?? [];
    const list: (exports: Record<string, () => unknown>) => Record<string, unknown> = runInThisContext(`(${helper})`);
    const listed = list(Object.assign(Object.create({ foreign: 'not a function' }), { a: () => 1 }));
    expect(Object.entries(listed)).toEqual([['a', 1]]);
  });

  it('is refused if the chunk imports the helper in another way', () => {
    expect(
      inlineRuntime('import*as r from"./rolldown-runtime-1a2b3c4d.js";', 'chunks/rolldown-runtime-1a2b3c4d.js'),
    ).toBeNull();
  });
});

describe('the small zod', () => {
  it('replaces zod in the page’s code, but not in the mock server', () => {
    expect(zodFor('/repo/src/protocol/thread/items.ts')).toBe('small');
    for (const importer of [
      '/repo/server/src/core/wire.ts',
      '/repo/src/mock/script.ts',
      'C:\\repo\\src\\mock\\script.ts',
    ])
      expect(zodFor(importer), importer).toBe('own');
    expect(zodFor('/repo/src/protocol/thread/items.ts?with-zod')).toBe('own');
  });
});

describe('repeatable imports', () => {
  it('retries a failed import at another address, and leaves imports of other sites alone', () => {
    const code = repeatImports('const load=()=>import("./voice.js");const far=()=>import("https://a.example/b.js")');
    expect(code).toContain('importAgain("./voice.js")');
    expect(code).toContain('import("https://a.example/b.js")');
    expect(code).toContain('function importAgain(file)');
  });

  it('retries an import whose address is put together', () => {
    expect(repeatImports('const load=(a)=>import(\n\t/* @vite-ignore */\n\t`./chunks/${a}.js`\n)')).toContain(
      'importAgain(`./chunks/${a}.js`)',
    );
  });

  it('adds nothing to a chunk without imports', () => expect(repeatImports('export const a = 1;')).toBeNull());
});

describe('page document', () => {
  it('reads members of the document from the prototype, and leaves other code alone', () => {
    const code =
      "import './field-document.ts'; document.body.append(document.createElement('p')); use(document, a.document.b);";
    expect(readFromPrototype(code, '/src/a.ts')).toBe(
      "import { pageDocument } from 'virtual:page-document';\nimport './field-document.ts'; pageDocument.body.append(pageDocument.createElement('p')); use(document, a.document.b);",
    );
    expect(readFromPrototype('document.title = 1', '/src/a.ts')).toBeNull();
    expect(readFromPrototype('document.body', '/node_modules/b/src/a.ts')).toBeNull();
  });

  it('knows how the installed Preact creates elements, and fails when that has changed', () => {
    const path = createRequire(import.meta.url)
      .resolve('preact')
      .replace(/preact\.(js|cjs)$/, 'preact.mjs');
    expect(readFromPrototype(readFileSync(path, 'utf8'), path)).not.toContain('ownerDocument');
    expect(() => readFromPrototype('M=document', path)).toThrow('Preact no longer creates elements');
  });
});
