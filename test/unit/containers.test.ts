/** The container files, checked by reading: no engine is needed to see what would fail in one. */
import { readFileSync } from 'node:fs';
import { validate, ValidationSeverity } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import packageJson from '../../package.json' with { type: 'json' };
import serverJson from '../../server/package.json' with { type: 'json' };
import { composeFaults } from '../harness/packages/compose-file.ts';

const dockerfile = readFileSync('Dockerfile', 'utf8');
/** Each stage as its instructions, continued lines joined. */
const stages = dockerfile
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll('\\\n', ' ')
  .split(/^(?=FROM )/m)
  .filter((stage) => stage.trim() !== '')
  .map((stage) => stage.split('\n').filter(Boolean));
const last = stages.at(-1) ?? [];
const argumentsOf = (instruction: string, stage = last) =>
  stage.filter((line) => line.startsWith(`${instruction} `)).map((line) => line.slice(instruction.length + 1));

describe('the Dockerfile', () => {
  it('passes the linter', () => {
    const severity = ValidationSeverity.ERROR;
    const complaints = validate(dockerfile, {
      deprecatedMaintainer: severity,
      directiveCasing: severity,
      emptyContinuationLine: severity,
      instructionCasing: severity,
      instructionCmdMultiple: severity,
      instructionEntrypointMultiple: severity,
      instructionHealthcheckMultiple: severity,
      instructionJSONInSingleQuotes: severity,
      instructionWorkdirRelative: severity,
    });
    expect(complaints.map(({ message }) => message)).toEqual([]);
  });

  it('builds on the Node version of the tests', () => {
    const major = /\d+/.exec(packageJson.devDependencies.node)?.[0];
    expect(stages.map(([from = '']) => from.split(' ')[1])).toEqual(stages.map(() => `node:${major}-bookworm-slim`));
  });

  it('copies the manifest of every workspace that the build imports', () => {
    const imported = packageJson.workspaces.filter((folder) => !folder.startsWith('test/'));
    expect(argumentsOf('COPY', stages[0])).toEqual(
      expect.arrayContaining(imported.map((folder) => `${folder}/package.json ${folder}/`)),
    );
  });

  it('runs the built process as an unprivileged user who can write to the volume only', () => {
    expect(argumentsOf('USER')).toEqual(['node']);
    expect(argumentsOf('VOLUME')).toEqual(['/data']);
    expect(argumentsOf('ENV').join(' ')).toContain('DATABASE_URL=file:/data/chatdock.sqlite');
    // Defaults such as data/attachments are in the volume, without a setting that would contradict CHATDOCK_FILES.
    expect(argumentsOf('RUN')).toEqual(['mkdir /data /app && chown node:node /data && ln -s /data /app/data']);
    expect(argumentsOf('WORKDIR')).toEqual(['/app']);
    expect(argumentsOf('CMD')).toEqual(['["node", "server/dist/cli.js"]']);
    expect(`node ${JSON.parse(argumentsOf('CMD')[0] ?? '[]')[1]}`).toBe(packageJson.scripts.serve);
  });

  it('copies no tests, sources or settings', () => {
    expect(argumentsOf('COPY')).toEqual([
      '--from=packages /app ./',
      '--from=build /app/dist dist',
      '--from=build /app/server/dist server/dist',
      'demo demo',
    ]);
    expect(argumentsOf('RUN', stages[1])).toEqual([
      expect.stringMatching(/^npm ci --omit=dev .*--workspace server$/),
      expect.stringMatching(/^npm install --no-save --save-prod --omit=dev .*--workspace server /),
    ]);
    const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['.git', '.env', '**/node_modules', '**/dist', 'data']));
  });

  it('has the packages for Redis and S3, in the versions of the tests', () => {
    const [, installs = ''] = argumentsOf('RUN', stages[1]);
    const optional = Object.keys(serverJson.peerDependencies);
    const versions: Record<string, string> = serverJson.devDependencies;
    expect(
      installs
        .split(' ')
        .filter((word) => word.includes('@'))
        .toSorted(),
    ).toEqual(optional.map((name) => `${name}@${versions[name]}`).toSorted());
  });

  it('checks its health with /healthz', () => {
    expect(argumentsOf('HEALTHCHECK')).toEqual([expect.stringMatching(/--timeout=3s.*\/healthz/)]);
  });
});

describe('compose.yaml', () => {
  const text = readFileSync('compose.yaml', 'utf8');
  const compose = parse(text);

  it('is a valid Compose file', () => {
    expect(composeFaults(compose)).toEqual([]);
    expect(composeFaults({ services: { chat: { imag: 'x' } } })).not.toEqual([]);
  });

  it('contains no secrets, and reports missing ones', () => {
    const variables = [...text.matchAll(/\$\{(\w+)(:\?[^}]+)?\}/g)];
    expect(variables.length).toBeGreaterThan(0);
    for (const [, name, demand] of variables) expect(demand).toBe(`:?Put ${name} into .env`);
  });

  it('sets only settings that the process reads', () => {
    const known = readFileSync('.env.example', 'utf8');
    for (const name of Object.keys(compose.services.chat.environment)) expect(known).toContain(`#${name}=`);
  });

  it('allows more time to stop than needed, and exposes the database to the process only', () => {
    expect(Number.parseInt(compose.services.chat.stop_grace_period, 10)).toBeGreaterThan(10);
    expect(compose.services.chat).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      depends_on: { database: { condition: 'service_healthy' } },
    });
    expect(compose.services.chat.volumes).toEqual(['chat-files:/data']);
    expect(compose.services.database.ports).toBeUndefined();
  });
});
