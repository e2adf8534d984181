/** The log message about a failed attempt: what the provider did, and which setting to check. */
import type { FailureKind, ProviderFailure } from './failure.ts';

const CHECKS: Partial<Record<FailureKind, string>> = {
  'unknown-model': 'Check the model name in CHATDOCK_MODEL or CHATDOCK_FALLBACK.',
  unauthorised: "Check this provider's API key.",
  quota: "Check this provider's account: its quota or balance is used up.",
  refused:
    'If every message is refused, check that the model in CHATDOCK_MODEL or CHATDOCK_FALLBACK supports what is sent, and that CHATDOCK_CONTEXT_TOKENS fits it.',
};

/** `providerMessage` is the provider's message, already without secrets and visitors' texts. */
export function ownerMessage(
  model: string,
  { kind, status, code }: ProviderFailure,
  providerMessage: string | undefined,
): string {
  const check = CHECKS[kind];
  if (check === undefined) return 'A model provider failed.';
  const names = [status, code].filter((name) => name !== undefined).join(' ');
  // The client library begins its messages with the status.
  const reason = !providerMessage ? '.' : `: ${providerMessage.replace(/^\d{3} /u, '').replace(/[\s.]+$/u, '')}.`;
  return `${model} refused the request${names && ` (${names})`}${reason} ${check}`;
}
