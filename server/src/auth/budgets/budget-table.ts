/** The table of budgets: how much of each unit a scope may use, per minute and per day. */

export const UNITS = ['dollars', 'tokens', 'turns', 'audio minutes', 'MB'] as const;
export type Unit = (typeof UNITS)[number];
export type Window = 'minute' | 'day';

/** `visitor` and `user` are one person, without and with sign-in. `site` is everybody together. */
export type Scope = 'visitor' | 'user' | 'address' | 'site';

/** Limits by unit and window: `{ 'dollars/day': 0.25 }`. A missing entry, or 0, means no limit. */
export type Budget = Readonly<Partial<Record<`${Unit}/${Window}`, number>>>;
/** The budget of each scope: visitor, user, address and site. */
export type BudgetTable = Readonly<Record<Scope, Budget>>;

/** The default budgets, in the format of the settings. docs/security.md shows the arithmetic. */
const DEFAULT_BUDGETS: Readonly<Record<Scope, string>> = {
  visitor:
    '0.25 dollars/day, 200000 tokens/minute, 1000000 tokens/day, 200 turns/day, 15 audio minutes/day, 100 MB/day',
  user: '1 dollars/day, 400000 tokens/minute, 4000000 tokens/day, 500 turns/day, 60 audio minutes/day, 500 MB/day',
  address:
    '2 dollars/day, 1000000 tokens/minute, 8000000 tokens/day, 2000 turns/day, 120 audio minutes/day, 1000 MB/day',
  site: '20 dollars/day, 4000000 tokens/minute, 80000000 tokens/day, 20000 turns/day, 1200 audio minutes/day, 10000 MB/day',
};

/** The number of smallest parts of each unit, because sums are whole numbers. */
export const PARTS: Readonly<Record<Unit, number>> = {
  dollars: 1_000_000,
  tokens: 1,
  turns: 1,
  'audio minutes': 60,
  MB: 1_000_000,
};

const isUnit = (text: string | undefined): text is Unit => UNITS.some((unit) => unit === text);

/** `0.25 dollars/day, 50 turns/day` → limits. @throws Error whose message continues a sentence about the setting */
export function parseBudget(text: string): Budget {
  const budget: Partial<Record<`${Unit}/${Window}`, number>> = {};
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    const [, number, unit, window] = /^(\d+(?:\.\d+)?) ([a-zA-Z ]+)\/(\w+)$/u.exec(entry) ?? [];
    if (number === undefined || !isUnit(unit) || (window !== 'minute' && window !== 'day'))
      throw new Error(
        `has "${entry}". Write a number, a unit (${UNITS.join(', ')}) and /minute or /day, for example 0.25 dollars/day.`,
      );
    budget[`${unit}/${window}`] = Number(number);
  }
  return budget;
}

/** The defaults of a scope, each of which an entry of the setting can replace. */
export const budgetOf = (scope: Scope, setting = ''): Budget => ({
  ...parseBudget(DEFAULT_BUDGETS[scope]),
  ...parseBudget(setting),
});

/** The budgets that apply when no setting changes them. */
export const DEFAULT_BUDGET_TABLE: BudgetTable = {
  visitor: budgetOf('visitor'),
  user: budgetOf('user'),
  address: budgetOf('address'),
  site: budgetOf('site'),
};
