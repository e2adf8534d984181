/** A project outside the repository that has installed both packages with npm, as a user would. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npmInstall, plainEnvironment } from './npm.ts';
import { copyPackages } from './packed.ts';

const isWindows = process.platform === 'win32';

/** Creates a project of ES modules with both packages. `more` names what else it installs. */
export function createProject(...more: string[]) {
  // macOS's folder for temporary files is a link.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'chatdock-project-')));
  const packed = copyPackages(join(folder, 'packages'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'a-site', private: true, type: 'module' }));
  npmInstall(folder, [...Object.values(packed), ...more]);
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
        timeout: 60_000,
      });
      return { status, stdout, stderr };
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
