import { expect, it } from 'vitest';
import { isPrivateHost } from './private-host.ts';

const hostOf = (host: string) => new URL(`http://${host}:8000/v1`).hostname;

it.each([
  'localhost',
  'LOCALHOST',
  'models.localhost',
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.178.20',
  '169.254.10.1',
  '[::1]',
  '[fd12:3456::1]',
  '[fe80::1]',
  '[::ffff:192.168.0.5]',
  'vllm',
  'mac-studio.local',
  'mac-studio.local.',
  'host.docker.internal',
])('%s is on this machine or in a private network', (host) => {
  expect(isPrivateHost(hostOf(host))).toBe(true);
});

it.each([
  'api.together.xyz',
  'localhost.example',
  'local.example',
  'api.notlocal',
  '8.8.8.8',
  '11.0.0.1',
  '172.32.0.1',
  '172.15.0.1',
  '192.169.0.1',
  '169.253.0.1',
  '[2001:4860::8888]',
  '[::2]',
  '[::ffff:8.8.8.8]',
])('%s is on the internet', (host) => {
  expect(isPrivateHost(hostOf(host))).toBe(false);
});
