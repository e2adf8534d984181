import { afterEach, describe, expect, it } from 'vitest';
import { answer, answered, closeDialects, speak } from '../../../../../test/harness/providers/dialect.ts';

afterEach(closeDialects);

const cut = (whole: string, size: number) =>
  answer(...(whole.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? []).map((content) => ({ content })));
const receive = async (whole: string, size: number) => await (await speak(cut(whole, size))).send();

describe('tokens of a chat template', () => {
  it.each([
    'Hello friend.<|im_end|>',
    'Hello friend.<|im_end|>\n<|im_start|>assistant\n',
    '<|im_start|>assistant\nHello friend.<|im_end|>\n<|im_start|>user\nAnd you?<|im_end|>',
    'Hello friend.<end_of_turn>\n',
    'Hello friend.<end_of_turn>\n<start_of_turn>user\nAnd you?',
    '<|start_header_id|>assistant<|end_header_id|>\n\nHello friend.<|eot_id|>',
    'Hello friend.<|endoftext|><|endoftext|>',
    ' <s> Hello friend.</s>',
    '[/INST] Hello friend. </s>',
    '<|assistant|>\nHello friend.<|end|>',
    'Hello friend.<｜end▁of▁sentence｜>',
    'Hello friend.<｜User｜>And you?',
    'Hello friend.<|user|>\nAnd you?',
    '<|begin_of_box|>Hello friend.<|end_of_box|>',
    '<|channel|>final<|message|>Hello friend.<|return|>',
    '<|turn>model\nHello friend.<turn|>',
    'Hello friend.[e~[',
    'Hello friend.<|END_OF_TURN_TOKEN|>',
  ])('are removed where a turn begins or ends: %j [D036]', async (whole) => {
    for (const size of [1, 3, 1000]) {
      const received = await receive(whole, size);
      expect(received).toMatchObject({ ...answered(''), text: expect.stringMatching(/^Hello friend\.\s*$/u) });
    }
  });

  it.each([
    'Use <|im_end|> to end a turn.',
    'The token `<|im_end|>` ends a turn.',
    'A turn:\n```\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n```\nThat is all.',
    'The price was <s>10</s>',
    'Gemma writes <start_of_turn>user before a question.',
    'a < b, [e~x] and <end',
    '<s>10</s> 8 euros',
    'Wrap it in <answer>so</answer> or not.',
  ])('stay if the answer is about them: %j', async (whole) => {
    for (const size of [1, 3, 1000]) expect(await receive(whole, size)).toMatchObject(answered(whole));
  });

  it('leave a fence closed if one follows it', async () => {
    expect((await receive('```\ncode\n```<|im_end|>', 2)).text).toBe('```\ncode\n```');
  });

  it('count as an empty answer, which one sentence reports', async () => {
    expect(await receive('<|im_end|>', 3)).toMatchObject({
      text: '',
      notices: [expect.stringContaining('didn’t write an answer')],
    });
  });
});
