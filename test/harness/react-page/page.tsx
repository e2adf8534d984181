/** A React page with the built `<ChatWidget>` in it, as a site would have it; the tests talk to it through `window.host`. */
import { ChatWidget, useChatWidget, useTheme, type ChatWidgetHandle, type ChatWidgetProps } from 'chatdock';
import { useEffect, useRef, useState } from 'react';

/** How often each of three components was drawn. */
export const drawn = { widget: 0, theme: 0, neither: 0 };

function UsesWidget() {
  // Counting what is drawn is the point here, pure or not.
  // oxlint-disable-next-line react/immutability
  drawn.widget++;
  const { isOpen, toggle } = useChatWidget();
  return <button onClick={toggle}>{isOpen ? 'Hide it' : 'Show it'}</button>;
}

function UsesTheme() {
  // oxlint-disable-next-line react/immutability
  drawn.theme++;
  const { scheme, toggleTheme } = useTheme();
  return <button onClick={toggleTheme}>The page knows it is {scheme}</button>;
}

function UsesNeither() {
  // oxlint-disable-next-line react/immutability
  drawn.neither++;
  return <p>A shop</p>;
}

// Made once, as a page should: an element that is the same is not drawn again.
const inside = (
  <>
    <UsesWidget />
    <UsesTheme />
    <UsesNeither />
  </>
);

export interface HostWindow extends Window {
  host: {
    handle: ChatWidgetHandle | null;
    setProps(props: Partial<ChatWidgetProps>): void;
    heard: string[];
    setMounted(isMounted: boolean): void;
  };
}

export function Page({ props: initial }: { props: ChatWidgetProps }) {
  const [props, setProps] = useState(initial);
  const [isMounted, setMounted] = useState(true);
  const handle = useRef<ChatWidgetHandle>(null);
  const heard = useRef<string[]>([]);
  useEffect(() => {
    (window as unknown as HostWindow).host = {
      get handle() {
        return handle.current;
      },
      setProps: (next) => setProps((before) => ({ ...before, ...next })),
      heard: heard.current,
      setMounted,
    };
  }, []);
  return (
    <main>
      {isMounted && (
        <ChatWidget
          ref={handle}
          {...props}
          onMessageSent={(message) => {
            const { text } = message;
            heard.current.push(`sent ${text}`);
            props.onMessageSent?.(message);
            if (text.includes('throw')) throw new Error('the page’s own handler');
          }}
          onOpenChange={(isOpen) => {
            heard.current.push(`open ${isOpen}`);
            props.onOpenChange?.(isOpen);
            if (props.isOpen !== undefined) setProps((before) => ({ ...before, isOpen }));
          }}
        >
          {inside}
        </ChatWidget>
      )}
    </main>
  );
}
