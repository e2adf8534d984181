/** The mock as a `fetch` function, for pages without a server and without a service worker. */
import { getResponse } from 'msw';
import { chatHandlers, type ChatHandlersOptions, type ScenarioName } from './chat-handlers.ts';
import { faults } from './faults.ts';
import { scripts } from './scenarios.ts';

/** Answers the chat's requests and forwards all others to the real `fetch`. Threads are kept as long as the function exists. */
export function createMockFetch(options: ChatHandlersOptions = {}): typeof fetch {
  const handlers = chatHandlers(options);
  return async (input, init) => {
    const request = new Request(input, init);
    return (await getResponse(handlers, request)) ?? fetch(input, init);
  };
}

/** The scenario of that name; undefined, which means the default one, for anything else, such as "on". */
export const toScenario = (name: unknown): ScenarioName | undefined =>
  typeof name === 'string' && isScenario(name) ? name : undefined;

/** The names of all scenarios. */
const scenarioNames = [...Object.keys(scripts), ...Object.keys(faults)];

/** A warning for the owner if the `mock` option names an unknown scenario. */
export const scenarioSlip = (word: unknown) =>
  typeof word === 'string' && !toScenario(word)
    ? `mock="${word}" is not a scenario, so "answer" is used. The scenarios are ${scenarioNames.join(', ')}.`
    : undefined;

const isScenario = (name: string): name is ScenarioName => Object.hasOwn(scripts, name) || Object.hasOwn(faults, name);
