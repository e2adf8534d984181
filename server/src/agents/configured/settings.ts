/** Reads the agents' settings: numbers, switches and files, with an error message for each invalid value. */
import { readFileSync } from 'node:fs';
import type * as z from 'zod';
import { SettingError } from '../providers/address.ts';

export type Settings = Readonly<Record<string, string | undefined>>;

/** The value of a setting. An empty value counts as not set. */
export function textSetting(env: Settings, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === '' ? undefined : value;
}

/** Errors: throws SettingError unless it is a whole number from `min` to `max`. */
export function numberSetting(
  env: Settings,
  name: string,
  { min = 0, max = 1_000_000_000 }: { min?: number; max?: number } = {},
): number | undefined {
  const text = textSetting(env, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new SettingError(`${name} is "${text}", which is not a whole number from ${min} to ${max}.`);
  return value;
}

/** The names in a setting, separated by commas or spaces. */
export const listSetting = (env: Settings, name: string): string[] =>
  (textSetting(env, name) ?? '').split(/[\s,]+/u).filter(Boolean);

/** Whether a setting is on: `1`, `true`, `yes` or `on`. */
export function switchSetting(env: Settings, name: string, fallback: boolean): boolean {
  const text = textSetting(env, name)?.toLowerCase();
  if (text === undefined) return fallback;
  if (['1', 'true', 'yes', 'on'].includes(text)) return true;
  if (['0', 'false', 'no', 'off'].includes(text)) return false;
  throw new SettingError(`${name} is "${text}". Write 1 or 0.`);
}

/** The text of the file a setting names. Errors: throws SettingError when it cannot be read. */
export function fileSetting(env: Settings, name: string): string | undefined {
  const path = textSetting(env, name);
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new SettingError(
      `${name} is "${path}", and that file cannot be read. Check the path; it is relative to the folder the server starts in.`,
    );
  }
}

/** The JSON of the file a setting names, checked. Errors: throws SettingError that says what is wrong with it. */
export function jsonSetting<Value>(env: Settings, name: string, schema: z.ZodType<Value>): Value | undefined {
  const text = fileSetting(env, name);
  if (text === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new SettingError(`${name} is "${env[name]}", and that file is not valid JSON.`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SettingError(
    `${name} is "${env[name]}", and that file is not in the expected format: ${issue?.path.join('.') || 'at the top'}: ${issue?.message ?? 'unknown'}.`,
  );
}
