/** Markdown written by the assistant, the server or the host page. */
import { render, type ComponentType } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Annotation } from '@chatdock/protocol/thread/sources';
import type { MarkdownOptions } from '../../markdown/context.ts';
import type { MarkdownView } from '../../markdown/markdown-view.ts';
import type { Controller } from '../../state/controller.ts';
import { useAllowedHosts, usePictures } from '../../pictures/use-pictures.ts';
import { copyText } from '../../ui/copy-text.ts';
import { ChatProvider, useChat, useSelect, useText } from '../../ui/chat.ts';
import type { CitationGroup } from '../citations.ts';
import { parseDeepLink } from '../deep-link.ts';
import { loadMarkdown, markdownNow } from './markdown-reader.ts';

interface MarkdownTextProps {
  text: string;
  /** True when the text is complete. */
  isDone: boolean;
  /** Citations, placed at their positions in the text. Numbering starts after `firstNumber`. */
  annotations?: readonly Annotation[];
  /** Groups and draws citations. Without it there are none yet. */
  citing?: Citing | null;
}

interface Citing {
  groupCitations(annotations: readonly Annotation[]): Citations;
  Citation: ComponentType<{ group: CitationGroup }>;
}
type Citations = ReadonlyMap<number, CitationGroup>;

const NONE: readonly Annotation[] = [];
const noCitations: Citations = new Map();

export function MarkdownText({ text, isDone, annotations = NONE, citing = null }: MarkdownTextProps) {
  const chat = useChat();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<MarkdownView | null>(null);
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>(markdownNow() ? 'ready' : 'loading');
  const citations = useMemo(() => citing?.groupCitations(annotations) ?? noCitations, [annotations, citing]);
  const current = useRef({ citations, citing });
  current.current = { citations, citing };
  const options = useMarkdownOptions(chat, current);

  useEffect(() => {
    if (state !== 'loading') return;
    let isCurrent = true;
    loadMarkdown().then(
      () => isCurrent && setState('ready'),
      () => isCurrent && setState('failed'), // keep showing the source text
    );
    return () => {
      isCurrent = false;
    };
  }, [state]);

  useLayoutEffect(() => {
    const reader = markdownNow();
    if (!reader || !place.current || state !== 'ready') return;
    const root = place.current.getRootNode();
    if (root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(reader.sheet))
      root.adoptedStyleSheets.push(reader.sheet);
    const created = reader.createMarkdownView(options);
    view.current = created;
    place.current.append(created.element);
    return () => {
      view.current = null;
      for (const marker of created.element.querySelectorAll('.citation-place')) render(null, marker);
      created.destroy();
      created.element.remove();
    };
  }, [state, options]);

  useLayoutEffect(() => {
    view.current?.update(text, { done: isDone, markers: [...citations.keys()] });
  }, [text, isDone, citations, state, options]);

  const allowed = useAllowedHosts();
  useLayoutEffect(() => view.current?.showAllowedImages(), [allowed]);

  return (
    <div class="markdown" ref={place}>
      {state !== 'ready' && (
        <div class={state === 'loading' ? 'plain awaited' : 'plain'} dir="auto">
          {text}
        </div>
      )}
    </div>
  );
}

/** Options of a Markdown view. They change with the language and with the thread's image policy. */
function useMarkdownOptions(
  chat: Controller,
  current: { current: { citations: Citations; citing: Citing | null } },
): MarkdownOptions {
  const t = useText();
  const pictures = usePictures();
  const key = useSelect((state) => state.thread.thread?.allowed_image_domains?.join());
  return useMemo(() => {
    const { direction } = chat.store.get().language; // `t` changes with it
    return {
      words: {
        copy: t('thread.code.copy'),
        copied: t('thread.copied'),
        loadImage: (host) => t('thread.image.load', { host }),
        blockedImage: (host) => t('thread.image.blocked', { host }),
        backToText: t('thread.footnote.back'),
      },
      text: t,
      pictures,
      textBefore: () => {
        const question = chat.store.get().thread.items.findLast((item) => item.type === 'user_message');
        return question?.content.map(({ text }) => text).join(' ') ?? '';
      },
      copyText,
      direction,
      adoptStyles: chat.adoptStyles,
      announce: chat.context.announce,
      onDeepLink: (href) => chat.context.emit('chatkit.deeplink', parseDeepLink(href)),
      drawMarker: (at) => {
        const marker = document.createElement('span');
        marker.className = 'citation-place';
        const { citations, citing } = current.current;
        const group = citations.get(at);
        if (group && citing)
          render(
            <ChatProvider value={chat}>
              <citing.Citation group={group} />
            </ChatProvider>,
            marker,
          );
        return marker;
      },
    };
  }, [t, key]);
}
