/** What every part of one widget shares. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ActionConfig } from '@chatdock/protocol/actions';
import type { WidgetRoot } from '@chatdock/protocol/widgets';
import type { Text } from '../locales/text.ts';
import type { FormScope } from './form-scope.ts';
import type { Scheme } from './values.ts';

export interface WidgetSender {
  itemId: string;
  widget: WidgetRoot;
}

export interface WidgetContextValue {
  itemId: string;
  /** The tree as it is now: what `widgets.onAction` is told. */
  widget: WidgetRoot;
  scheme: Scheme;
  text: Text;
  /** False until the widget's item is done: everything in it is inert. */
  isDone: boolean;
  /** True while a response streams: only actions that need no stream may run. */
  isBlocked: boolean;
  /** The whole widget waits for an action. */
  isBusy: boolean;
  setBusy(busy: boolean): void;
  runAction(action: ActionConfig, sender: WidgetSender): Promise<void>;
  reportError(message: string): void;
}

const WidgetContext = createContext<WidgetContextValue | null>(null);
const FormContext = createContext<FormScope | null>(null);

export const WidgetProvider = WidgetContext.Provider;
export const FormProvider = FormContext.Provider;

export function useWidget(): WidgetContextValue {
  const value = useContext(WidgetContext);
  if (!value) throw new Error('A widget component was rendered outside a WidgetView.');
  return value;
}

/** The nearest form, if any. */
export const useFormScope = () => useContext(FormContext);
