/** The commands of the visitor and the page: send a message, open a conversation, begin a new one. */
import type { OpenAIChatKit } from '@openai/chatkit';
import { toUserMessageInput } from '@chatdock/protocol/requests/user-input';
import { contentLength, contentText, toContent, toWire } from '../composer/editor/content.ts';
import { hasQueue, isResponding, updateComposer } from './chat-state.ts';
import { toMessage, type Composer } from './composer/composer.ts';
import type { Context } from './context.ts';
import type { Conversation } from './turns/conversation.ts';
import { ChatKitError } from './errors.ts';
import type { History } from './threads/history.ts';
import type { WithOwnMessages } from './lazy-controller.ts';
import { MAX_UNSENT } from './messages/stored-messages.ts';
import type { Threads } from './threads/threads.ts';

interface CommandDeps {
  context: Context;
  composer: Composer;
  conversation: Conversation;
  ownMessages: WithOwnMessages;
  history: History;
  threads: Threads;
}

type UserMessage = Parameters<OpenAIChatKit['sendUserMessage']>[0];

export function createCommands({ context, composer, conversation, history, ownMessages, threads }: CommandDeps) {
  const { store, storage } = context;

  /** Sends the composer's content and empties the field at once, for the next message. */
  async function submit(): Promise<void> {
    const state = store.get();
    if (state.loading !== null || state.thread.thread?.status.type === 'locked') return;
    const message = toMessage(state);
    const responding = isResponding(state);
    const { editing } = state.composer;
    if (!message || (responding && (editing || !state.messageActions.includes('queue')))) return;
    // The text in the field stays.
    if (Object.keys(state.unsent).length >= MAX_UNSENT) return context.toast('failure.waiting');
    storage.allow();
    const { input, attachments } = message;
    context.log('composer.submit', { text: input.content });
    if (editing) return void (await ownMessages((own) => own.editing.send(input, attachments)));
    composer.clear();
    if (responding || hasQueue(state)) {
      if (await ownMessages(({ queue }) => queue.add(message))) return;
      const { content, revision } = store.get().composer;
      const both = [...state.composer.content, ...content];
      updateComposer(store, { ...state.composer, content: both, revision: revision + 1 });
    } else await conversation.send(input, attachments).catch(() => undefined); // the message shows its failure
  }

  /** Methods that change the conversation wait for a thread that is loading and refuse during a response. */
  async function whenFree(): Promise<void> {
    await threads.loaded();
    if (isResponding(store.get())) {
      throw new ChatKitError(
        'BusyError',
        'The assistant is answering. Wait for `chatkit.response.end`, then call again.',
      );
    }
  }

  async function sendUserMessage(message: UserMessage): Promise<void> {
    const { text, content, reply, attachments = [], newThread, toolChoice, model } = message;
    await whenFree();
    storage.allow();
    const input = toUserMessageInput({
      content: toWire(toContent({ text, content })),
      attachmentIds: attachments.map(({ id }) => id),
      quotedText: reply,
      toolChoiceId: toolChoice?.id,
      model,
    });
    const { messageChars } = store.get().limits;
    if (contentLength(input.content) > messageChars)
      throw new ChatKitError(
        'IntegrationError',
        `The message has more than ${messageChars} characters, the most that the server takes, so it was not sent. Shorten it, or send it in parts.`,
      );
    if (newThread) threads.startNew();
    await conversation.send(input, attachments);
  }

  async function sendPrompt({ prompt }: { prompt: UserMessage['content'] | string }): Promise<void> {
    const content = toContent(typeof prompt === 'string' ? { text: prompt } : { content: prompt });
    storage.allow();
    context.log('startScreenPrompt.select', { text: contentText(content) });
    await conversation.send(toUserMessageInput({ content: toWire(content) })).catch(() => undefined); // the message shows its failure
  }

  async function setThreadId(threadId: string | null | undefined): Promise<void> {
    // An answer that another page requested has no `chatkit.response.end` here to wait for, and it continues there.
    const { turn } = store.get();
    if (turn.phase === 'idle' || !turn.isJoined) await whenFree();
    if (threadId === null || threadId === undefined) threads.startNew();
    else await showOther(threadId);
  }

  /** Called from the list of conversations. */
  async function openThread(threadId: string): Promise<void> {
    history.leave();
    await showOther(threadId);
  }

  /** The thread on screen is not loaded again. */
  async function showOther(threadId: string) {
    if (store.get().thread.thread?.id !== threadId) await threads.show(threadId);
  }

  function newChat() {
    context.log('newChat.create');
    history.leave();
    threads.startNew();
  }

  return { submit, sendUserMessage, sendPrompt, setThreadId, openThread, newChat };
}
