/** Markdown inside a widget: the same dialect and the same drawing as in messages. */
import { useEffect, useRef } from 'preact/hooks';
import type { MarkdownView } from '../markdown/markdown-view.ts';

export interface WidgetMarkdownProps {
  value: string;
  isStreaming: boolean;
}

export function WidgetMarkdown({ value, isStreaming }: WidgetMarkdownProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<MarkdownView | undefined>(undefined);
  const latest = useRef({ value, isStreaming });
  latest.current = { value, isStreaming };

  useEffect(() => {
    let isGone = false;
    const draw = async () => {
      const { createMarkdownView } = await import('../markdown/markdown-view.ts');
      if (isGone || !host.current) return;
      view.current = createMarkdownView({ document });
      view.current.update(latest.current.value, { done: !latest.current.isStreaming });
      host.current.replaceChildren(view.current.element);
    };
    // Without the drawing the plain text stays, which says the same.
    draw().catch(() => undefined);
    return () => {
      isGone = true;
      view.current?.destroy();
      view.current = undefined;
    };
  }, []);
  useEffect(() => view.current?.update(value, { done: !isStreaming }), [value, isStreaming]);

  return (
    <div ref={host} class="w-markdown" dir="auto">
      {value}
    </div>
  );
}
