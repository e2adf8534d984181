/** The files for several processes, checked by the rules of their formats: Compose, nginx, Prometheus. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../../server/src/cli/settings/config.ts';
import { createMetrics } from '../../server/src/cli/monitoring/metrics.ts';
import { composeFaults } from '../harness/packages/compose-file.ts';
import { nginxPath } from '../harness/servers/nginx.ts';

const EXAMPLE = 'letters-and-digits-of-an-example-0123456789';
const textOf = (file: string) => readFileSync(file, 'utf8');

describe('compose.scale.yaml', () => {
  const text = textOf('compose.scale.yaml');
  const { services, volumes } = parse(text, { merge: true });
  const processes = ['chat-1', 'chat-2', 'chat-3'];

  it('is a valid Compose file', () => {
    expect(composeFaults(parse(text, { merge: true }))).toEqual([]);
  });

  it('contains no secrets, and reports missing ones', () => {
    const variables = [...text.matchAll(/(?<!\$)\$\{(\w+)(:\?[^}]+)?\}/g)];
    expect(variables.length).toBeGreaterThan(3);
    for (const [, name, demand] of variables) expect(demand).toBe(`:?Put ${name} into .env`);
  });

  it('runs three equal processes with settings that they read, and every volume is declared', () => {
    const known = textOf('.env.example');
    for (const name of processes) {
      expect(services[name]).toEqual(services['chat-1']);
      for (const setting of Object.keys(services[name].environment)) expect(known).toContain(`#${setting}=`);
    }
    const used = Object.values<{ volumes?: string[] }>(services).flatMap((service) => service.volumes ?? []);
    const named = used.map((volume) => volume.split(':')[0] ?? '').filter((name) => !name.startsWith('.'));
    expect([...new Set(named)].toSorted()).toEqual(Object.keys(volumes).toSorted());
  });

  it('starts with these settings on top of those of the image', () => {
    const image = [...textOf('Dockerfile').matchAll(/^ENV (.+)$/gm)].flatMap(([, line = '']) => line.split(' '));
    const settings = Object.fromEntries(image.filter((pair) => /^[A-Z_]+=/.test(pair)).map((pair) => pair.split('=')));
    const given: Record<string, string> = services['chat-1'].environment;
    const filled = Object.entries(given).map(([name, value]) => [name, value.replaceAll(/\$\{.*?\}/g, EXAMPLE)]);
    const config = parseConfig({
      ...settings,
      ...Object.fromEntries(filled),
      CHATDOCK_PUBLIC_URL: 'https://chat.example',
    });
    const { ROOT_ACCESS_KEY_ID: id, ROOT_SECRET_ACCESS_KEY: secret } = services.files.environment;
    expect([given['AWS_ACCESS_KEY_ID'], given['AWS_SECRET_ACCESS_KEY']]).toEqual([id, secret]);
    const bucket = new URL(config.CHATDOCK_FILES ?? '').host;
    expect(services.files.entrypoint.at(-1)).toContain(`mkdir -p /files/${bucket} && `);
  });

  it('lets nothing but the balancer and Prometheus be reached, and from this machine only', () => {
    const open = Object.entries<{ ports?: string[] }>(services).filter(([, { ports }]) => ports);
    expect(open.map(([name]) => name)).toEqual(['balancer', 'metrics']);
    for (const [, { ports = [] }] of open) for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('is balanced and measured over exactly its processes', () => {
    const balanced = [...textOf('deploy/nginx.conf').matchAll(/server ([\w-]+):8787/g)].map(([, name]) => name);
    const [chat] = parse(textOf('deploy/prometheus.yml')).scrape_configs;
    expect(balanced).toEqual(processes);
    expect(chat.static_configs[0].targets).toEqual(processes.map((name) => `${name}:8787`));
  });
});

if (!nginxPath) console.log('nginx is not installed, so deploy/nginx.conf is not checked.');

it.skipIf(!nginxPath)('nginx takes deploy/nginx.conf', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chatdock-scale-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  // The names are those of the Compose network, and an ordinary user may neither listen on port 80 nor write that log.
  const site = textOf('deploy/nginx.conf')
    .replaceAll(/chat-\d:/g, '127.0.0.1:')
    .replace('listen 80;', 'listen 127.0.0.1:8080;')
    .replace('/var/log/nginx', folder);
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, `pid ${folder}/nginx.pid; error_log stderr; events {} http { access_log off; ${site} }`);
  const { status, stderr } = spawnSync(nginxPath ?? '', ['-t', '-c', file, '-p', folder, '-e', 'stderr'], {
    encoding: 'utf8',
  });
  expect([stderr.replaceAll(/^.*(syntax is ok|test is successful)\n/gm, ''), status]).toEqual(['', 0]);
});

describe('deploy/alerts.yml', () => {
  const rules: { alert: string; expr: string; annotations: { summary: string } }[] = parse(
    textOf('deploy/alerts.yml'),
  ).groups.flatMap(({ rules: some }: { rules: unknown[] }) => some);

  it.each(rules.map(({ alert, expr }) => [alert, expr]))('%s is a valid query', (_alert, expr = '') => {
    const faults: string[] = [];
    parser.parse(expr).iterate({
      enter: ({ type, from, to }) => void (type.isError && faults.push(expr.slice(from, to) || `at ${from}`)),
    });
    expect(faults).toEqual([]);
  });

  it('uses only metrics that a process has, and says what to do', async () => {
    const metrics = createMetrics();
    metrics.telemetry.turnEnded({ requestId: 'req', threadId: 'thr', outcome: 'failed', ms: 1 });
    const exposed = await metrics.text();
    for (const { expr, annotations } of rules) {
      expect(annotations.summary).toMatch(/\.$/);
      for (const [name] of expr.matchAll(/\b(?:chatdock|nodejs)_\w+/g))
        expect(exposed).toContain(`# TYPE ${name.replace(/_(bucket|count|sum)$/, '')} `);
    }
  });
});
