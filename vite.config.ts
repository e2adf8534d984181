/** Every bundle we publish, one target each: `vite build --mode <target>`, or all of them with `npm run build`. */
import { join } from 'node:path';
import manifest from './package.json' with { type: 'json' };
import { defineConfig, type UserConfig } from 'vite';
import { compactChunks, compactScript } from './scripts/plugins/compact-chunks.ts';
import { defaultPalettes } from './scripts/plugins/default-palettes.ts';
import { buildTarget } from './scripts/floor/floor.ts';
import { leanOptions } from './scripts/plugins/lean-options.ts';
import { inlineRuntimeHelper } from './scripts/plugins/inline-runtime.ts';
import { launcherLabels } from './scripts/plugins/launcher-labels.ts';
import { localeFiles } from './scripts/plugins/locale-files.ts';
import { lucideIcons } from './scripts/plugins/lucide-icons.ts';
import { ownExports } from './scripts/plugins/own-exports.ts';
import { pageDocument } from './scripts/plugins/page-document.ts';
import { plainImports } from './scripts/plugins/plain-imports.ts';
import { repeatableImports } from './scripts/plugins/repeatable-imports.ts';
import { replaceModules } from './scripts/plugins/replace-modules.ts';
import { sharedChunks } from './scripts/plugins/shared-chunks.ts';
import { smallZod } from './scripts/plugins/small-zod.ts';
import { zodAsGuest } from './scripts/plugins/zod-as-guest.ts';

const sourceOf = (file: string) => join(import.meta.dirname, file);

/** The script-tag bundles carry their own small React; the npm entry leaves React to the host. */
const ownReact = sourceOf('src/embed/libraries/react.ts');
const preactAlias = [
  { find: /^react(-dom)?$/, replacement: ownReact },
  { find: 'react/jsx-runtime', replacement: 'preact/jsx-runtime' },
];

/**
 * The modules that load when a chat has opened, for the first answer, that announce it, that draw Markdown, and that
 * several of the later parts share.
 */
const laterFiles = {
  input: [sourceOf('src/chatkit/ui/loading/input.ts')],
  answer: [
    'src/chatkit/thread/Thread.tsx',
    'src/chatkit/state/connection/wire-parts.ts',
    'src/chatkit/ui/loading/answer.ts',
    // Widgets and citations use these without Markdown, too.
    'src/chatkit/markdown/drawing/direction.ts',
    'src/chatkit/ui/links/destination.ts',
  ].map(sourceOf),
  speech: [sourceOf('src/chatkit/speech/speak-answers.ts')],
  markdown: [sourceOf('src/chatkit/markdown/markdown-parts.ts')],
  later: [
    'src/chatkit/ui/loading/later.ts',
    'src/chatkit/markdown/lazy-tools.ts',
    'src/chatkit/pictures/policy.ts',
    'src/chatkit/pictures/picture.css?inline',
  ].map(sourceOf),
};

/** A package that is installed beside ours. `@chatdock/protocol` is private: each bundle carries what it uses of it. */
const isPackage = (id: string) => !/^[./]|^\0|^[a-z]:|^virtual:|^@chatdock\/protocol\//i.test(id);
/** A library's "use client" says nothing in a bundle that is all client. */
const rolldownOptions: NonNullable<UserConfig['build']>['rolldownOptions'] = {
  onLog(level, log, handle) {
    if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
  },
};
/**
 * The script sets `window.ChatDock` always, whatever the page has beside it, and hands it to CommonJS and AMD as well. By name: a
 * script tag that defines a module without one is an error to RequireJS. A frame of the page that is named `module` is not
 * CommonJS's: it has a window.
 */
const asUmd =
  "typeof module=='object'&&!module.window?module.exports=ChatDock:typeof define=='function'&&define.amd&&define('chatdock',()=>ChatDock)";

/**
 * Lets V8 compile a file in one go (https://v8.dev/blog/explicit-compile-hints), which is less work than function by function where
 * most of it runs at once: in the files that open the chat. The scripts that a page carries are too small to gain their bytes back.
 */
const RUNS_AT_ONCE = '//# allFunctionsCalledOnLoad';

/** The two scripts that a page carries: every page pays for these bytes. */
const loaderPlugins = (isModule: boolean) => [leanOptions(), compactScript(isModule)];
/**
 * Every browser with `import()` can parse the scripts that a page carries. So they can detect a browser that is older
 * than those of docs/browsers.md.
 */
const oldTarget = { target: ['chrome63', 'firefox67', 'safari11.1'], cssTarget: buildTarget };

const shared = { target: buildTarget, minify: true, emptyOutDir: false, reportCompressedSize: false } as const;

/**
 * The entry for `import … from 'chatdock'`. Built as a library, because Vite otherwise puts a helper around every
 * import(), which breaks the builds of people who use us with Vite.
 */
const library = ({
  entry,
  external,
}: {
  entry: Record<string, string>;
  external(id: string, importer?: string): boolean;
}): UserConfig => ({
  build: {
    ...shared,
    minify: false,
    lib: { entry, formats: ['es'] },
    rolldownOptions: {
      ...rolldownOptions,
      preserveEntrySignatures: 'strict',
      external,
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: 'npm/[name]-[hash].js',
        // The components have state: frameworks with server components must know where their client begins.
        banner: ({ name }) => (name === 'index' ? "'use client';" : ''),
      },
    },
  },
});

/**
 * One of the files that open the chat, and the chunks that it loads, in `dist/modules/`. Each has its own code of the chat. Chunks
 * that import none of it are the same for both, and so are their names.
 */
function moduleFile(
  name: 'dock' | 'chatkit-view',
  source: string,
  manifestName: string,
  replacements: Record<string, string> = {},
): UserConfig {
  const files = sharedChunks({ [name]: [sourceOf(source)], ...laterFiles });
  return {
    plugins: [
      replaceModules({
        ...replacements,
        [sourceOf('src/chatkit/language/import-texts.ts')]: sourceOf('src/embed/loading/locales/import-texts.ts'),
        [sourceOf('src/chatkit/icons/import-labels.ts')]: sourceOf('src/embed/loading/locales/import-labels.ts'),
      }),
      localeFiles(name === 'dock' ? ['chat', 'icons', 'dock'] : ['chat', 'icons'], import.meta.dirname),
      plainImports(),
      repeatableImports(),
      inlineRuntimeHelper(),
      zodAsGuest(),
      smallZod(sourceOf('src/embed/libraries/zod.ts')),
      files.plugin,
      compactChunks([name], { module: true, format: { preamble: RUNS_AT_ONCE } }),
      compactChunks(Object.keys(laterFiles), { module: true }),
    ],
    resolve: {
      alias: [
        ...preactAlias,
        // Two packages of which a part is used.
        { find: 'eventsource-parser', replacement: sourceOf('src/embed/libraries/event-stream.ts') },
        { find: '@openai/chatkit-react', replacement: sourceOf('src/embed/libraries/use-chatkit.ts') },
      ],
    },
    build: {
      ...shared,
      outDir: 'dist/modules',
      manifest: manifestName,
      modulePreload: false,
      rolldownOptions: {
        ...rolldownOptions,
        input: { [name]: source },
        preserveEntrySignatures: 'allow-extension',
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          // The scripts that a page carries name one of these files: sixteen characters compress better than sixty-four.
          chunkFileNames: 'chunks/[name]-[hash].js',
          hashCharacters: 'hex',
          assetFileNames: 'assets/[name]-[hash][extname]',
          codeSplitting: { groups: files.groups },
        },
      },
    },
  };
}

const targets: Record<string, UserConfig> = {
  /** `dist/modules/dock.js`: the panel of the script tags below, with the chat in it. Loaded when it is needed. */
  dock: moduleFile('dock', 'src/embed/dock.ts', 'manifest.json', {
    [sourceOf('src/engine/load-view.ts')]: sourceOf('src/embed/loading/load-view.ts'),
    [sourceOf('src/chatkit/chrome/Header.tsx')]: sourceOf('src/embed/no-header.ts'),
    [sourceOf('src/dock/loading/import-strings.ts')]: sourceOf('src/embed/loading/locales/import-strings.ts'),
  }),
  /** `dist/modules/chatkit-view.js`: the chat without the dock, for `dist/chatkit.js`. */
  view: moduleFile('chatkit-view', 'src/chatkit/chatkit-view.ts', 'view-manifest.json'),
  /** `dist/modules/labels.js`: the launcher's label in the languages that the scripts do not contain. */
  labels: {
    build: {
      ...shared,
      outDir: 'dist/modules',
      lib: { entry: 'src/dock/launcher/more-labels.ts', formats: ['es'], fileName: () => 'labels.js' },
    },
  },
  /** `dist/modules/page.js`: rules of the page's owner. One file, because it must not load the panel. */
  page: {
    build: {
      ...shared,
      outDir: 'dist/modules',
      lib: { entry: 'src/embed/page-rules/prepare-page.ts', formats: ['es'], fileName: () => 'page.js' },
    },
  },
  /** `dist/chatdock.umd.js`: the script tag. Launcher only; everything else is fetched from beside it. */
  loader: {
    plugins: loaderPlugins(false),
    build: {
      ...shared,
      ...oldTarget,
      lib: { entry: 'src/embed/script.ts', name: 'ChatDock', formats: ['iife'], fileName: () => 'chatdock.umd.js' },
      rolldownOptions: { output: { footer: asUmd } },
    },
  },
  /** `dist/chatdock.js`: the same for `import()`. */
  'loader-module': {
    plugins: loaderPlugins(true),
    build: {
      ...shared,
      ...oldTarget,
      modulePreload: false,
      rolldownOptions: {
        input: { chatdock: 'src/embed/module.ts' },
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  /** `dist/modules/plain-link.js`: what older browsers than those of docs/browsers.md load. */
  'plain-link': {
    build: {
      ...shared,
      ...oldTarget,
      lib: { entry: { 'plain-link': 'src/embed/loading/plain-link.ts' }, formats: ['es'] },
      outDir: 'dist/modules',
    },
  },
  /** `dist/chatkit.js`: the classic script that registers our element as `openai-chatkit`. */
  chatkit: {
    build: {
      ...shared,
      ...oldTarget,
      lib: { entry: 'src/chatkit/script.ts', name: 'ChatDockElement', formats: ['iife'], fileName: () => 'chatkit.js' },
    },
  },
  /** `dist/register-widget.js`: a module for pages that draw components of widgets themselves. */
  'register-widget': {
    build: {
      ...shared,
      modulePreload: false,
      rolldownOptions: {
        input: { 'register-widget': 'src/chatkit/register-widget.ts' },
        preserveEntrySignatures: 'strict',
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  /** `dist/switching.js`: names of other chats, for pages that switch from one. */
  switching: {
    build: {
      ...shared,
      lib: {
        entry: 'src/embed/switching/script.ts',
        name: 'ChatDockSwitching',
        formats: ['iife'],
        fileName: () => 'switching.js',
      },
    },
  },
  /** `dist/bundled/`: the same two scripts for sites that a bundler builds, which follows their `import()`s. */
  bundled: {
    resolve: { alias: preactAlias },
    build: {
      ...shared,
      lib: { entry: { chatdock: 'src/embed/bundled.ts', chatkit: 'src/chatkit/bundled.ts' }, formats: ['es'] },
      outDir: 'dist/bundled',
      rolldownOptions: {
        ...rolldownOptions,
        // Code that needs React gets ours, so that the site does not need one.
        external: (id, importer = '') =>
          isPackage(id) &&
          !/^(preact|react|react-dom|msw|eventsource-parser|@openai)(\/|$)/.test(id) &&
          !importer.includes('/node_modules/'),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  /** `dist/index.js`, `dist/protocol.js`, `dist/mock.js`: what `import … from 'chatdock'` gets. */
  npm: library({
    entry: { index: 'src/index.ts', protocol: 'src/protocol.ts' },
    // The server in the page is made of msw, which importers of the widget need not install, so a bundler must not look for it.
    external: (id, importer = '') =>
      isPackage(id) && !/^(preact|msw|eventsource-parser)(\/|$)/.test(id) && !importer.includes('/node_modules/'),
  }),
  mock: library({
    entry: { mock: 'src/mock.ts' },
    external: (id) => isPackage(id) && !/^eventsource-parser(\/|$)/.test(id),
  }),
  /** `dist/demo/`: the scripts of the demo pages, built as a site that uses us would build its own. */
  demo: {
    build: {
      ...shared,
      outDir: 'dist/demo',
      modulePreload: false,
      rolldownOptions: {
        ...rolldownOptions,
        preserveEntrySignatures: 'exports-only',
        input: {
          'chatkit-react': 'demo/chatkit-react.tsx',
          react: 'demo/react.tsx',
          'gallery-samples': 'demo/gallery/gallery-samples.ts',
          configure: 'demo/configurator/configure.ts',
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  /** `server/dist/`: the library and the ready-to-run process. */
  server: {
    build: {
      ...shared,
      target: 'node22',
      minify: false,
      ssr: true,
      outDir: 'server/dist',
      rolldownOptions: {
        ...rolldownOptions,
        input: {
          index: 'server/src/index.ts',
          core: 'server/src/core.ts',
          testing: 'server/src/testing.ts',
          cli: 'server/src/cli/start.ts',
          main: 'server/src/cli/main.ts',
          'sqlite-thread': 'server/src/stores/sqlite/sqlite-thread.ts',
        },
        external: (id) => isPackage(id),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
};

export const targetNames = Object.keys(targets);

export default defineConfig(({ mode }) => {
  const { plugins = [], ...target } = targets[mode] ?? {};
  return {
    define: { 'process.env.NODE_ENV': '"production"', CHATDOCK_VERSION: JSON.stringify(manifest.version) },
    plugins: [
      lucideIcons(),
      launcherLabels(),
      defaultPalettes(),
      ownExports(),
      ...(['server', 'mock', 'demo'].includes(mode) ? [] : [pageDocument(/npm|bundled/.test(mode))]),
      ...plugins,
    ],
    publicDir: false,
    ...target,
  };
});
