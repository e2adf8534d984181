/** Queues commands until the chat is ready. The queue survives a change of engine. */
import type { UseChatKitReturn } from '@openai/chatkit-react';

/** The methods of the ChatKit element. */
export type Chat = Omit<UseChatKitReturn, 'control' | 'ref'>;
type ChatCommand = (chat: Chat) => Promise<unknown>;

export interface ChatQueue {
  /** Runs a command now, or as soon as the chat is ready. */
  run(command: ChatCommand): void;
  /** Call when the chat is ready. */
  attach(chat: Chat): void;
  /** Call when the chat is removed or not ready. */
  detach(): void;
  /** Drops the waiting commands, because their user has left. */
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
