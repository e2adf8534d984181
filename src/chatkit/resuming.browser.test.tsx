/** Turns that are longer than their connection, as the element takes part in them. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { pass, soon, useQuickClock } from '../../test/harness/chat/quick-clock.ts';
import {
  added,
  assistantItem,
  delta,
  done,
  firstTurn,
  renderChat,
  thread,
  userItem,
} from '../../test/harness/chat/render-chat.ts';
import { embed, type ResponseOutcome } from './embedder.ts';

beforeEach(useQuickClock);

const broken = 'Connection lost. The answer may be incomplete.';

async function renderWatched(...given: Parameters<typeof renderChat>) {
  const chat = await renderChat(...given);
  const outcomes: ResponseOutcome[] = [];
  embed(chat.element, { storage: localStorage, onTurnEnd: (outcome) => outcomes.push(outcome) });
  const ends = (...expected: ResponseOutcome[]) => expect.poll(() => outcomes, { timeout: 10_000 }).toEqual(expected);
  return { ...chat, ends };
}

/** Events as a server sends them that can resume, numbered from `first`. */
const numbered = (first: number, events: readonly unknown[]) =>
  events.map((event, index) => `id: run_1/${first + index}\ndata: ${JSON.stringify(event)}\n\n`).join('');
const heartbeat = ':10000\n\n';
const answer = assistantItem('msg_2', '');
const opened = (more: Record<string, unknown>, items: unknown[]) => ({
  'threads.get_by_id': thread('thr_1', { items: { data: items, has_more: false }, ...more }),
});
const effect = (name: string) => ({ type: 'client_effect', name, data: {} });

describe('a server that does not support resuming', () => {
  it('receives only data that it may ignore, and the key of a message stays the same', async () => {
    const chat = await renderWatched();
    const first = await chat.say('hello');
    expect(first.chatdock).toEqual({ key: expect.stringMatching(/^[0-9a-f]{32}$/), resume: true });
    first.drop();
    await chat.complains('saved');
    await chat.button('Try again').click();
    const again = await soon(chat.next('threads.create'));
    expect(again.chatdock).toEqual(first.chatdock);
    again.send(...firstTurn('hello'), done(assistantItem('msg_2', 'Good day.')));
    again.end();
    await chat.ends('completed');
    const next = await chat.say('and now?');
    expect(next.chatdock).not.toEqual(first.chatdock);
  });

  it('ends its answer in the middle: the answer is incomplete, and can be retried', async () => {
    const chat = await renderWatched();
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), added(answer), delta('msg_2', 'Good d'));
    await chat.logs('Good d');
    turn.end();
    await chat.complains(broken);
    await chat.ends('incomplete');
    expect(chat.requests.map(({ type }) => type)).not.toContain('runs.resume');
    await chat.button('Try again').click();
    expect((await soon(chat.next())).body?.type).toBe('threads.retry_after_item');
  });

  it('is not sent a request to stop: closing the connection is enough', async () => {
    const chat = await renderWatched();
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), added(answer), delta('msg_2', 'Good d'));
    await chat.logs('Good d');
    await chat.button('Stop').click();
    await chat.shows('You stopped this answer.');
    expect(turn.isAborted).toBe(true);
    expect(chat.requests.map(({ type }) => type)).not.toContain('runs.stop');
    await chat.ends('stopped');
  });
});

describe('a server that can resume', () => {
  it.each([
    ['cuts the connection', 'cut', heartbeat],
    ['ends the stream too early', 'end', heartbeat],
    ['sends nothing for three heartbeats', 'isAborted', ':300\n\n'],
  ] as const)('is asked for the rest when it %s, and no error is shown', async (_, how, everyMs) => {
    const chat = await renderWatched();
    const turn = await chat.say('hello');
    turn.write(everyMs + numbered(1, [...firstTurn('hello'), added(answer), delta('msg_2', 'Good ')]));
    await chat.logs('Good');
    if (how !== 'isAborted') turn[how]();
    const rest = await soon(chat.next('runs.resume'));
    expect(rest.body?.params).toEqual({ thread_id: 'thr_1', run_id: 'run_1', after: 5 });
    rest.write(numbered(6, [delta('msg_2', 'day.'), done(assistantItem('msg_2', 'Good day.'))]) + ':end completed\n\n');
    rest.end();
    await chat.logs('Good day.');
    await chat.ends('completed');
    expect(chat.errors()).toEqual([]);
    expect(chat.named('chatkit.response.start')).toHaveLength(1);
    expect(chat.named('chatkit.response.end')).toHaveLength(1);
  });

  it('is asked again if a network answers instead, for example with a login page', async () => {
    const chat = await renderWatched();
    const turn = await chat.say('hello');
    turn.write(heartbeat + numbered(1, [...firstTurn('hello'), added(answer), delta('msg_2', 'Good ')]));
    await chat.logs('Good');
    turn.cut();
    for (let times = 0; times < 2; times += 1) (await soon(chat.next('runs.resume'))).showPage();
    const rest = await soon(chat.next('runs.resume'));
    expect(rest.body?.params).toMatchObject({ run_id: 'run_1', after: 5 });
    rest.write(numbered(6, [delta('msg_2', 'day.')]));
    await chat.logs('Good day.');
    await chat.button('Stop').click();
    (await soon(chat.next('runs.stop'))).showPage();
    (await soon(chat.next('runs.stop'))).reply({});
    await chat.ends('stopped');
    expect(chat.errors()).toEqual([]);
  });

  it('gets a request to stop, and the next message waits for its response', async () => {
    const chat = await renderWatched();
    const turn = await chat.say('hello');
    turn.write(heartbeat + numbered(1, [...firstTurn('hello'), added(answer), delta('msg_2', 'Good d')]));
    await chat.logs('Good d');
    await chat.button('Stop').click();
    const stop = await soon(chat.next('runs.stop'));
    expect(stop.body?.params).toEqual({ run_id: 'run_1' });
    chat.editor().focus();
    const sending = chat.say('next');
    await chat.logs('next');
    expect(chat.requests.filter(({ type }) => type === 'threads.add_user_message')).toEqual([]);
    stop.reply({});
    await sending;
    await chat.ends('stopped');
  });

  it('gets the request to stop again if it was lost; otherwise the answer would continue', async () => {
    const chat = await renderWatched();
    const turn = await chat.say('hello');
    turn.write(heartbeat + numbered(1, [...firstTurn('hello'), added(answer), delta('msg_2', 'Good d')]));
    await chat.logs('Good d');
    await chat.button('Stop').click();
    (await soon(chat.next('runs.stop'))).drop();
    (await soon(chat.next('runs.stop'))).refuse(503);
    const again = await soon(chat.next('runs.stop'));
    expect(again.body?.params).toEqual({ run_id: 'run_1' });
    again.refuse(404);
    await chat.ends('stopped');
  });

  it('streams an answer of another tab: a message is sent after it, and Stop is sent once', async () => {
    const whole = [userItem('msg_0', 'before'), assistantItem('ans_0', 'Yes.')];
    const chat = await renderWatched({ initialThread: 'thr_1' }, { answers: opened({ resumable: true }, whole) });
    await chat.logs('Yes.');
    const busy = (turn: { reply(json: unknown, init: ResponseInit): void }) =>
      turn.reply({ error: { code: 'thread_busy', message: 'Wait.' } }, { status: 409 });
    const keys: unknown[] = [];
    busy(await chat.say('hello'));
    for (let times = 0; times < 3; times += 1) {
      const turn = await soon(chat.next('threads.add_user_message'));
      keys.push(turn.chatdock);
      busy(turn);
    }
    expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(1);
    expect(chat.root().querySelectorAll('.user-message')).toHaveLength(2);
    await chat.button('Stop').click();
    (await soon(chat.next('runs.stop'))).refuse(404);
    await chat.shows('Not sent');
    expect(chat.requests.filter(({ type }) => type === 'runs.stop')).toHaveLength(1);
    await chat.button('Try again').click();
    const turn = await soon(chat.next('threads.add_user_message'));
    turn.write(heartbeat + numbered(1, [done(userItem('msg_1', 'hello')), done(assistantItem('msg_2', 'Good day.'))]));
    turn.write(':end completed\n\n');
    turn.end();
    await chat.logs('Good day.');
    expect(chat.root().querySelectorAll('.user-message')).toHaveLength(2);
  });

  it('reports an answer that was interrupted for good', async () => {
    const chat = await renderWatched();
    const turn = await chat.say('hello');
    turn.write(heartbeat + numbered(1, [...firstTurn('hello'), added(answer), delta('msg_2', 'Good d')]));
    turn.write(':end incomplete\n\n');
    turn.end();
    await chat.complains(broken);
    await chat.ends('incomplete');
  });

  it('says that the conversation was deleted while its answer was written', async () => {
    const chat = await renderWatched();
    const turn = await chat.say('hello');
    turn.write(heartbeat + numbered(1, [...firstTurn('hello'), added(answer), delta('msg_2', 'Good d')]));
    turn.write(':end deleted\n\n');
    turn.end();
    await chat.complains('This conversation no longer exists. Start a new chat.');
    expect(chat.root().textContent).not.toContain('You stopped this answer.');
    expect(chat.button('Try again').query()).toBeNull();
    await chat.ends('failed');
  });

  it('no longer knows the visitor: it is asked again, since the page may have a new token', async () => {
    const chat = await renderWatched();
    const turn = await chat.say('hello');
    turn.write(heartbeat + numbered(1, [...firstTurn('hello'), added(answer), delta('msg_2', 'Good ')]));
    await chat.logs('Good');
    turn.cut();
    (await soon(chat.next('runs.resume'))).refuse(401);
    const rest = await soon(chat.next('runs.resume'));
    rest.write(numbered(6, [delta('msg_2', 'day.'), done(assistantItem('msg_2', 'Good day.'))]) + ':end completed\n\n');
    rest.end();
    await chat.logs('Good day.');
    await chat.ends('completed');
    expect(chat.errors()).toEqual([]);
  });

  it('refuses twice: the page gets an event, and the answer continues with a new token', async () => {
    const chat = await renderWatched();
    const turn = await chat.say('hello');
    turn.write(heartbeat + numbered(1, [...firstTurn('hello'), added(answer), delta('msg_2', 'Good ')]));
    await chat.logs('Good');
    turn.cut();
    for (let times = 0; times < 3; times += 1) (await soon(chat.next('runs.resume'))).refuse(401);
    const rest = await soon(chat.next('runs.resume'));
    expect(chat.errors()).toEqual([expect.objectContaining({ name: 'HttpError', status: 401 })]);
    rest.write(numbered(6, [delta('msg_2', 'day.'), done(assistantItem('msg_2', 'Good day.'))]) + ':end completed\n\n');
    rest.end();
    await chat.ends('completed');
  });

  describe('and did not answer the request for the rest', () => {
    async function loseTouch(loaded: Record<string, unknown>, items: unknown[]) {
      const answers = { 'threads.get_by_id': thread('thr_1', { items: { data: items, has_more: false }, ...loaded }) };
      const chat = await renderWatched({}, { answers });
      const turn = await chat.say('hello');
      turn.write(heartbeat + numbered(1, [...firstTurn('hello'), added(answer), delta('msg_2', 'Good ')]));
      await chat.logs('Good');
      turn.cut();
      (await soon(chat.next('runs.resume'))).refuse(400);
      await chat.button('Try again').click();
      return chat;
    }
    const question = userItem('msg_1', 'hello');

    it('has the whole answer: it is shown, and not asked for again', async () => {
      const chat = await loseTouch({}, [question, assistantItem('msg_2', 'Good day to you.')]);
      await chat.logs('Good day to you.');
      await expect.poll(() => chat.root().querySelectorAll('.failure')).toHaveLength(0);
      expect(chat.requests.map(({ type }) => type)).not.toContain('threads.retry_after_item');
    });

    it('is still writing: its answer is joined again', async () => {
      const chat = await loseTouch({ active_run: { id: 'run_1', after: 5 } }, [question]);
      const joined = await soon(chat.next('runs.resume'));
      joined.write(numbered(1, [...firstTurn('hello'), added(answer), delta('msg_2', 'Good ')]));
      joined.write(
        numbered(6, [delta('msg_2', 'day.'), done(assistantItem('msg_2', 'Good day.'))]) + ':end completed\n\n',
      );
      joined.end();
      await chat.logs('Good day.');
      expect(chat.requests.map(({ type }) => type)).not.toContain('threads.retry_after_item');
    });

    it('has a part of it: the answer is asked for again', async () => {
      const chat = await loseTouch({ incomplete: true }, [question, assistantItem('msg_2', 'Good d')]);
      expect((await soon(chat.next('threads.retry_after_item'))).body?.params).toEqual({
        thread_id: 'thr_1',
        item_id: 'msg_1',
      });
    });
  });

  it('joins a turn of an earlier page, whose effects are not repeated', async () => {
    const answers = opened({ active_run: { id: 'run_1', after: 4 } }, [userItem('msg_1', 'hello')]);
    const chat = await renderWatched({ initialThread: 'thr_1' }, { answers });
    const joined = await soon(chat.next('runs.resume'));
    expect(joined.body?.params).toEqual({ thread_id: 'thr_1', run_id: 'run_1', after: 0 });
    const before = [done(userItem('msg_1', 'hello')), effect('old'), added(answer), delta('msg_2', 'Good ')];
    joined.write(heartbeat + numbered(1, before));
    await chat.logs('Good');
    expect(chat.named('chatkit.effect')).toEqual([]);
    joined.write(numbered(5, [effect('new'), delta('msg_2', 'day.'), done(assistantItem('msg_2', 'Good day.'))]));
    joined.write(':end completed\n\n');
    joined.end();
    await chat.logs('Good day.');
    await chat.ends('completed');
    expect(chat.named('chatkit.effect')).toEqual([{ name: 'new', data: {} }]);
    expect(chat.root().querySelectorAll('.user-message')).toHaveLength(1);
  });

  it('can be left for another conversation by a page that did not begin the turn', async () => {
    const answers = opened({ active_run: { id: 'run_1', after: 4 } }, [userItem('msg_1', 'hello')]);
    const chat = await renderWatched({ initialThread: 'thr_1' }, { answers });
    const joined = await soon(chat.next('runs.resume'));
    joined.write(heartbeat + numbered(1, [done(userItem('msg_1', 'hello')), added(answer), delta('msg_2', 'Good ')]));
    await chat.logs('Good');
    await chat.element.setThreadId(null);
    expect(joined.isAborted).toBe(true);
    expect(chat.named('chatkit.thread.change').at(-1)).toEqual({ threadId: null });
    expect(chat.requests.map(({ type }) => type)).not.toContain('runs.stop');
    expect(chat.errors()).toEqual([]);
  });

  it('is read by a tab that did not begin the turn only while that tab is visible', async () => {
    // The tab that began the turn has this lock.
    let release = () => {};
    const isHeld = new Promise<void>((held) => {
      void navigator.locks.request('chatdock:thr_1', () => {
        held();
        return new Promise<void>((resolve) => (release = resolve));
      });
    });
    await isHeld;
    const answers = opened({ resumable: true, active_run: { id: 'run_1', after: 4 } }, [userItem('msg_1', 'hello')]);
    const chat = await renderWatched({ initialThread: 'thr_1' }, { answers });
    const events = [done(userItem('msg_1', 'hello')), effect('old'), added(answer), delta('msg_2', 'Good ')];
    const joined = await soon(chat.next('runs.resume'));
    joined.write(heartbeat + numbered(1, events));
    await chat.logs('Good');
    const state = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    await expect.poll(() => joined.isAborted).toBe(true);
    const asked = chat.requests.length;
    await pass(60_000);
    expect(chat.requests.length).toBe(asked);
    state.mockRestore();
    document.dispatchEvent(new Event('visibilitychange'));
    const again = await soon(chat.next('runs.resume'));
    again.write(
      heartbeat + numbered(1, [...events, delta('msg_2', 'day.'), done(assistantItem('msg_2', 'Good day.'))]),
    );
    again.write(':end completed\n\n');
    again.end();
    await chat.logs('Good day.');
    expect(chat.root().querySelectorAll('.user-message')).toHaveLength(1);
    expect([chat.named('chatkit.effect'), chat.named('chatkit.response.end'), chat.errors()]).toEqual([[], [], []]);
    release();
  });

  it('loads the conversation when the events of a turn are gone', async () => {
    let times = 0;
    const whole = [userItem('msg_1', 'hello'), assistantItem('msg_2', 'Good day.')];
    const answers = {
      'threads.get_by_id': () =>
        (times += 1) === 1
          ? opened({ active_run: { id: 'run_1', after: 4 } }, whole.slice(0, 1))['threads.get_by_id']
          : opened({}, whole)['threads.get_by_id'],
    };
    const chat = await renderWatched({ initialThread: 'thr_1' }, { answers });
    (await soon(chat.next('runs.resume'))).refuse(410);
    await chat.logs('Good day.');
    expect(chat.errors()).toEqual([]);
  });

  describe('and no longer has the next events of a turn', () => {
    async function lookIn(more: Record<string, unknown>, stored: string) {
      const loaded = opened(more, [userItem('msg_1', 'hello'), assistantItem('msg_2', stored)]);
      const chat = await renderWatched({}, { answers: loaded });
      const turn = await chat.say('hello');
      turn.write(heartbeat + numbered(1, [...firstTurn('hello'), added(answer), delta('msg_2', 'Good ')]));
      await chat.logs('Good');
      turn.cut();
      (await soon(chat.next('runs.resume'))).refuse(410);
      const isShownOnce = async () => {
        await chat.logs('Good day.');
        await chat.ends('completed');
        expect(chat.root().querySelectorAll('.user-message')).toHaveLength(1);
        expect(chat.root().querySelectorAll('.assistant-message')).toHaveLength(1);
        expect(chat.errors()).toEqual([]);
      };
      return { chat, isShownOnce };
    }

    it('has the whole answer: it is shown', async () => {
      const { chat, isShownOnce } = await lookIn({}, 'Good day.');
      await isShownOnce();
      expect(chat.requests.filter(({ type }) => type === 'runs.resume')).toHaveLength(1);
    });

    it('is still writing: the rest is read', async () => {
      const { chat, isShownOnce } = await lookIn({ active_run: { id: 'run_1', after: 900 } }, 'Good d');
      const rest = await soon(chat.next('runs.resume'));
      expect(rest.body?.params).toEqual({ thread_id: 'thr_1', run_id: 'run_1', after: 0 });
      rest.write(numbered(900, [added(assistantItem('msg_2', 'Good da'))]));
      rest.write(numbered(901, [delta('msg_2', 'y.'), done(assistantItem('msg_2', 'Good day.'))]));
      rest.write(':end completed\n\n');
      rest.end();
      await isShownOnce();
    });
  });

  it('reports an answer that was interrupted before the page was opened', async () => {
    const answers = opened({ incomplete: true }, [userItem('msg_1', 'hello'), assistantItem('msg_2', 'Good d')]);
    const chat = await renderWatched({ initialThread: 'thr_1' }, { answers });
    await chat.complains(broken);
    await chat.button('Try again').click();
    expect((await soon(chat.next())).body?.type).toBe('threads.retry_after_item');
  });
});
