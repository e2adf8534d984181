/** Runs npm as a user does, in the environment of a shell, and with a timeout if the registry does not respond. */
import { spawnSync } from 'node:child_process';

/** Settings that npm, and Node for its certificates and proxy, need to reach the registry of this machine. */
const KEPT_NODE = 'EXTRA_CA_CERTS|USE_SYSTEM_CA|USE_ENV_PROXY|TLS_REJECT_UNAUTHORIZED';
const KEPT_NPM = 'registry|cafile|ca|cert|key|strict_ssl|proxy|https_proxy|http_proxy|noproxy|userconfig|globalconfig|cache';
const ofTests = new RegExp(
  `^(npm_(?!config_(${KEPT_NPM}|[@/].*)$)|NODE_(?!(${KEPT_NODE})$)|VITEST|CHATDOCK_|DATABASE_URL|TEST$|CI$)`,
);

/** The environment of a user's shell, without the variables of the surrounding npm, Vitest and this repository. */
export function plainEnvironment(): Record<string, string> {
  const kept = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || ofTests.test(name) ? [] : [[name, value]],
  );
  return Object.fromEntries(kept);
}

/** npm retries for twenty minutes if a certificate or a proxy is wrong. With these settings it fails in seconds. */
const quickRetries = [
  '--fetch-timeout=20000',
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
];

export interface InstallOptions {
  /** @defaultValue 120000 */
  timeoutMs?: number;
  /** The program. @defaultValue npm on the PATH */
  npm?: string;
}

/** Runs `npm install` with these words in a folder. Throws what npm printed when it fails or takes too long. */
export function npmInstall(
  folder: string,
  words: readonly string[] = [],
  { timeoutMs = 120_000, npm = 'npm' }: InstallOptions = {},
): void {
  const args = ['install', '--prefer-offline', ...quickRetries, '--no-audit', '--no-fund', '--loglevel=error', ...words];
  const { status, error, stdout, stderr } = spawnSync(npm, args, {
    cwd: folder,
    env: plainEnvironment(),
    encoding: 'utf8',
    shell: process.platform === 'win32',
    timeout: timeoutMs,
    // On SIGTERM, npm waits for its requests.
    killSignal: 'SIGKILL',
  });
  if (status === 0) return;
  const isLate = error && 'code' in error && error.code === 'ETIMEDOUT';
  const how = isLate ? `did not end within ${timeoutMs / 1000} s` : `failed with ${status ?? error?.message}`;
  throw new Error(`\`npm ${args.join(' ')}\` in ${folder} ${how}. Is the registry reachable?\n${stdout}${stderr}`);
}
