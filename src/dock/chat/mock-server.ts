/** The in-page server of the `mock` option. Only pages that use it load this module. */
import { createMockFetch, scenarioSlip, toScenario } from '../../mock/mock-fetch.ts';
import { warnOnce } from '../../options/warn-once.ts';

export function openMockServer(mock: boolean | string, apiUrl: string | undefined): typeof fetch {
  const slip = scenarioSlip(mock);
  if (slip) warnOnce(slip);
  return createMockFetch({ url: new URL(apiUrl ?? '', document.baseURI).href, scenario: toScenario(mock) });
}
