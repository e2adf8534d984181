/** Chooses the model for a turn: the visitor's choice, the agent's model, or the configured one. */
import type { Model } from '@openai/agents';
import type { ServerLog } from '../../core/telemetry/log.ts';
import { type ModelAddress, parseModelAddress, PROVIDER_NAMES, SettingError } from './address.ts';
import type { FallbackModel, ModelChoice } from './fallback/fallback-model.ts';
import { toModelChoice } from './models.ts';
import type { Spend } from './spend.ts';
import type { Settings } from '../configured/settings.ts';

interface ModelChooserDeps {
  /** The model of `CHATDOCK_MODEL`. Undefined when only an agent's file names models. */
  primary: ModelAddress | undefined;
  /** Tried in this order if the chosen model fails. */
  fallback: readonly ModelAddress[];
  /** Further models that visitors may choose. */
  offered: readonly ModelAddress[];
  env: Settings;
  log: ServerLog;
  create(choices: ModelChoice[]): FallbackModel;
}

/** The requested models: the visitor's choice in the composer, and the name of the agent's model. */
interface ModelWish {
  pick?: string | undefined;
  name?: string | undefined;
}

type ModelChooser = (wish: ModelWish, turn: object, spend: Spend | undefined) => Model;

/**
 * Only configured models can be chosen, by address or by the model's name alone. The chosen model is tried first; if it
 * fails, the configured ones follow in order.
 */
export function createModelChooser({ primary, fallback, offered, env, log, create }: ModelChooserDeps): ModelChooser {
  const configured = [...(primary ? [primary] : []), ...fallback, ...offered];
  const choices = new Map<string, ModelChoice>();
  const models = new Map<string, FallbackModel>();
  const choiceOf = (address: ModelAddress) => {
    const choice = choices.get(address.label) ?? toModelChoice(address, { log });
    choices.set(address.label, choice);
    return choice;
  };
  const order = (primary ? [primary, ...fallback] : fallback).map(choiceOf);
  return ({ pick, name }, turn, spend) => {
    const address =
      configured.find(({ label, model }) => label === pick || model === pick) ??
      (name ? addressOfName(name, env) : primary);
    if (address === undefined) throw new SettingError(NO_MODEL);
    const first = choiceOf(address);
    const model = models.get(address.label) ?? create([first, ...order.filter((choice) => choice !== first)]);
    models.set(address.label, model);
    return model.forTurn(turn, spend);
  };
}

export const NO_MODEL =
  'The agent of CHATDOCK_AGENT names no model. Give it one (model: "…"), or set CHATDOCK_MODEL for agents without one.';

/**
 * The Agents SDK uses OpenAI's model names. `gemini:…` and similar names select other providers. @throws SettingError
 */
export function addressOfName(name: string, env: Settings): ModelAddress {
  const isAddress = PROVIDER_NAMES.some((provider) => name.startsWith(`${provider}:`));
  return parseModelAddress(isAddress ? name : `openai:${name}`, env, 'The model of an agent in CHATDOCK_AGENT');
}
