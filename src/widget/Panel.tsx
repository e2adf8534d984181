/** The panel: a dialog in the page's corner, over the whole window, or as a sheet on a phone. */
import { memo, useCallback, useRef, useState } from 'react';
import type { ChatKitPassThrough } from '../engine/chatkit-options.ts';
import type { ChatQueue } from '../engine/chat-queue.ts';
import { chooseEngine } from '../engine/engine-choice.ts';
import type { EngineError } from '../engine/engine-error.ts';
import { localTag } from '../engine/LocalChatKit.tsx';
import { ChatSurface } from './ChatSurface.tsx';
import { useChatWidget, useSetup } from './DockContext.tsx';
import type { DockEvents, Emit } from './dock-events.ts';
import { FocusTrap } from './FocusTrap.tsx';
import { Header } from './Header.tsx';
import { panelCss } from './panel-css.ts';
import { PanelLook } from './PanelLook.tsx';
import { adoptStyles } from './style-sheets.ts';
import { useChatFetch, type Traffic } from './use-chat-fetch.ts';
import { useDraft } from './use-draft.ts';
import { useFocusTravel } from './use-focus-travel.ts';
import { useLayoutEffect } from './use-layout-effect.ts';
import { useLazy } from './use-lazy.ts';
import { usePanelKeys } from './use-panel-keys.ts';
import type { Visit } from './use-person.ts';
import { useMockServer } from './use-mock-server.ts';
import { useSheet } from './use-sheet.ts';
import { isVoiceSupported } from './voice/voice-support.ts';

const loadVoiceInputBar = async () => (await import('./voice/VoiceInputBar.tsx')).VoiceInputBar;
const loadFeedbackNote = async () => (await import('./FeedbackNote.tsx')).FeedbackNote;

export interface PanelProps {
  queue: ChatQueue;
  emit: Emit;
  passThrough: ChatKitPassThrough;
  /** Who is at the screen; for another person the chat starts anew. */
  visit: Visit;
  traffic: { readonly current: Traffic };
  onThread(threadId: string | null): void;
  onResponse(isRunning: boolean): void;
  onEngineFallback(error: EngineError): void;
}

export const Panel = memo(function Panel({ queue, emit: emitOut, passThrough, visit, traffic, onThread, onResponse, onEngineFallback }: PanelProps) {
  const { shell, options, strings, memory } = useSetup();
  const { isOpen, isFullscreen, close, newThread, fullscreen } = useChatWidget();
  const [hasFallenBack, setFallenBack] = useState(false);
  const engine = hasFallenBack ? 'local' : chooseEngine(options);
  const [isHistoryOpen, setHistoryOpen] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [isVoiceOn, setVoiceOn] = useState(false);
  const [rated, setRated] = useState<DockEvents['feedback'] | null>(null);
  const [hasOpened, setHasOpened] = useState(isOpen);
  if (isOpen && !hasOpened) setHasOpened(true);
  const panel = useRef<HTMLElement>(null);
  const { person } = visit;
  const draft = useDraft(queue, memory, visit);
  const [shownTo, setShownTo] = useState(person);
  if (shownTo !== person) {
    setShownTo(person);
    setHistoryOpen(false);
    setVoiceOn(false);
    setRated(null);
  }

  const emit = useCallback<Emit>(
    (name, ...detail) => {
      emitOut(name, ...detail);
      if (name === 'message-sent') draft.clear();
      if (name === 'feedback') noteRating(detail[0] as DockEvents['feedback']);
    },
    // `draft.clear` is stable, and so is what a rating sets.
    // oxlint-disable-next-line react/exhaustive-deps
    [emitOut, draft.clear, options.feedback, engine],
  );
  /** OpenAI's frame has its own way with feedback; a comment is asked for once, and not for the comment itself. */
  function noteRating(feedback: DockEvents['feedback']) {
    const wantsComment = options.feedback === 'comment' && engine === 'local' && feedback.kind === 'negative' && feedback.comment === undefined;
    if (wantsComment) setRated(feedback);
  }

  const { mockFetch, isServed } = useMockServer(options.mock, options.apiUrl);
  const chatFetch = useChatFetch({ options, passThrough, memory, emit, person, traffic, mockFetch });

  const hasVoice = options.voice !== 'off' && isVoiceSupported(Boolean(options.apiUrl ?? options.mock));
  const startVoice = useCallback(() => setVoiceOn(true), []);
  const endVoice = useCallback(() => {
    setVoiceOn(false);
    queue.run((chat) => chat.focusComposer());
  }, [queue]);
  const endNote = useCallback(() => {
    setRated(null);
    queue.run((chat) => chat.focusComposer());
  }, [queue]);
  const onVoice = hasVoice && !isVoiceOn ? startVoice : undefined;

  useLayoutEffect(() => adoptStyles(shell.root, panelCss), [shell]);
  useSheet(shell, { isOpen, isFullscreen, isSheetOnPhones: options.mobile !== 'same' });
  useFocusTravel(panel, isOpen);
  usePanelKeys([
    { isOpen: isHelpOpen, close: () => setHelpOpen(false) },
    { isOpen: rated !== null, close: endNote },
    { isOpen: isVoiceOn, close: endVoice },
    { isOpen: isFullscreen, close: () => fullscreen(false) },
    { isOpen: true, close },
  ]);

  const toggleHistory = useCallback(() => queue.run((chat) => (isHistoryOpen ? chat.hideHistory() : chat.showHistory())), [queue, isHistoryOpen]);
  const startAnew = useCallback(() => {
    newThread();
    // Ready to write, but not where that would raise a keyboard on the screen.
    if (!matchMedia('(pointer: coarse)').matches) queue.run((chat) => chat.focusComposer());
  }, [newThread, queue]);
  const fallBack = useCallback(
    (error: EngineError) => {
      // There is no way back to the official engine from here, so this cannot loop.
      setFallenBack(true);
      setHistoryOpen(false);
      onEngineFallback(error);
    },
    [onEngineFallback],
  );

  const VoiceInputBar = useLazy(isVoiceOn, loadVoiceInputBar);
  const FeedbackNote = useLazy(rated !== null, loadFeedbackNote);

  return (
    <>
      <div className="scrim" data-open={isOpen || undefined} data-mobile={options.mobile} role="presentation" onClick={close} />
      <section
        ref={panel}
        className="panel"
        // A <dialog> would be shown and hidden by the browser, at once and in its own layer; this one moves, and is a panel until it is fullscreen.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="dialog"
        aria-label={options.title ?? strings.title}
        aria-modal={isFullscreen || undefined}
        tabIndex={-1}
        data-open={isOpen || undefined}
        data-fullscreen={isFullscreen || undefined}
        data-mobile={options.mobile}
      >
        <PanelLook />
        <FocusTrap isOn={isFullscreen}>
          <Header isHistoryOpen={isHistoryOpen} onToggleHistory={toggleHistory} isHelpOpen={isHelpOpen} onToggleHelp={setHelpOpen} onNewChat={startAnew} onVoice={engine === 'openai' ? onVoice : undefined} />
          <div className="chat" onInput={draft.onInput}>
            {hasOpened && isServed && (
              <ChatSurface
                key={`${person} ${options.apiUrl ?? ''}`}
                queue={queue}
                emit={emit}
                engine={engine}
                fetch={chatFetch}
                passThrough={passThrough}
                onVoice={onVoice}
                onThread={onThread}
                onHistory={setHistoryOpen}
                onResponse={onResponse}
                onReady={draft.restore}
                onEngineFallback={fallBack}
              />
            )}
            {VoiceInputBar && <VoiceInputBar queue={queue} emit={emit} fetch={chatFetch} composed={() => textIn(panel.current)} onDone={endVoice} />}
            {rated && FeedbackNote && <FeedbackNote feedback={rated} fetch={chatFetch} onDone={endNote} />}
          </div>
        </FocusTrap>
      </section>
    </>
  );
});

/** What stands in the composer, whoever put it there; OpenAI's frame does not let itself be read. */
function textIn(panel: HTMLElement | null): string {
  return panel?.querySelector(localTag)?.shadowRoot?.querySelector<HTMLElement>('[role="textbox"]')?.innerText.trim() ?? '';
}
