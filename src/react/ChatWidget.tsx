/** The dock as a React component. */
import { createElement, forwardRef, useCallback, useImperativeHandle, useRef, useState } from 'react';
import { createDock } from '../dock/create-dock.ts';
import { createEmit, type Emit } from '../dock/dock-events.ts';
import type { DockHandle } from '../dock/dock-handle.ts';
import { DockPanel } from '../dock/DockPanel.tsx';
import { useLatest } from '../dock/hooks/use-latest.ts';
import { useLayoutEffect } from '../dock/hooks/use-layout-effect.ts';
import { callHost } from '../dock/host/call-host.ts';
import { HOST_TAG } from '../dock/launcher/shell.ts';
import { resolveOptions } from '../options/options.ts';
import { HANDLER_OF, useInput, type ChatWidgetProps } from './props.ts';
import { useShell } from './use-shell.ts';

/**
 * A chat in the corner of the page: launcher, panel, fullscreen, theme, voice.
 *
 * On a server it renders its host element and your children. Launcher and panel appear after hydration.
 *
 * @example
 * <ChatWidget apiUrl="/chatkit" title="Ask us" onFeedback={({ kind }) => count(kind)} />
 */
export const ChatWidget = forwardRef<DockHandle, ChatWidgetProps>(function ChatWidget(props, ref) {
  const host = useRef<HTMLElement>(null);
  const input = useInput(props);
  const latest = useLatest(props);

  const emit = useCallback<Emit>(
    (name, ...detail) => {
      if (host.current) createEmit(host.current)(name, ...detail);
      const prop = HANDLER_OF[name];
      // The prop for this event takes this event's detail; TypeScript cannot connect the two.
      if (prop) callHost(latest.current[prop] as ((detail: unknown) => void) | undefined, detail[0]);
    },
    [latest],
  );
  // Creating a dock emits no event, so the ref is not read during rendering.
  // oxlint-disable-next-line react/refs
  const [dock] = useState(() => createDock({ name: resolveOptions(input.options).name, input, emit }));
  useLayoutEffect(() => dock.update(input));

  const [shell, latestShell] = useShell(dock, host, emit);

  useImperativeHandle(
    ref,
    () => ({
      ...dock.commands,
      logout: () => dock.logout(),
      show: () => latestShell()?.show(),
      hide: () => latestShell()?.hide(),
      get isOpen() {
        return dock.get().isOpen;
      },
      get host() {
        return host.current;
      },
    }),
    [dock, latestShell],
  );

  return (
    <>
      {createElement(HOST_TAG, { ref: host })}
      <DockPanel dock={dock} shell={shell}>
        {props.children}
      </DockPanel>
    </>
  );
});
