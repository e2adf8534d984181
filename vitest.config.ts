/** Three kinds of test: `unit` runs in Node, `browser` inside a real Chromium, `e2e` drives one against built files and the real server. */
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { defaultPalettes } from './scripts/plugins/default-palettes.ts';
import { launcherLabels } from './scripts/plugins/launcher-labels.ts';
import { lucideIcons } from './scripts/plugins/lucide-icons.ts';
import { browserArgs, findQuickBrowser } from './test/harness/browsers/find-browser.ts';
import { LongestFirst } from './test/harness/longest-first.ts';

const { executablePath, args } = await findQuickBrowser();

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        plugins: [launcherLabels(), defaultPalettes()],
        test: {
          name: 'unit',
          environment: 'node',
          include: ['{src,server/src,scripts,test/unit}/**/*.test.ts'],
          exclude: ['**/*.browser.test.*', '**/node_modules/**'],
          globalSetup: ['test/harness/servers/shared-postgres.ts'],
          // A machine that does other things meanwhile is slow, not broken.
          testTimeout: 30_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 10_000 } },
          // Many wait, for processes and databases; the default of a machine with two cores is one worker.
          maxWorkers: 2,
        },
      },
      {
        plugins: [lucideIcons(), launcherLabels(), defaultPalettes()],
        optimizeDeps: {
          include: [
            'preact',
            'preact/hooks',
            'preact/jsx-runtime',
            'preact/jsx-dev-runtime',
            'react',
            'react-dom',
            'react-dom/client',
            'react/jsx-dev-runtime',
            'zod/mini',
            'msw',
            'msw/browser',
            '@testing-library/react',
            'fast-check',
            'axe-core',
            'eventsource-parser',
            'eventsource-parser/stream',
            '@openai/chatkit-react',
            'temml',
            '@floating-ui/dom',
            '@internationalized/date',
            '@codemirror/legacy-modes/mode/javascript',
            '@codemirror/legacy-modes/mode/python',
          ],
        },
        test: {
          name: 'browser',
          // Files of several projects, as in `npm test -- path path`, run one project after the other.
          sequence: { groupOrder: 1 },
          // A real browser on a shared machine may be held up for seconds; what is broken fails twice.
          retry: 1,
          testTimeout: 30_000,
          expect: { poll: { timeout: 10_000 } },
          // A page has no environment of its own; test/harness/long-run.ts reads this.
          env: { CHATDOCK_TEST: process.env['CHATDOCK_TEST'] ?? '' },
          include: ['src/**/*.browser.test.{ts,tsx}', 'test/browser/**/*.test.{ts,tsx}'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath, args: [...browserArgs, ...args] } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'e2e',
          sequence: { groupOrder: 2 },
          retry: 1,
          // docs/browsers.md has these titles.
          taskTitleValueFormatTruncate: 100,
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          // Files that a worker runs one after the other share its modules and its browser; each has its own visitors and servers.
          isolate: false,
          globalSetup: ['test/e2e/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 20_000 } },
          // Mostly waiting, for browsers, servers and streams. With three workers, half of two cores is idle; with five, tests wait
          // for each other.
          maxWorkers: 4,
        },
      },
    ],
  },
});
