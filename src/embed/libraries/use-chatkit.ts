/**
 * The hook of `@openai/chatkit-react` that the dock uses. In the script tag's modules, `vite.config.ts` replaces the package with this
 * file, which does the same in fewer bytes: `use-chatkit.browser.test.tsx` compares the two.
 */
import { useState } from 'react';

type Shape = Readonly<Record<string, unknown>>;
type Methods = Record<string, (...args: unknown[]) => unknown>;

const METHODS = [
  'focusComposer',
  'setThreadId',
  'sendUserMessage',
  'setComposerValue',
  'fetchUpdates',
  'sendCustomAction',
  'showHistory',
  'hideHistory',
];

/**
 * The methods of the element and its control object. The control changes only if the options differ. Their functions
 * are always the newest ones.
 */
export function useChatKit(options: Shape) {
  const [chatFor] = useState(createChat);
  return chatFor(options);
}

function createChat() {
  const ref: { current: Methods | null } = { current: null };
  const setInstance = (element: Methods | null) => void (ref.current = element);
  const methods = Object.fromEntries(
    METHODS.map((name) => [name, (...args: unknown[]) => ref.current?.[name]?.(...args)]),
  );
  let latest: Shape = {};
  let given: Shape | undefined;
  let chat = { ...methods, control: {}, ref };
  return (options: Shape) => {
    latest = options;
    if (isSame(given, options)) return chat;
    given = options;
    const followed = Object.entries(follow(options, () => latest));
    const control = {
      setInstance,
      options: Object.fromEntries(followed.filter((entry) => !isHandler(entry))),
      handlers: Object.fromEntries(followed.filter(isHandler)),
    };
    return (chat = { ...methods, control, ref });
  };
}

// Not a regular expression: compiling one takes longer than all the rest of this function.
const isHandler = ([name]: [string, unknown]) => {
  const first = name.charAt(2);
  return name.startsWith('on') && first >= 'A' && first <= 'Z' && name !== 'onClientTool';
};

const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' &&
  value !== null &&
  (Array.isArray(value) || [null, Object.prototype].includes(Object.getPrototypeOf(value)));

/** Whether two options are equal. Functions count as equal. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a === 'function') return typeof b === 'function';
  if (!isShape(a) || !isShape(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]))
  );
}

/** A copy whose functions call the functions that `now` has at the time of the call. */
function follow(shape: object, now: () => unknown): Shape | unknown[] {
  const member = (name: string) => {
    const value = propertyOf(shape, name);
    if (typeof value === 'function') {
      return (...args: unknown[]) => {
        const owner = now();
        const current = propertyOf(owner, name);
        return typeof current === 'function' ? Reflect.apply(current, owner, args) : undefined;
      };
    }
    // The keys of any object are copied, as the package does.
    return typeof value === 'object' && value !== null ? follow(value, () => propertyOf(now(), name)) : value;
  };
  const names = Object.keys(shape);
  if (Array.isArray(shape)) return names.map(member);
  return Object.fromEntries(names.map((name) => [name, member(name)]));
}

// `Object` makes an object of anything, also of nothing.
const propertyOf = (owner: unknown, name: string): unknown => Object(owner)[name];
