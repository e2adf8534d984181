/** The mock as a `fetch`, for a page that wants a chat without a server and without a service worker. */
import { getResponse } from 'msw';
import { chatHandlers, type ChatHandlersOptions, type ScenarioName } from './chat-handlers.ts';
import { faults } from './faults.ts';
import { scripts } from './scenarios.ts';

/** Answers the chat's requests itself and passes every other one on. Threads live as long as the function does. */
export function createMockFetch(options: ChatHandlersOptions = {}): typeof fetch {
  const handlers = chatHandlers(options);
  return async (input, init) => {
    const request = new Request(input, init);
    return (await getResponse(handlers, request)) ?? fetch(input, init);
  };
}

/** The scenario of that name; anything else, such as a mere "on", is the plain one. */
export const toScenario = (name: unknown): ScenarioName | undefined =>
  typeof name === 'string' && isScenario(name) ? name : undefined;

/** Every scenario by its name. */
export const scenarioNames = [...Object.keys(scripts), ...Object.keys(faults)];

/** What is wrong with an owner's word for a scenario, for the owner to read; nothing where it is one, or a mere "on". */
export const scenarioSlip = (word: unknown) =>
  typeof word === 'string' && !toScenario(word)
    ? `There is no scenario "${word}" for data-mock, so the plain one is played. Scenarios: ${scenarioNames.join(', ')}.`
    : undefined;

const isScenario = (name: string): name is ScenarioName => Object.hasOwn(scripts, name) || Object.hasOwn(faults, name);
