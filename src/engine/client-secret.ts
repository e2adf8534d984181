/**
 * Gets client secrets for hosted mode, as in OpenAI's samples: a POST to the owner's URL returns one. Only pages in
 * hosted mode load this module.
 */

/** @throws Error with a sentence for the owner when the answer has no secret */
export async function fetchClientSecret(
  url: string,
  fetch: typeof globalThis.fetch,
  current: string | null,
): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ currentClientSecret: current }),
  });
  if (!response.ok)
    throw new Error(
      `${url} answered ${response.status} instead of a client secret. Check clientSecretUrl. OpenAI switched off hosted ChatKit for agents of Agent Builder on 30 November 2026: docs/leaving-agent-builder.md shows how to go on.`,
    );
  const answer: unknown = await response.json();
  if (
    typeof answer === 'object' &&
    answer !== null &&
    'client_secret' in answer &&
    typeof answer.client_secret === 'string'
  )
    return answer.client_secret;
  throw new Error(`${url} answered without a "client_secret". It must return { "client_secret": "…" }.`);
}
