/** Whether a host is on this machine or in a private network. Decides by the name, without a DNS lookup. */
import { BlockList, isIP } from 'node:net';

const privateAddresses = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 32],
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  privateAddresses.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 127], // the unspecified address and the loopback address
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  privateAddresses.addSubnet(network, prefix, 'ipv6');

/** Names outside of the public DNS: `localhost`, `vllm` of a Compose file, `box.local`, `host.docker.internal`. */
const PRIVATE_NAME = /^[^.]+$|\.(?:localhost|local|internal)$/iu;

/** @param hostname In the form of `URL.hostname`: an IPv6 address is in brackets. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/gu, '').replace(/\.$/u, '');
  const version = isIP(host);
  return version === 0 ? PRIVATE_NAME.test(host) : privateAddresses.check(host, version === 4 ? 'ipv4' : 'ipv6');
}
