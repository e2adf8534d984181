/** `npm install` in tests ends, says what failed, and reaches the registry that the machine is set up for. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { npmInstall, plainEnvironment } from '../harness/packages/npm.ts';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'chatdock-npm-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program in place of npm. */
function program(script: string): string {
  const path = join(folder, 'npm.sh');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const isWindows = process.platform === 'win32';

it.skipIf(isWindows)('an install that hangs is ended after its time', () => {
  expect(() => npmInstall(folder, ['react'], { timeoutMs: 300, npm: program('exec sleep 60') })).toThrow(
    /npm install .* react` in \S+ did not end within 0\.3 s/,
  );
});

it.skipIf(isWindows)('an install that fails says what npm printed', () => {
  const npm = program('echo "npm error code SELF_SIGNED_CERT_IN_CHAIN" >&2; exit 1');
  expect(() => npmInstall(folder, [], { npm })).toThrow(/failed with 1\.[^]*SELF_SIGNED_CERT_IN_CHAIN/);
});

it('the environment keeps certificates, proxies and the registry, and nothing of the run', () => {
  const kept = {
    NODE_EXTRA_CA_CERTS: 'ca.pem',
    HTTPS_PROXY: 'http://proxy',
    SSL_CERT_FILE: 'ca.pem',
    NPM_CONFIG_REGISTRY: 'http://registry',
    npm_config_registry: 'http://registry',
    npm_config_cafile: 'ca.pem',
    npm_config_https_proxy: 'http://proxy',
    'npm_config_//registry/:_authToken': 'token',
  };
  const left = {
    NODE_OPTIONS: '--no-warnings',
    NODE_ENV: 'test',
    npm_config_user_agent: 'npm',
    npm_lifecycle_event: 'test',
    VITEST_POOL_ID: '1',
    CHATDOCK_TEST: 'long',
    CI: 'true',
  };
  for (const [name, value] of Object.entries({ ...kept, ...left })) vi.stubEnv(name, value);
  const environment = plainEnvironment();
  expect(environment).toMatchObject(kept);
  expect(Object.keys(left).filter((name) => name in environment)).toEqual([]);
  vi.unstubAllEnvs();
});
