/** The events of a provider's Responses API, as steps of a run. */
import { rawEvent, responses, type Step } from './agent-run.ts';

export const started = rawEvent({ type: 'response_started' });

export const thinking = (...summaries: string[]): Step[] => [
  responses({ type: 'response.output_item.added', output_index: 0, item: { type: 'reasoning', id: 'rs_1' } }),
  ...summaries.flatMap((text, index) => [
    responses({
      type: 'response.reasoning_summary_text.delta',
      output_index: 0,
      item_id: 'rs_1',
      summary_index: index,
      delta: text.slice(0, 4),
    }),
    responses({
      type: 'response.reasoning_summary_text.delta',
      output_index: 0,
      item_id: 'rs_1',
      summary_index: index,
      delta: text.slice(4),
    }),
    responses({
      type: 'response.reasoning_summary_text.done',
      output_index: 0,
      item_id: 'rs_1',
      summary_index: index,
      text,
    }),
  ]),
];

export const message = (
  text: string,
  { id = 'msg_provider_1', index = 1, annotations = [] as object[] } = {},
): Step[] => [
  responses({ type: 'response.output_item.added', output_index: index, item: { type: 'message', id, content: [] } }),
  responses({
    type: 'response.content_part.added',
    output_index: index,
    item_id: id,
    content_index: 0,
    part: { type: 'output_text', text: '' },
  }),
  responses({ type: 'response.output_text.delta', output_index: index, item_id: id, content_index: 0, delta: text }),
  ...annotations.map((annotation, at) =>
    responses({
      type: 'response.output_text.annotation.added',
      output_index: index,
      item_id: id,
      content_index: 0,
      annotation_index: at,
      annotation,
    }),
  ),
  responses({ type: 'response.output_text.done', output_index: index, item_id: id, content_index: 0, text }),
  responses({
    type: 'response.output_item.done',
    output_index: index,
    item: { type: 'message', id, content: [{ type: 'output_text', text, annotations }] },
  }),
];
