/** The workflows of continuous integration run the repository's own commands, with as few rights as they need. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, { permissions?: unknown; steps: { uses?: string; run?: string }[] }>;
}

const folder = '.github/workflows';
const files = readdirSync(folder);
const textOf = (file: string) => readFileSync(join(folder, file), 'utf8');
const read = (file: string): Workflow => parse(textOf(file));
const stepsOf = (file: string) => Object.values(read(file).jobs).flatMap(({ steps }) => steps);
const commandsOf = (file: string) => stepsOf(file).flatMap(({ run }) => run ?? []);

describe.each(files)('%s', (file) => {
  it('may only read the repository, and uses no secret', () => {
    const { permissions, jobs } = read(file);
    expect(permissions).toEqual({ contents: 'read' });
    // npm recognises the workflow that publishes by an identity token of GitHub, in place of a secret.
    const more = file === 'publish.yml' ? [{ contents: 'read', 'id-token': 'write' }] : [];
    expect(Object.values(jobs).flatMap((job) => job.permissions ?? [])).toEqual(more);
    expect(textOf(file)).not.toMatch(/secrets[.[]|GITHUB_TOKEN/);
  });

  it('names a major version of each action', () => {
    const actions = stepsOf(file).flatMap(({ uses }) => uses ?? []);
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !/^actions\/[a-z-]+@v\d+$/.test(action))).toEqual([]);
  });
});

it('pushes and pull requests run what a developer runs', () => {
  expect(Object.keys(read('ci.yml').on)).toEqual(['push', 'pull_request']);
  expect(commandsOf('ci.yml')).toContain('bash .ci/run');
});

it('the long tests run on a schedule', () => {
  expect(Object.keys(read('long.yml').on)).toContain('schedule');
  expect(commandsOf('long.yml')).toContain('npm run test:long');
});

it('a release is tested and published with provenance, and every push tries that', () => {
  expect(Object.keys(read('publish.yml').on)).toEqual(['release']);
  const commands = commandsOf('publish.yml');
  expect(commands.slice(commands.indexOf('bash .ci/run')).at(-1)).toBe('bash .ci/publish');
  const publish = readFileSync('.ci/publish', 'utf8');
  expect(publish).toContain('options+=(--provenance)');
  expect(publish.match(/npm publish "\$\{options\[@\]\}"/g)).toHaveLength(2);
  expect(readFileSync('.ci/run', 'utf8')).toContain('bash .ci/publish --dry-run');
});
