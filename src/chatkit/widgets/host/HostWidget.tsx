/** A component of the host page, drawn in the page's own document. An error in it is shown in its place only. */
import { isRecord } from '@chatdock/protocol/kinds';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { WidgetComponent } from '@chatdock/protocol/thread/widgets';
import { useRunAction, toAction } from '../use-action.ts';
import { useWidget } from '../widget-context.ts';
import type { ComponentProps } from '../WidgetNode.tsx';
import { projectInto } from './project.ts';
import { registeredWidgets, type DrawnWidget, type WidgetInput } from './registry.ts';

const propsOf = ({ type: _type, id: _id, key: _key, children: _children, ...props }: WidgetComponent) => props;

const reasonOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));

export function HostWidget({ component }: ComponentProps) {
  const { type } = component;
  const { isDone, isBusy, isBlocked, scheme, locale, text, reportError } = useWidget();
  const { isLoading, run } = useRunAction({ auto: 'self' });
  const registered = registeredWidgets()?.get(type);
  const place = useRef<HTMLSlotElement>(null);
  const projected = useRef<ReturnType<typeof projectInto>>(undefined);
  const drawn = useRef<DrawnWidget<unknown>>(undefined);
  const [failed, setFailed] = useState<WidgetComponent | null>(null);
  const hasFailed = failed === component;
  const isDisabled = !isDone || isBusy || isBlocked || isLoading;
  const latestRun = useRef(run);
  latestRun.current = run;

  const fail = (cause: unknown) => {
    setFailed(component);
    reportError(`The page’s component "${type}" failed: ${reasonOf(cause)}`);
  };
  const remove = () => {
    const { current } = drawn;
    drawn.current = undefined;
    try {
      current?.remove?.();
    } catch (cause) {
      reportError(`The page’s component "${type}" failed when it was removed: ${reasonOf(cause)}`);
    }
    projected.current?.remove();
    projected.current = undefined;
  };

  useLayoutEffect(() => remove, [registered, hasFailed]);
  useLayoutEffect(() => {
    if (!registered || !place.current || hasFailed) return;
    let isDrawing = true;
    try {
      const { draw, parseProps } = registered;
      const given = propsOf(component);
      const input: WidgetInput<unknown> = {
        props: parseProps ? parseProps(given) : given,
        onAction: async (declared) => {
          // An action changes what is drawn, so an action during drawing would cause an endless loop.
          if (isDrawing) {
            reportError(`The page’s component "${type}" called onAction while it was drawn, so nothing was sent.`);
            return false;
          }
          const action = toAction(declared);
          if (!action)
            reportError(`The page’s component "${type}" called onAction without a "type", so nothing was sent.`);
          return action ? latestRun.current(action) : false;
        },
        onError: fail,
        isDisabled,
        colorScheme: scheme,
        locale,
      };
      if (drawn.current?.update) return drawn.current.update(input);
      if (projected.current) remove();
      projected.current = projectInto(place.current);
      const result: unknown = draw(projected.current.element, input);
      // A page in JavaScript may pass an async function, which has nothing to return yet and may fail later.
      if (result instanceof Promise) result.catch(fail);
      drawn.current = isRecord(result) && !(result instanceof Promise) ? result : {};
    } catch (cause) {
      fail(cause);
    } finally {
      isDrawing = false;
    }
  }, [registered, component, hasFailed, isDisabled, scheme, locale]);

  if (hasFailed)
    return (
      <p class="failure" role="note">
        {text('thread.widget.failed')}
      </p>
    );
  return <slot ref={place} />;
}
