/** Commands to the chat, kept until there is a chat that takes them; they survive a change of engine. */
import type { UseChatKitReturn } from '@openai/chatkit-react';

/** The methods of the element. */
export type Chat = Omit<UseChatKitReturn, 'control' | 'ref'>;
export type ChatCommand = (chat: Chat) => Promise<unknown>;

export interface ChatQueue {
  /** Runs a command now, or when the chat is ready. */
  run(command: ChatCommand): void;
  /** The chat is ready. */
  attach(chat: Chat): void;
  /** The chat is gone, or not ready yet. */
  detach(): void;
  /** Forgets what waits: whoever wanted it is gone. */
  clear(): void;
}

export function createChatQueue(onError: (error: unknown) => void): ChatQueue {
  let chat: Chat | null = null;
  const waiting: ChatCommand[] = [];
  const run = (command: ChatCommand) => {
    if (chat) Promise.resolve(command(chat)).catch(onError);
    else waiting.push(command);
  };
  return {
    run,
    attach(next) {
      chat = next;
      waiting.splice(0).forEach(run);
    },
    detach() {
      chat = null;
    },
    clear() {
      waiting.length = 0;
    },
  };
}
