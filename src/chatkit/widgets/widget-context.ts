/** State shared by all parts of one widget. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ActionConfig } from '@chatdock/protocol/requests/actions';
import type { WidgetRoot } from '@chatdock/protocol/thread/widgets';
import type { Text } from '../language/text.ts';
import type { Pictures } from '../pictures/pictures.ts';
import type { FormScope } from './fields/form/form-scope.ts';
import type { Scheme } from './values.ts';

export interface WidgetSender {
  itemId: string;
  widget: WidgetRoot;
}

interface WidgetContextValue {
  itemId: string;
  /**
   * The current tree, passed to `widgets.onAction`. A function, so that a change of the tree redraws only the changed
   * parts.
   */
  getWidget(): WidgetRoot;
  pictures: Pictures;
  scheme: Scheme;
  text: Text;
  locale: string;
  /** False until the widget's item is done. Until then the whole widget is inert. */
  isDone: boolean;
  /** True while a response streams. Then only actions that need no stream may run. */
  isBlocked: boolean;
  /** True while an action blocks the whole widget. */
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
