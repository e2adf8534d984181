/** The area below the header: the chat, and under it the voice bar. */
import { useState, type RefObject } from 'react';
import type { EngineKind } from '../../engine/engine-choice.ts';
import { LOCAL_TAG } from '../../engine/LocalChatKit.tsx';
import type { DockEvents } from '../dock-events.ts';
import type { FailedPart } from '../header/use-header-boxes.ts';
import { useStable } from '../hooks/use-latest.ts';
import { useLazy } from '../hooks/use-lazy.ts';
import { useFact, useSetup } from '../panel/DockContext.tsx';
import { MissingPart } from '../panel/MissingPart.tsx';
import type { PanelViews } from '../panel/use-panel-views.ts';
import { useTouch } from '../panel/focus/use-touch.ts';
import { createRecogniserRecord } from '../voice/recogniser-record.ts';
import { ChatSurface } from './ChatSurface.tsx';
import { useDockFetch } from './use-dock-fetch.ts';
import { useMockServer } from './use-mock-server.ts';

const loadVoiceInputBar = async () => (await import('../voice/VoiceInputBar.tsx')).VoiceInputBar;
const loadHistoryBeside = async () => (await import('./HistoryBeside.tsx')).HistoryBeside;
const loadPageOffer = async () => (await import('../page-context/PageOffer.tsx')).PageOffer;
const loadTranscript = async () => (await import('../transcript/Transcript.tsx')).Transcript;
const loadFeedbackNote = async () => (await import('./feedback/FeedbackNote.tsx')).FeedbackNote;

interface ChatAreaProps {
  panel: RefObject<HTMLElement | null>;
  engine: EngineKind;
  onEngineFallback(why: DockEvents['engine-fallback']): void;
  views: PanelViews;
  /** Whether the list of conversations is beside the chat. */
  isWide: boolean;
  /** The parts of the header that failed to load. */
  failed: readonly FailedPart[];
  /** Starts voice input. Undefined while it listens, and if it is not available. */
  onVoice: (() => void) | undefined;
}

export function ChatArea({ panel, engine, onEngineFallback, views, isWide, failed, onVoice }: ChatAreaProps) {
  const { dock, options, strings } = useSetup();
  const aiNotice = options.aiNotice || strings.aiNotice;
  const { person } = useFact('visit');
  const isAwake = useFact('isAwake');
  const isTouched = useTouch();
  const composed = useStable(() => textIn(panel.current));
  const [recogniser] = useState(createRecogniserRecord);
  const { mockFetch, isServed } = useMockServer(options.mock, options.apiUrl);
  const chatFetch = useDockFetch({
    mockFetch,
    onTurn: views.handleTurn,
    onMessageSent: views.handleMessageSent,
    onFeedback: views.handleFeedback,
  });
  const { rated, endVoice, endNote } = views;
  const voice = useLazy(views.isVoiceOn, loadVoiceInputBar);
  const transcript = useLazy(views.isTranscriptOpen, loadTranscript);
  const beside = useLazy(isWide && isTouched && options.history, loadHistoryBeside);
  const note = useLazy(rated !== null, loadFeedbackNote);
  const offer = useLazy(isTouched && options.pageContext.includes('page'), loadPageOffer);
  const missing = [
    ...failed,
    { retry: transcript.retry, onDismiss: views.endTranscript },
    { retry: note.retry, onDismiss: endNote },
    { retry: voice.retry, onDismiss: endVoice },
  ];

  return (
    <div className="chat" onInput={(event) => noteTyping(event.nativeEvent ?? event, dock.draft.type)}>
      {isAwake && isServed && (
        <ChatSurface
          key={`${person} ${options.apiUrl ?? ''}`}
          engine={engine}
          fetch={chatFetch}
          isTouched={isTouched}
          composed={composed}
          onVoice={onVoice}
          onThread={views.handleThread}
          onHistory={views.setHistoryOpen}
          onEngineFallback={onEngineFallback}
        >
          {rated &&
            (note.component ? (
              <note.component
                key={rated.itemIds.join()}
                feedback={rated}
                fetch={chatFetch}
                onThanked={views.handleThanked}
                onDone={endNote}
              />
            ) : (
              // Until the note has loaded, the chat must not thank the visitor.
              <span slot="feedback" />
            ))}
        </ChatSurface>
      )}
      {beside.component && <beside.component key={`list ${person} ${options.apiUrl ?? ''}`} panel={panel} />}
      {offer.component && <offer.component panel={panel} />}
      {voice.component && (
        <voice.component
          queue={dock.queue}
          fetch={chatFetch}
          composed={composed}
          recogniser={recogniser}
          onState={views.handleVoice}
          onDone={endVoice}
        />
      )}
      {transcript.component && <transcript.component fetch={chatFetch} onDone={views.endTranscript} />}
      {missing.map(
        ({ retry, onDismiss }, index) => retry && <MissingPart key={index} onRetry={retry} onDismiss={onDismiss} />,
      )}
      {aiNotice !== 'none' && <p id="ai">{aiNotice}</p>}
    </div>
  );
}

/** Calls back when the visitor types in the chat. Works with the self-hosted element only: a frame's events do not leave it. */
function noteTyping(event: Event, type: (text: string) => void) {
  const [field] = event.composedPath();
  if (!(field instanceof HTMLElement) || !field.closest('[role="textbox"], textarea:not([name])')) return;
  type(field instanceof HTMLTextAreaElement ? field.value : field.innerText.replace(/\n$/, ''));
}

/** The text in the composer, typed or set by code. Empty with OpenAI's frame, which the page cannot read. */
function textIn(panel: HTMLElement | null): string {
  return (
    panel?.querySelector(LOCAL_TAG)?.shadowRoot?.querySelector<HTMLElement>('[role="textbox"]')?.innerText.trim() ?? ''
  );
}
