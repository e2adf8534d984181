import { describe, expect, it } from 'vitest';
import { titleFromText } from './titles.ts';

describe('a title from a first message', () => {
  it.each([
    ['Hello, please count to 3.', 'Count to 3'],
    ['where is my parcel? It left on Monday.', 'Where is my parcel?'],
    ['**Bold** `code` and a [link](https://example.com)', 'Bold code and a link'],
    ['```\nconst x = 1;\n```\nWhy does this fail?', 'Why does this fail?'],
    ['# Order #42: what is 3*4 in snake_case?', 'Order #42: what is 3*4 in snake_case?'],
    ['Hi', 'Hi'],
    ['   ', ''],
    ['¿dónde está mi paquete?', '¿dónde está mi paquete?'],
    ['ändere meine Adresse', 'Ändere meine Adresse'],
    [
      'I would like to know whether it is possible to change the delivery address',
      'I would like to know whether it is possible to…',
    ],
    [
      '我想知道我的包裹在哪里因为我已经等了很久了真的很久很久很久很久很久很久很久很久很久很久很久很久',
      '我想知道我的包裹在哪里因为我已经等了很久了真的很久很久很久很久很久很久很久很久很久很久很久很久',
    ],
    ['👩‍👩‍👧'.repeat(60), `${'👩‍👩‍👧'.repeat(48)}…`],
    ['Hi-Fi repair cost?', 'Hi-Fi repair cost?'],
    ['Hello Kitty bag price?', 'Hello Kitty bag price?'],
    ['Hello, Kitty bag price?', 'Kitty bag price?'],
    ['hi there!', 'Hi there'],
    ['hey there, where is my order', 'Where is my order'],
    ['Hi I need help with my order', 'I need help with my order'],
    ['Ich habe am 3. Mai bestellt.', 'Ich habe am 3. Mai bestellt'],
    ['Ask Dr. Who about it. And then?', 'Ask Dr. Who about it'],
    ['https://shop.example/a_b/c?d=1', 'https://shop.example/a_b/c?d=1'],
    ['shop.example', 'shop.example'],
    ['iPhone 15 cover', 'iPhone 15 cover'],
  ])('%j', (text, title) => {
    expect(titleFromText(text)).toBe(title);
  });

  it('is quick for a long text of brackets', () => {
    const startMs = performance.now();
    titleFromText('['.repeat(100_000));
    expect(performance.now() - startMs).toBeLessThan(1000);
  });
});
