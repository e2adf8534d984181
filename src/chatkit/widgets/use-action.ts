/** Runs an action: validation, form values and the loading state (reference section 13.6). */
import { isRecord } from '@chatdock/protocol/kinds';
import { useState } from 'preact/hooks';
import type { ActionConfig } from '@chatdock/protocol/requests/actions';
import { mergeFormValues, type FieldValue } from './fields/form/form-scope.ts';
import { useFormScope, useWidget } from './widget-context.ts';

type Loading = 'none' | 'self' | 'container';

interface ActionBinding {
  /** The behaviour of `loadingBehavior: 'auto'` for this component. */
  auto: Loading;
  /** Whether the form must be valid before the action runs. */
  validates?: boolean | undefined;
}

/** Reads an action that a widget declares; undefined if it is missing or invalid. */
export function toAction(value: unknown): ActionConfig | undefined {
  if (!isRecord(value) || typeof value['type'] !== 'string') return undefined;
  const { type, payload, handler, loadingBehavior, streaming } = value;
  return {
    type,
    ...(payload !== undefined && payload !== null && { payload }),
    handler: handler === 'client' ? 'client' : 'server',
    loadingBehavior:
      loadingBehavior === 'none' || loadingBehavior === 'self' || loadingBehavior === 'container'
        ? loadingBehavior
        : 'auto',
    streaming: streaming !== false,
  };
}

/** Runs actions that are known only when they run. `run` resolves when the action's request has ended; true if it succeeded. */
export function useRunAction({ auto, validates = false }: ActionBinding) {
  const widget = useWidget();
  const form = useFormScope();
  const [isLoading, setLoading] = useState(false);
  const mayRun = (action: ActionConfig | undefined) =>
    widget.isDone &&
    !widget.isBusy &&
    !isLoading &&
    !(widget.isBlocked && action?.handler === 'server' && action.streaming);

  const run = async (action: ActionConfig | undefined, own?: { name: string; value: FieldValue }): Promise<boolean> => {
    if (!action || !mayRun(action)) return false;
    if (validates && form && !form.validate()) return false;
    const values = new Map(form?.values());
    if (own) values.set(own.name, own.value);
    const { action: merged, problems } = mergeFormValues(action, values);
    problems.forEach(widget.reportError);

    const loading =
      action.loadingBehavior === 'auto' || action.loadingBehavior === undefined ? auto : action.loadingBehavior;
    if (loading === 'self') setLoading(true);
    if (loading === 'container') widget.setBusy(true);
    try {
      await widget.runAction(merged, { itemId: widget.itemId, widget: widget.getWidget() });
      form?.clearSecrets();
      return true;
    } catch {
      return false; // `runAction` has already reported the error
    } finally {
      if (loading === 'self') setLoading(false);
      if (loading === 'container') widget.setBusy(false);
    }
  };
  return { mayRun, isLoading, run };
}

/** An action that a widget declares. */
export function useAction(declared: unknown, binding: ActionBinding) {
  const { mayRun, isLoading, run } = useRunAction(binding);
  const action = toAction(declared);
  return {
    action,
    mayRun: mayRun(action),
    isLoading,
    run: (own?: { name: string; value: FieldValue }) => run(action, own),
  };
}
