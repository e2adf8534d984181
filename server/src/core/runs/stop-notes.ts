/** What the model reads about an answer that was cut short, as a hidden item of the thread. */
import type { SDKHiddenContextItem } from '@chatdock/protocol/thread/items';
import type { StopReason } from '../telemetry/telemetry.ts';

/** By what ended it; `lost` is a process that went away. */
const NOTES: Readonly<Record<StopReason | 'lost', string>> = {
  cancelled:
    'The user stopped this response before it was finished. Do not go on with it unless the user asks for that.',
  interrupted:
    'A restart of the server cut this response short; the user did not stop it. If the user asks again, answer in full.',
  lost: 'The connection to the server was lost and cut this response short; the user did not stop it. If the user asks again, answer in full.',
};

export const toStopNote = (id: string, threadId: string, reason: StopReason | 'lost'): SDKHiddenContextItem => ({
  type: 'sdk_hidden_context',
  id,
  thread_id: threadId,
  created_at: new Date().toISOString(),
  content: NOTES[reason],
});
