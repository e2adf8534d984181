import { describe, expect, it } from 'vitest';
import { createTurnOutcome } from './turn-outcome.ts';

const failure = (name: string) => Object.assign(new Error('no'), { name });

describe('how an answer ended', () => {
  it('is completed when nothing says otherwise', () => {
    const turn = createTurnOutcome();
    turn.request(new AbortController().signal);
    turn.start();
    expect(turn.read()).toBe('completed');
  });

  it('is stopped when its request was aborted, whatever was reported before', () => {
    const turn = createTurnOutcome();
    const stop = new AbortController();
    turn.request(stop.signal);
    turn.start();
    turn.fail(failure('StreamError'));
    stop.abort();
    expect(turn.read()).toBe('stopped');
  });

  it('is failed when the chat reported an error while it ran, and only then', () => {
    const turn = createTurnOutcome();
    turn.fail(failure('NetworkError'));
    turn.request(undefined);
    turn.start();
    expect(turn.read()).toBe('completed');
    turn.fail(failure('StreamError'));
    expect(turn.read()).toBe('failed');
  });

  it('is completed when only a function of the page failed: the assistant went on', () => {
    const turn = createTurnOutcome();
    turn.start();
    turn.fail(failure('IntegrationError'));
    expect(turn.read()).toBe('completed');
  });
});
