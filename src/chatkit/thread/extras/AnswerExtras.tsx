/** Two additions to the actions of an answer: a button that reads it aloud, and its time. */
import { useSelect } from '../../ui/chat.ts';
import type { AssistantTurn } from '../turn/turn-actions.ts';
import { MessageTime } from './MessageTime.tsx';
import { ReadAloud } from './ReadAloud.tsx';

export function AnswerExtras({ turn }: { turn: AssistantTurn }) {
  const canSpeak = useSelect((state) => state.messageActions.includes('speak'));
  return (
    <>
      {canSpeak && 'speechSynthesis' in globalThis && <ReadAloud turn={turn} />}
      <MessageTime at={turn.items.at(-1)?.created_at ?? ''} />
    </>
  );
}
