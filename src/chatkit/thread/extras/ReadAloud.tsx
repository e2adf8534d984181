/** Starts and stops reading an answer aloud. */
import { useEffect, useReducer, useRef } from 'preact/hooks';
import { readAloud } from '../../speech/read-aloud.ts';
import { useChat, useText } from '../../ui/chat.ts';
import { Icon } from '../../icons/Icon.tsx';
import { IconButton } from '../../ui/buttons/IconButton.tsx';
import { turnText, type AssistantTurn } from '../turn/turn-actions.ts';
import { languageOf } from './language-of.ts';
import { onSpoken, speak, spoken, stopSpeaking } from './speaker.ts';

export function ReadAloud({ turn }: { turn: AssistantTurn }) {
  const chat = useChat();
  const t = useText();
  const [, redraw] = useReducer<number, null>((count) => count + 1, 0);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => onSpoken(() => redraw(null)), []);
  const key = turn.itemIds.at(-1) ?? '';
  const markdown = turnText(turn.items);
  if (markdown === '') return null;
  const isReading = spoken() === key;

  const start = () => {
    const { language, thread } = chat.store.get();
    const root = button.current?.getRootNode();
    const host = root instanceof ShadowRoot ? root.host : document.documentElement;
    speak({
      key,
      text: readAloud(markdown, 0, true, t).words,
      lang: languageOf(markdown, language.locale),
      shouldContinue: () => isOnScreen(host) && chat.store.get().thread.thread?.id === thread.thread?.id,
      onFail: () => chat.context.toast('failure.action'),
    });
  };
  return (
    <IconButton
      buttonRef={button}
      label={t(isReading ? 'thread.speak.stop' : 'thread.speak')}
      onClick={isReading ? stopSpeaking : start}
    >
      <Icon name={isReading ? 'stop' : 'speak'} />
    </IconButton>
  );
}

/** False once the chat is closed, hidden or removed from the page. */
function isOnScreen(host: Element): boolean {
  return host.getClientRects().length > 0 && getComputedStyle(host).visibility === 'visible';
}
