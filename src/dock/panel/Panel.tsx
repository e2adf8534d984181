/** The panel: a dialog in the page's corner, over the whole window, or as a sheet on a phone. */
import { memo, useCallback, useRef, useState } from 'react';
import type { ChatKitPassThrough } from '../../engine/chatkit-options.ts';
import type { ChatQueue } from '../../engine/chat-queue.ts';
import { chooseEngine } from '../../engine/engine-choice.ts';
import { localTag } from '../../engine/LocalChatKit.tsx';
import { ChatSurface } from '../chat/ChatSurface.tsx';
import { useChatWidget, useSetup } from './DockContext.tsx';
import type { DockEvents, Emit } from '../dock-events.ts';
import { FocusTrap } from './FocusTrap.tsx';
import { Header } from './Header.tsx';
import { MissingPart } from './MissingPart.tsx';
import { panelCss } from './panel-css.ts';
import { PanelLook } from '../theme/PanelLook.tsx';
import { adoptStyles } from '../style-sheets.ts';
import { useChatFetch, type Traffic } from '../chat/use-chat-fetch.ts';
import { useDraft } from '../chat/use-draft.ts';
import { useFocusTravel } from './use-focus-travel.ts';
import { useFullscreenMotion } from './use-fullscreen-motion.ts';
import { useLayoutEffect } from '../hooks/use-layout-effect.ts';
import { useLazy } from '../hooks/use-lazy.ts';
import { usePanelKeys } from './use-panel-keys.ts';
import type { Visit } from '../use-person.ts';
import { useMockServer } from '../chat/use-mock-server.ts';
import { useSheet } from './use-sheet.ts';
import { useTouch } from './use-touch.ts';
import { createRecogniserRecord } from '../voice/recogniser-record.ts';
import { isVoiceSupported } from '../voice/voice-support.ts';

const loadVoiceInputBar = async () => (await import('../voice/VoiceInputBar.tsx')).VoiceInputBar;
const loadFeedbackNote = async () => (await import('../chat/FeedbackNote.tsx')).FeedbackNote;
const loadKeysList = async () => (await import('./KeysList.tsx')).KeysList;

export interface PanelProps {
  queue: ChatQueue;
  emit: Emit;
  passThrough: ChatKitPassThrough;
  /** Who is at the screen; for another person the chat starts anew. */
  visit: Visit;
  traffic: { readonly current: Traffic };
  /** Whether the chat is needed, shown or not. */
  isAwake: boolean;
  onThread(threadId: string | null): void;
  onResponse(isRunning: boolean): void;
  onEngineFallback(why: DockEvents['engine-fallback']): void;
}

export const Panel = memo(function Panel({
  queue,
  emit: emitOut,
  passThrough,
  visit,
  traffic,
  isAwake,
  onThread,
  onResponse,
  onEngineFallback,
}: PanelProps) {
  const { shell, options, strings, memory } = useSetup();
  const { isOpen, isFullscreen, close, newThread, fullscreen } = useChatWidget();
  // What the official engine has failed with: it gets another try only when the owner asks for something else.
  const wish = [options.engine, options.domainKey, options.engineSrc].join(' ');
  const [failedWish, setFailedWish] = useState<string | null>(null);
  const engine = failedWish === wish ? 'local' : chooseEngine(options);
  const [isHistoryOpen, setHistoryOpen] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [isVoiceOn, setVoiceOn] = useState(false);
  const [rated, setRated] = useState<DockEvents['feedback'] | null>(null);
  const [isStarted, setStarted] = useState(isOpen);
  if ((isOpen || isAwake) && !isStarted) setStarted(true);
  const panel = useRef<HTMLElement>(null);
  const { person } = visit;
  const isTouched = useTouch();
  const composed = useCallback(() => textIn(panel.current), []);
  const draft = useDraft(queue, memory, visit);
  const hasVoiceFailed = useRef(false);
  const [recogniser] = useState(createRecogniserRecord);
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
      if (name === 'message-sent') {
        draft.clear();
        // What was to be said has been said by other means.
        if (hasVoiceFailed.current) setVoiceOn(false);
      }
      if (name === 'voice') hasVoiceFailed.current = (detail[0] as DockEvents['voice']).state === 'failed';
      if (name === 'feedback') noteRating(detail[0] as DockEvents['feedback']);
    },
    // `draft.clear` is stable, and so is what a rating sets.
    // oxlint-disable-next-line react/exhaustive-deps
    [emitOut, draft.clear, options.feedback, engine],
  );
  /** OpenAI's frame has its own way with feedback; a comment is asked for once, and not for the comment itself. */
  function noteRating(feedback: DockEvents['feedback']) {
    const wantsComment =
      options.feedback === 'comment' &&
      engine === 'local' &&
      feedback.kind === 'negative' &&
      feedback.comment === undefined;
    if (wantsComment) setRated(feedback);
    else if (feedback.kind === 'positive') setRated(null);
  }

  const { mockFetch, isServed } = useMockServer(options.mock, options.apiUrl);
  const chatFetch = useChatFetch({ options, passThrough, memory, emit, person, traffic, mockFetch });

  const hasVoice = options.voice !== 'off' && isVoiceSupported(Boolean(options.apiUrl ?? options.mock));
  const startVoice = useCallback(() => setVoiceOn(true), []);
  const focusComposer = useCallback(() => queue.run((chat) => chat.focusComposer()), [queue]);
  const endVoice = useCallback(() => {
    setVoiceOn(false);
    focusComposer();
  }, [focusComposer]);
  const endNote = useCallback(() => {
    setRated(null);
    focusComposer();
  }, [focusComposer]);
  const endHelp = () => {
    setHelpOpen(false);
    focusComposer();
  };
  const closeHistory = useCallback(() => queue.run((chat) => chat.hideHistory()), [queue]);
  const onVoice = hasVoice && !isVoiceOn ? startVoice : undefined;

  /** The question about an answer goes with the conversation it is about. */
  const changeThread = useCallback(
    (threadId: string | null) => {
      setRated((about) => (about?.threadId === threadId ? about : null));
      onThread(threadId);
    },
    [onThread],
  );

  useLayoutEffect(() => adoptStyles(shell.root, panelCss), [shell]);
  useSheet(shell, { isOpen, isFullscreen, isSheetOnPhones: options.mobile !== 'same' });
  useFocusTravel(panel, isOpen);
  useFullscreenMotion(panel, isFullscreen, isOpen);
  usePanelKeys([
    { isOpen: isHelpOpen, close: () => setHelpOpen(false) },
    { isOpen: rated !== null, close: endNote },
    { isOpen: isVoiceOn, close: endVoice },
    { isOpen: isHistoryOpen, close: closeHistory },
    { isOpen: isFullscreen, close: () => fullscreen(false) },
    { isOpen: true, close },
  ]);

  const toggleHistory = useCallback(
    () => queue.run((chat) => (isHistoryOpen ? chat.hideHistory() : chat.showHistory())),
    [queue, isHistoryOpen],
  );
  const startAnew = useCallback(() => {
    closeHistory();
    newThread();
    // Ready to write, but not where that would raise a keyboard on the screen.
    if (!matchMedia('(pointer: coarse)').matches) focusComposer();
  }, [closeHistory, newThread, focusComposer]);
  const fallBack = useCallback(
    (why: DockEvents['engine-fallback']) => {
      setFailedWish(wish);
      setHistoryOpen(false);
      onEngineFallback(why);
    },
    [wish, onEngineFallback],
  );

  const voice = useLazy(isVoiceOn, loadVoiceInputBar);
  const note = useLazy(rated !== null, loadFeedbackNote);
  const help = useLazy(isHelpOpen, loadKeysList);
  const parts = [
    { retry: help.retry, onDismiss: endHelp },
    { retry: note.retry, onDismiss: endNote },
    { retry: voice.retry, onDismiss: endVoice },
  ];

  return (
    <>
      <div
        className="scrim"
        data-open={isOpen || undefined}
        data-mobile={options.mobile}
        role="presentation"
        onClick={close}
      />
      <section
        ref={panel}
        className="panel"
        // A <dialog> would be shown and hidden by the browser, at once and in its own layer; this one moves, and is a panel until it is fullscreen.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="dialog"
        aria-label={options.title ?? strings.title}
        aria-modal={(isOpen && isFullscreen) || undefined}
        tabIndex={-1}
        data-open={isOpen || undefined}
        data-fullscreen={isFullscreen || undefined}
        data-mobile={options.mobile}
      >
        <PanelLook />
        <FocusTrap isOn={isOpen && isFullscreen}>
          <Header
            // OpenAI's frame has a title and a way back of its own.
            isHistoryOpen={isHistoryOpen && engine === 'local'}
            onToggleHistory={toggleHistory}
            isHelpOpen={isHelpOpen}
            helpList={help.component}
            onToggleHelp={setHelpOpen}
            onNewChat={startAnew}
            onVoice={engine === 'openai' ? onVoice : undefined}
          />
          <div className="chat" onInput={draft.onInput}>
            {isStarted && isServed && (
              <ChatSurface
                key={`${person} ${options.apiUrl ?? ''}`}
                queue={queue}
                emit={emit}
                engine={engine}
                fetch={chatFetch}
                passThrough={passThrough}
                isTouched={isTouched}
                composed={composed}
                onVoice={onVoice}
                onThread={changeThread}
                onHistory={setHistoryOpen}
                onResponse={onResponse}
                onReady={draft.restore}
                onEngineFallback={fallBack}
              />
            )}
            {voice.component && (
              <voice.component
                queue={queue}
                emit={emit}
                fetch={chatFetch}
                composed={composed}
                recogniser={recogniser}
                onDone={endVoice}
              />
            )}
            {rated && note.component && (
              <note.component key={rated.itemIds.join()} feedback={rated} fetch={chatFetch} onDone={endNote} />
            )}
            {parts.map(
              ({ retry, onDismiss }, index) =>
                retry && <MissingPart key={index} onRetry={retry} onDismiss={onDismiss} />,
            )}
          </div>
        </FocusTrap>
      </section>
    </>
  );
});

/** What stands in the composer, whoever put it there; OpenAI's frame does not let itself be read. */
function textIn(panel: HTMLElement | null): string {
  return (
    panel?.querySelector(localTag)?.shadowRoot?.querySelector<HTMLElement>('[role="textbox"]')?.innerText.trim() ?? ''
  );
}
