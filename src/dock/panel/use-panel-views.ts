/** Which views are open inside the panel: history, keyboard help, voice input, the feedback note. */
import { useCallback, useRef, useState } from 'react';
import type { EngineKind } from '../../engine/engine-choice.ts';
import type { DockEvents } from '../dock-events.ts';
import { usePersonState } from '../hooks/use-person-state.ts';
import { useSetup } from './DockContext.tsx';

type Feedback = DockEvents['feedback'];
type Voice = DockEvents['voice'];

export interface PanelViews {
  isHistoryOpen: boolean;
  setHistoryOpen(isOpen: boolean): void;
  isHelpOpen: boolean;
  setHelpOpen(isOpen: boolean): void;
  isTranscriptOpen: boolean;
  openTranscript(): void;
  endTranscript(): void;
  isVoiceOn: boolean;
  startVoice(): void;
  endVoice(): void;
  handleVoice(detail: Voice): void;
  /** The rating that the feedback note is about. */
  rated: Feedback | null;
  /** Whether the note still asks. */
  isNoteOpen: boolean;
  handleFeedback(feedback: Feedback): void;
  /** The server has the comment, so the note thanks the visitor. */
  handleThanked(): void;
  endNote(): void;
  /** Call when an answer begins: closes the feedback note, which belongs to the previous one. */
  handleTurn(): void;
  /** Call when another thread is shown: closes the feedback note, which belongs to the previous one. */
  handleThread(threadId: string | null): void;
  /** Call when a message was sent: closes an error of voice input, which no longer matters. */
  handleMessageSent(): void;
  focusComposer(): void;
}

export function usePanelViews(engine: EngineKind): PanelViews {
  const { dock, options } = useSetup();
  const [isHistoryOpen, setHistoryOpen] = usePersonState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [isTranscriptOpen, setTranscriptOpen] = usePersonState(false);
  const [isVoiceOn, setVoiceOn] = usePersonState(false);
  const [rated, setRated] = usePersonState<Feedback | null>(null);
  const [isThanked, setThanked] = useState(false);
  const hasVoiceFailed = useRef(false);

  const focusComposer = useCallback(() => dock.queue.run((chat) => chat.focusComposer()), [dock]);
  const openTranscript = useCallback(() => setTranscriptOpen(true), [setTranscriptOpen]);
  const endTranscript = useCallback(() => {
    setTranscriptOpen(false);
    focusComposer();
  }, [setTranscriptOpen, focusComposer]);
  const startVoice = useCallback(() => setVoiceOn(true), [setVoiceOn]);
  const endVoice = useCallback(() => {
    setVoiceOn(false);
    focusComposer();
  }, [setVoiceOn, focusComposer]);
  const endNote = useCallback(() => {
    setRated(null);
    focusComposer();
  }, [setRated, focusComposer]);
  const handleThanked = useCallback(() => {
    setThanked(true);
    focusComposer();
  }, [focusComposer]);
  const handleVoice = useCallback(
    (detail: Voice) => {
      hasVoiceFailed.current = detail.state === 'failed';
      dock.emit('voice', detail);
    },
    [dock],
  );
  // Only for the self-hosted engine, and once per rating: sending the comment is itself a feedback event.
  const isNoted = options.feedback === 'comment' && engine === 'local';

  return {
    isHistoryOpen,
    setHistoryOpen,
    isHelpOpen,
    setHelpOpen,
    isTranscriptOpen,
    openTranscript,
    endTranscript,
    isVoiceOn,
    startVoice,
    endVoice,
    handleVoice,
    rated,
    isNoteOpen: rated !== null && !isThanked,
    handleFeedback(feedback) {
      dock.emit('feedback', feedback);
      if (feedback.kind === 'positive') setRated(null);
      else if (isNoted && feedback.comment === undefined) {
        setThanked(false);
        setRated(feedback);
      }
    },
    handleThanked,
    endNote,
    handleTurn: () => setRated(null),
    handleThread(threadId) {
      if (rated?.threadId !== threadId) setRated(null);
      if (threadId === null) setTranscriptOpen(false);
      dock.reports.threadChange(threadId);
    },
    handleMessageSent() {
      if (hasVoiceFailed.current) setVoiceOn(false);
    },
    focusComposer,
  };
}
