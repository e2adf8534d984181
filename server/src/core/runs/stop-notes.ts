/** Notes for the model about an answer that was cut short, stored as a hidden item of the thread. */
import type { SDKHiddenContextItem } from '@chatdock/protocol/thread/items';
import type { StopReason } from '../telemetry/telemetry.ts';

/** By the reason for its end; `lost` means that its process was lost. */
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
