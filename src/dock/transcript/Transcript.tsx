/** Saves or prints the conversation on screen. Everything happens in the browser. */
import { memo, useRef, useState } from 'react';
import { createClient } from '@chatdock/protocol/client/client';
import { parseTimestamp } from '@chatdock/protocol/timestamps';
import { reportFault } from '../../chatkit/state/connection/load-for-request.ts';
import { drawPalette } from '../../chatkit/theme/palettes.ts';
import { themeRule } from '../../chatkit/theme/tokens.ts';
import { toTheme } from '../../engine/chatkit-options.ts';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';
import { wantedLocale } from '../launcher/shell.ts';
import { useFact, useSetup } from '../panel/DockContext.tsx';
import { IconButton } from '../panel/IconButton.tsx';
import { addStyles } from '../style-sheets.ts';
import { usePageLook } from '../theme/use-page-look.ts';
import { toEntries } from '../../chatkit/transcript/entries.ts';
import { fileName, toJsonFile, toMarkdown, type TranscriptHead } from '../../chatkit/transcript/formats.ts';
import { readItems } from '../../chatkit/transcript/read-items.ts';
import { saveText } from '../../chatkit/transcript/save-text.ts';
import css from './transcript.css?inline';

interface TranscriptProps {
  fetch: typeof fetch;
  onDone(): void;
}

type Kind = 'md' | 'json' | 'print';

export const Transcript = memo(function Transcript({ fetch, onDone }: TranscriptProps) {
  const { shell, options, strings } = useSetup();
  const threadId = useFact('threadId');
  const look = usePageLook(options);
  const first = useRef<HTMLButtonElement>(null);
  const [state, setState] = useState<'ready' | 'busy' | 'failed'>('ready');
  const leaving = useRef<AbortController>(null);
  // Stop reading when the dialog is closed.
  useLayoutEffect(() => () => leaving.current?.abort(), []);
  useLayoutEffect(() => {
    first.current?.focus();
    return addStyles(shell.root, css);
  }, [shell]);

  async function make(kind: Kind) {
    if (state === 'busy' || threadId === null) return;
    setState('busy');
    const { signal } = (leaving.current = new AbortController());
    try {
      const client = createClient({ url: new URL(options.apiUrl ?? '', document.baseURI).href, fetch });
      const [{ title }, { items, isCut }] = await Promise.all([
        client.request({ type: 'threads.get_by_id', params: { thread_id: threadId } }, { signal }),
        readItems(client, threadId, signal),
      ]);
      const locale = wantedLocale(options.locale);
      const head: TranscriptHead = {
        title: title ?? options.title ?? strings.title,
        threadId,
        isCut,
        visitor: strings.you,
        assistant: options.title ?? strings.assistant,
        sources: strings.sources,
        when: timeWriter(locale),
      };
      const entries = toEntries(items);
      if (kind === 'md') saveText(fileName(head.title, kind), 'text/markdown', toMarkdown(head, entries));
      else if (kind === 'json') saveText(fileName(head.title, kind), 'application/json', toJsonFile(head, entries));
      else {
        const { printTranscript } = await import('./print-transcript.ts');
        const theme = toTheme({ ...options, ...look }, 'light');
        await printTranscript(head, entries, {
          lang: locale,
          dir: shell.frame.dir === 'rtl' ? 'rtl' : 'ltr',
          theme: await lightRule(theme),
        });
      }
      setState('ready');
    } catch (cause) {
      if (signal.aborted) return;
      reportFault(cause);
      setState('failed');
    }
  }

  const kinds: [Kind, string][] = [
    ['md', 'Markdown'],
    ['json', 'JSON'],
    ['print', strings.print],
  ];
  return (
    <section className="transcript" aria-label={strings.transcript} aria-busy={state === 'busy'}>
      <h3>{strings.transcript}</h3>
      {state === 'failed' && <p role="alert">{strings.transcriptFailed}</p>}
      <div className="choices">
        {kinds.map(([kind, label], index) => (
          <button
            key={kind}
            type="button"
            ref={index === 0 ? first : undefined}
            aria-disabled={threadId === null || undefined}
            onClick={() => void make(kind)}
          >
            {label}
          </button>
        ))}
      </div>
      <IconButton label={strings.dismiss} icon="close" onPress={onDone} />
    </section>
  );
});

const formatIn = (locale?: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });

function timeWriter(locale: string) {
  let format: Intl.DateTimeFormat;
  try {
    format = formatIn(locale);
  } catch {
    format = formatIn(); // the page's `lang` is not a language tag
  }
  return (at: string) => {
    const date = parseTimestamp(at);
    return date ? format.format(date) : '';
  };
}

/** The colours of the light theme, because paper is white. Empty if they fail to load. */
const lightRule = (theme: Parameters<typeof drawPalette>[0]) =>
  new Promise<string>((resolve) => {
    drawPalette(
      theme,
      (palette) => resolve(themeRule(':host', theme, palette)),
      () => resolve(''),
    );
  });
