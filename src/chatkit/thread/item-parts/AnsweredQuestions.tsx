/** The visitor's answers to the assistant's questions. */
import type { StructuredInputItem } from '@chatdock/protocol/thread/items';
import { useText } from '../../ui/chat.ts';

export function AnsweredQuestions({ item }: { item: StructuredInputItem }) {
  const t = useText();
  if (item.status === 'pending') return null;
  return (
    <section class="answered" aria-label={t('question.answered')}>
      {item.status === 'skipped' ? (
        <p class="quiet">{t('question.skipped')}</p>
      ) : (
        <dl>
          {item.inputs.map(({ id, question, answer }) => (
            <div key={id}>
              <dt dir="auto">{question}</dt>
              <dd dir="auto">
                {answer && !answer.skipped && answer.values.length > 0 ? (
                  answer.values.join(', ')
                ) : (
                  <span class="quiet">{t('question.skipped')}</span>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
