/** The files for several processes, checked by the rules of their formats: Compose, nginx, Prometheus. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import { parseConfig } from '../../server/src/cli/settings/config.ts';
import { createMetrics } from '../../server/src/cli/monitoring/metrics.ts';
import { composeFaults } from '../harness/packages/compose-file.ts';
import { checkByCompose, composeCommand, promtool, promtoolPath } from '../harness/packages/container-tools.ts';
import { nginxPath } from '../harness/servers/proxies/nginx.ts';

const EXAMPLE = 'letters-and-digits-of-an-example-0123456789';
const textOf = (file: string) => readFileSync(file, 'utf8');

if (!composeCommand)
  console.log('Docker Compose is not installed, so the Compose files are checked by the schema of their format alone.');

it.skipIf(!composeCommand).each(['compose.yaml', 'compose.scale.yaml'])('Docker Compose accepts %s', (file) => {
  const names = [...textOf(file).matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, name = '']) => name);
  expect(checkByCompose(file, Object.fromEntries(names.map((name) => [name, EXAMPLE])))).toEqual([0, '']);
  const [status, complaint] = checkByCompose(file, {});
  expect(status).not.toBe(0);
  expect(complaint).toMatch(/Put \w+ into \.env/);
});

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

  it('exposes only the balancer and Prometheus, and only to this machine', () => {
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

it.skipIf(!nginxPath)('nginx accepts deploy/nginx.conf', () => {
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

if (!promtoolPath)
  console.log(
    "promtool is not installed (Debian: apt-get install prometheus), so Prometheus' files are checked by reading them alone.",
  );

/** For each alert: series of metrics, one value per minute, that make it fire within half an hour. */
const FIRES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ChatProcessDown: { 'up{job="chatdock",instance="chat-1:8787"}': '1 0x30' },
  ChatAnswersFail: {
    'chatdock_turn_seconds_count{outcome="failed"}': '0+10x30',
    'chatdock_turn_seconds_count{outcome="completed"}': '0+90x30',
  },
  ChatAnswersLate: {
    'chatdock_first_text_seconds_bucket{le="10"}': '0+90x30',
    'chatdock_first_text_seconds_bucket{le="30"}': '0+100x30',
    'chatdock_first_text_seconds_bucket{le="+Inf"}': '0+100x30',
  },
  ChatDatabaseAway: { 'chatdock_requests_total{status="503"}': '0+60x30' },
  ChatProcessFull: { 'chatdock_active_streams{instance="chat-1:8787"}': '4500x30' },
  ChatProcessSlow: { 'nodejs_eventloop_lag_p99_seconds{instance="chat-1:8787"}': '0.3x30' },
  ChatBudgetUsedUp: {
    'chatdock_site_open{instance="chat-1:8787"}': '1x30',
    'chatdock_site_open{instance="chat-2:8787"}': '0x30',
  },
  ChatModelAging: { 'chatdock_models_aging{model="a:b"}': '1x90' },
};
/** Series of a healthy site, for which no alert fires. */
const WELL = {
  'up{job="chatdock",instance="chat-1:8787"}': '1x90',
  'chatdock_turn_seconds_count{outcome="failed"}': '0+1x90',
  'chatdock_turn_seconds_count{outcome="completed"}': '0+99x90',
  'chatdock_first_text_seconds_bucket{le="10"}': '0+100x90',
  'chatdock_first_text_seconds_bucket{le="+Inf"}': '0+100x90',
  'chatdock_requests_total{status="503"}': '0+1x90',
  'chatdock_active_streams{instance="chat-1:8787"}': '300x90',
  'nodejs_eventloop_lag_p99_seconds{instance="chat-1:8787"}': '0.02x90',
  'chatdock_site_open{instance="chat-1:8787"}': '1x90',
  'chatdock_models_aging{model="a:b"}': '0x90',
};

describe.skipIf(!promtoolPath)("Prometheus' own tool", () => {
  const folderWith = (files: Readonly<Record<string, string>>) => {
    const folder = mkdtempSync(join(tmpdir(), 'chatdock-prometheus-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return folder;
  };

  it('accepts deploy/prometheus.yml with the alerts that it names', () => {
    const folder = folderWith({ token: EXAMPLE, 'alerts.yml': textOf('deploy/alerts.yml') });
    const config = textOf('deploy/prometheus.yml')
      .replace('/etc/prometheus/', `${folder}/`)
      .replace('/tmp/token', `${folder}/token`);
    writeFileSync(join(folder, 'prometheus.yml'), config);
    const { status, text } = promtool('check', 'config', '--lint-fatal', join(folder, 'prometheus.yml'));
    expect([status, text]).toEqual([0, expect.stringContaining('8 rules found')]);
  });

  it('confirms that each alert fires for its problem, and none for a healthy site', () => {
    const { groups } = parse(textOf('deploy/alerts.yml'));
    const names = groups[0].rules.map(({ alert }: { alert: string }) => alert);
    expect(Object.keys(FIRES)).toEqual(names);
    const series = (values: Readonly<Record<string, string>>) =>
      Object.entries(values).map(([name, numbers]) => ({ series: name, values: numbers }));
    const firing = (alert: string) => `count(ALERTS{alertname="${alert}",alertstate="firing"})`;
    const tests = [
      ...Object.entries(FIRES).map(([alert, values]) => ({
        interval: '1m',
        input_series: series(values),
        promql_expr_test: [
          { expr: firing(alert), eval_time: alert === 'ChatModelAging' ? '80m' : '25m', exp_samples: [{ value: 1 }] },
        ],
      })),
      {
        interval: '1m',
        input_series: series(WELL),
        promql_expr_test: [{ expr: 'count(ALERTS)', eval_time: '80m', exp_samples: [] }],
      },
    ];
    const folder = folderWith({
      'alerts.yml': textOf('deploy/alerts.yml'),
      'tests.yml': stringify({ rule_files: ['alerts.yml'], evaluation_interval: '1m', tests }),
    });
    expect(promtool('test', 'rules', join(folder, 'tests.yml'))).toEqual({
      status: 0,
      text: expect.stringContaining('SUCCESS'),
    });
  });
});
