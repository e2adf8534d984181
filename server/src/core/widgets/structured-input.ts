/** Applies a user's submission to a structured input. */
import type { StructuredInput, StructuredInputAnswer, StructuredInputItem } from '@chatdock/protocol/thread/items';
import type { StructuredInputSubmission } from '@chatdock/protocol/requests/requests';

/**
 * Returns the answered item. Values are not checked against the options, because every question also accepts free text.
 * Answers to unknown questions are dropped.
 */
export function answerStructuredInput(
  item: StructuredInputItem,
  submission: StructuredInputSubmission,
): StructuredInputItem {
  const inputs = item.inputs.map((input) => ({ ...input, answer: answerTo(input, submission) }));
  return { ...item, status: submission.status, inputs };
}

function answerTo(input: StructuredInput, { status, answers }: StructuredInputSubmission): StructuredInputAnswer {
  const given = Object.hasOwn(answers, input.id) ? answers[input.id] : undefined;
  if (status === 'skipped' || !given || given.skipped || given.values.length === 0)
    return { values: [], skipped: true };
  const isSingle = input.type === 'multiple_choice' && !input.multiple;
  return { values: isSingle ? given.values.slice(0, 1) : given.values, skipped: false };
}
