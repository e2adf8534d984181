/** The load generator against a real server: what it counts is what the server did. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../harness/servers/free-port.ts';
import { turnsRun } from '../../harness/chaos/resuming-visitor.ts';
import { startServer } from '../../harness/servers/server-process.ts';

async function load(...args: string[]): Promise<{ stdout: string; stderr: string; status: number }> {
  const child = spawn(process.execPath, ['scripts/load.ts', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = [child.stdout, child.stderr].map((stream) => {
    let text = '';
    stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    return () => text;
  });
  const [status] = await once(child, 'close');
  return { stdout: out?.() ?? '', stderr: err?.() ?? '', status: Number(status) };
}

describe('npm run load', () => {
  it('reports answers, events and times of a server, and the limits that refused', { timeout: 60_000 }, async () => {
    const limit = 40;
    const server = await startServer({
      CHATDOCK_LIMIT_TURNS_PER_ADDRESS: String(limit),
      CHATDOCK_LIMIT_TURNS_PER_USER: '0',
      CHATDOCK_LIMIT_STREAMS_PER_ADDRESS: '0',
    });
    onTestFinished(() => server.dispose());
    const args = ['--url', `${server.url}chatkit`, '--conversations', '10', '--ramp', '0', '--pause', '0'];
    const { stdout, status } = await load(...args, '--seconds', '4', '--json');
    expect(status).toBe(0);
    const figures: Record<'answers' | 'events' | 'mostOpen', number> & {
      wholeMs: { p50: number; most: number };
      errors: Record<string, number>;
    } = JSON.parse(stdout);
    expect(figures.answers).toBe(limit);
    expect(await turnsRun(server.url)).toBe(limit);
    expect(figures.mostOpen).toBeLessThanOrEqual(10);
    expect(figures.events).toBeGreaterThan(10 * limit);
    expect(figures.wholeMs.p50).toBeGreaterThan(0);
    expect(figures.wholeMs.most).toBeGreaterThanOrEqual(figures.wholeMs.p50);
    expect(Object.keys(figures.errors)).toEqual([expect.stringMatching(/^429: /)]);
    const again = await load(...args, '--seconds', '1');
    expect(again.stdout).toContain('set the names that begin with CHATDOCK_LIMIT_');
  });

  it.each([
    [['--url', 'nothere'], '--url nothere is not an address. Write https://chat.example/chatkit.'],
    [['--conversations', 'many'], '--conversations many is not a number. Write 0 or more.'],
    [['--header', 'Authorization'], '--header Authorization is not a header. Write "name: value".'],
  ])('reports what is wrong with %j', async (args, sentence) => {
    expect(await load(...args)).toEqual({ stdout: '', stderr: `${sentence}\n`, status: 1 });
  });

  it('reports why a server cannot be reached', async () => {
    const url = `http://127.0.0.1:${await freePort()}/chatkit`;
    const { stdout, status } = await load('--url', url, '--conversations', '1', '--seconds', '1', '--ramp', '0');
    expect(stdout).toContain('× The connection failed (ECONNREFUSED).');
    expect(status).toBe(1);
  });
});
