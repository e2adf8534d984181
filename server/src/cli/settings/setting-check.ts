/** Finds unknown settings. Otherwise a misspelt limit or origin would be ignored silently. */
import { AGENT_SETTING_NAMES } from '../../agents/configured/setting-names.ts';
import type { Environment } from './config.ts';
import { nearest } from './nearest-name.ts';

/**
 * Variables that Kubernetes sets in every container for a Service whose name begins with `chatdock`: its name in
 * capitals, followed by `_SERVICE_HOST`, `_PORT_5432_TCP_ADDR` and similar.
 */
const OF_KUBERNETES =
  /^CHATDOCK(?:_[A-Z\d_]+)?_(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z\d_]+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$/;
const PORT_OF_KUBERNETES = /^(?:tcp|udp|sctp):\/\//;

/** Former names, without their prefix. */
const RENAMED: Readonly<Record<string, string>> = { BUDGET_WEBHOOK: 'CHATDOCK_WEBHOOK' };

interface SettingCheck {
  /** A sentence for each name that is similar to that of a setting. */
  readonly mistakes: string[];
  /** Names that are similar to none. */
  readonly unknown: string[];
}

/** @param own The names that this process reads, in addition to those of the agents. */
export function checkNames(given: Environment, own: readonly string[]): SettingCheck {
  const known = [...own, ...AGENT_SETTING_NAMES];
  const mistakes: string[] = [];
  const unknown: string[] = [];
  for (const [name, value = ''] of Object.entries(given)) {
    const upper = name.toUpperCase();
    if (!upper.startsWith('CHATDOCK_') || known.includes(name)) continue;
    if (OF_KUBERNETES.test(name) || (name.endsWith('_PORT') && PORT_OF_KUBERNETES.test(value))) continue;
    // The name has a prefix that it should not have, such as PORT, or is in lower case.
    const bare = upper.slice('CHATDOCK_'.length);
    const meant = known.filter((other) => other === upper || other === bare || other === RENAMED[bare]);
    const close = meant.length > 0 ? meant : nearest(upper, known);
    if (close.length > 0) mistakes.push(`${name} is not a setting. Did you mean ${close.join(' or ')}?`);
    else unknown.push(name);
  }
  return { mistakes, unknown };
}
