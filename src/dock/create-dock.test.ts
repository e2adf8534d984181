import { describe, expect, it } from 'vitest';
import type { Chat } from '../engine/chat-queue.ts';
import { createDock } from './create-dock.ts';

/** A dock without a page, and a chat that records what is sent to it. */
function open(userToken?: string) {
  const inputOf = (token: string | undefined) => ({ options: { persist: 'memory' as const, userToken: token } });
  const emitted: { name: string; detail: unknown }[] = [];
  const dock = createDock({
    name: 'test',
    input: inputOf(userToken),
    emit: (name, ...[detail]) => void emitted.push({ name, detail }),
  });
  const sent: string[] = [];
  const chat = {
    sendUserMessage: async ({ text }: { text: string }) => void sent.push(text),
    setComposerValue: async () => {},
    focusComposer: async () => {},
    fetchUpdates: async () => {},
  } as unknown as Chat;
  return {
    dock,
    emitted,
    sent,
    becomesReady: () => dock.reports.ready(chat, 'local'),
    signIn: (token: string | undefined) => dock.update(inputOf(token)),
    answer() {
      dock.reports.responseStart();
      dock.reports.responseEnd();
    },
  };
}

describe('unread answers', () => {
  it('are those that end while the panel is closed', () => {
    const { dock, answer } = open();
    answer();
    expect(dock.get().unread).toBe(1);
    dock.commands.open();
    expect(dock.get().unread).toBe(0);
    answer();
    expect(dock.get().unread).toBe(0);
    dock.commands.close();
    expect(dock.get().unread).toBe(0);
  });

  it('of one person do not count for the next', () => {
    const { dock, answer, signIn } = open('token-a');
    answer();
    signIn('token-b');
    expect(dock.get().unread).toBe(0);
  });

  it('are not those that failed or were stopped', () => {
    const { dock, emitted } = open();
    const stop = new AbortController();
    dock.reports.turnSent(stop.signal);
    dock.reports.responseStart();
    stop.abort();
    dock.reports.responseEnd();
    dock.reports.turnSent(null);
    dock.reports.responseStart();
    dock.reports.error(new Error('no'));
    dock.reports.responseEnd();
    expect(dock.get().unread).toBe(0);
    expect(emitted.flatMap(({ name, detail }) => (name === 'response-end' ? [detail] : []))).toMatchObject([
      { outcome: 'stopped' },
      { outcome: 'failed' },
    ]);
  });
});

describe('a message that waits for the chat', () => {
  it('is sent when the chat is ready', () => {
    const { dock, sent, becomesReady } = open();
    dock.commands.sendUserMessage({ text: 'hello' });
    becomesReady();
    expect(sent).toEqual(['hello']);
  });

  it('is not sent after the visitor logged out', () => {
    const { dock, sent, becomesReady } = open('token-a');
    dock.commands.sendUserMessage({ text: 'mine' });
    dock.logout();
    becomesReady();
    expect(sent).toEqual([]);
  });

  it('is not sent as the person who signs in next', () => {
    const { dock, sent, becomesReady, signIn } = open('token-a');
    dock.commands.sendUserMessage({ text: 'mine' });
    signIn('token-b');
    becomesReady();
    expect(sent).toEqual([]);
  });

  it('is sent after an anonymous visitor signed in', () => {
    const { dock, sent, becomesReady, signIn } = open();
    dock.commands.sendUserMessage({ text: 'mine' });
    signIn('token-a');
    becomesReady();
    expect(sent).toEqual(['mine']);
  });
});

describe('another person', () => {
  it("starts with a new chat; the previous person's chat gets no more commands", () => {
    const { dock, sent, becomesReady, signIn } = open('token-a');
    becomesReady();
    dock.commands.open();
    dock.reports.threadChange('thr_a');
    signIn('token-b');
    dock.commands.sendUserMessage({ text: 'from b' });
    expect(dock.get().threadId).toBeNull();
    expect(sent).toEqual([]);
  });

  it('is a new visitor after a logout, even if the page still has the old token', () => {
    const { dock, signIn } = open('token-a');
    const { person } = dock.get().visit;
    dock.logout();
    signIn('token-a');
    expect(dock.get().visit).toEqual({ identity: undefined, person: person + 1 });
    expect(dock.get().options.userToken).toBeUndefined();
  });
});
