/** A project outside the repository that has installed both packages with npm, as a person would. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packInto } from '../../../scripts/publish/pack.ts';

/**
 * The environment of a person's shell: nothing of the surrounding npm, Vitest or this repository. Certificates stay, or npm
 * cannot reach a registry behind a proxy that has its own.
 */
export function plainEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || /^(npm_|NODE_(?!EXTRA_CA_CERTS)|VITEST|CHATDOCK_|DATABASE_URL|TEST$|CI$)/.test(name)
      ? []
      : [[name, value]],
  );
  return Object.fromEntries(kept);
}

const isWindows = process.platform === 'win32';

/** Creates a project of ES modules with both packages. `more` names what else it installs. */
export function createProject(...more: string[]) {
  // macOS's folder for temporary files is a link.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'chatdock-project-')));
  const packed = packInto(join(folder, 'packages'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'a-site', private: true, type: 'module' }));
  execFileSync(
    'npm',
    [
      'install',
      '--prefer-offline',
      '--fetch-timeout=20000',
      '--fetch-retries=4',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      ...Object.values(packed),
      ...more,
    ],
    { cwd: folder, env: plainEnvironment(), stdio: ['ignore', 'ignore', 'inherit'], shell: isWindows },
  );
  return {
    folder,
    packed,
    /** Runs a command in the project's folder. */
    run(command: string, args: readonly string[]) {
      const { status, stdout, stderr } = spawnSync(command, args, {
        cwd: folder,
        env: plainEnvironment(),
        encoding: 'utf8',
        shell: isWindows,
      });
      return { status, stdout, stderr };
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
