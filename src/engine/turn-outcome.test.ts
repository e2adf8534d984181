import { describe, expect, it } from 'vitest';
import { createTurnOutcomes } from './turn-outcome.ts';

const failure = (name: string) => Object.assign(new Error('no'), { name });

describe('how an answer ended', () => {
  it('is completed by default', () => {
    const turn = createTurnOutcomes();
    turn.request(new AbortController().signal);
    turn.start();
    expect(turn.read()).toBe('completed');
  });

  it('is stopped if its request was aborted, even after an error', () => {
    const turn = createTurnOutcomes();
    const stop = new AbortController();
    turn.request(stop.signal);
    turn.start();
    turn.fail(failure('StreamError'));
    stop.abort();
    expect(turn.read()).toBe('stopped');
  });

  it('is failed if the chat reported an error during it, and only then', () => {
    const turn = createTurnOutcomes();
    turn.fail(failure('NetworkError'));
    turn.request(undefined);
    turn.start();
    expect(turn.read()).toBe('completed');
    turn.fail(failure('StreamError'));
    expect(turn.read()).toBe('failed');
  });

  it('is completed if only a page callback failed, because the assistant continued', () => {
    const turn = createTurnOutcomes();
    turn.start();
    turn.fail(failure('IntegrationError'));
    expect(turn.read()).toBe('completed');
  });

  it('is what the element reports, over everything else', () => {
    const turn = createTurnOutcomes();
    turn.start();
    turn.fail(failure('NetworkError'));
    turn.end('incomplete');
    expect(turn.read()).toBe('incomplete');
    turn.start();
    expect(turn.read()).toBe('completed');
  });
});
