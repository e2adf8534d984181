/** Items and events of the gallery's conversations. */
export const AT = '2026-11-20T09:30:00Z';
export const COMMON = { thread_id: 'thr_1', created_at: AT };
export const user = (id, content, more = {}) => ({
  type: 'user_message',
  id,
  ...COMMON,
  content: typeof content === 'string' ? [{ type: 'input_text', text: content }] : content,
  attachments: [],
  inference_options: {},
  ...more,
});
export const assistant = (id, text, annotations = []) => ({
  type: 'assistant_message',
  id,
  ...COMMON,
  content: text === null ? [] : [{ type: 'output_text', text, annotations }],
});
export const workflow = (id, given) => ({
  type: 'workflow',
  id,
  ...COMMON,
  workflow: { type: 'custom', expanded: false, tasks: [], ...given },
});
export const added = (item) => ({ type: 'thread.item.added', item });
export const done = (item) => ({ type: 'thread.item.done', item });
export const urlSource = (host, title, more = {}) => ({ type: 'url', url: `https://${host}/article`, title, ...more });
export const picture = `data:image/png;base64,${paint()}`;

export const MARKDOWN = `## A weekend in Lisbon

Two days are enough for the *old quarters* and one **long lunch**. Take tram 28 early; by ten it is full. The museum is at [Rua da Prata](https://example.com), open \`10:00–18:00\`, ~~closed~~ *open* on Mondays.

| When | Where | Cost |
| --- | --- | ---: |
| Saturday morning | Alfama on foot | free |
| Saturday evening | Fado in a small house | €35 |
| Sunday | Belém, tower and pastry | €12 |

1. Buy the day card at the station
2. Walk up **before** it gets hot
   - water
   - a hat
3. Come down by tram

- [x] Flights
- [ ] Hotel near the river

> The hills are steeper than they look on a map.

\`\`\`python
def budget(days: int, per_day: float = 85.0) -> float:
    """What to bring, in euros."""
    return round(days * per_day * 1.1, 2)  # some reserve
\`\`\`

The walk is about $d = \\sqrt{x^2 + y^2}$ long, so plan for

$$
t = \\frac{d}{v} + n \\cdot t_{\\text{coffee}}
$$

Fares change in spring[^1].

[^1]: The day card was €6.80 when this was written.`;

export const CITED =
  'The bridge opened in 1966 and was the longest in Europe then. About 140,000 cars cross it every day. It was renamed after the revolution, as Ponte 25 de Abril.';
export const citations = [
  {
    type: 'annotation',
    index: 61,
    source: urlSource('history.example', 'A short history of the bridge', {
      description: 'How it was planned, built and opened, with photographs of every year.',
      attribution: 'Lisbon Archive',
      timestamp: '2024',
    }),
  },
  {
    type: 'annotation',
    index: 100,
    source: urlSource('traffic.example', 'Traffic on the Tagus crossings', { description: 'Yearly counts.' }),
  },
  { type: 'annotation', index: 100, source: urlSource('city.example', 'City figures') },
  {
    type: 'annotation',
    index: CITED.length,
    source: {
      type: 'entity',
      id: 'e1',
      title: 'Ponte 25 de Abril',
      inline_label: 'Bridge',
      label: 'Landmark',
      icon: 'map-pin',
      interactive: true,
      description: 'Suspension bridge over the Tagus.',
      data: {},
    },
  },
  { type: 'annotation', source: { type: 'file', title: 'Construction report', filename: 'report-1966.pdf' } },
];

export const ARABIC = `## رحلة إلى لشبونة

يومان يكفيان لزيارة **الأحياء القديمة** وتناول غداء طويل. استقل الترام \`28\` مبكرًا.

- الماء
- القبعة

> التلال أشد انحدارًا مما تبدو على الخريطة.`;

export function pieces(id, text) {
  return [...text.matchAll(/[^]{1,12}/g)].map(([delta]) => ({
    type: 'thread.item.updated',
    item_id: id,
    update: { type: 'assistant_message.content_part.text_delta', content_index: 0, delta },
  }));
}

/** Draws an image on a canvas, so that the page needs no image file and no other host. */
function paint() {
  const canvas = Object.assign(document.createElement('canvas'), { width: 480, height: 480 });
  const pen = canvas.getContext('2d');
  const sky = pen.createLinearGradient(0, 0, 0, 480);
  for (const [stop, color] of [
    [0, '#1e1b4b'],
    [0.45, '#be185d'],
    [0.62, '#fb923c'],
    [0.66, '#1e3a5f'],
    [1, '#0b1220'],
  ])
    sky.addColorStop(stop, color);
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 480, 480);
  pen.fillStyle = '#ffedd5';
  pen.beginPath();
  pen.arc(330, 290, 34, 0, Math.PI * 2);
  pen.fill();
  return canvas.toDataURL('image/png').split(',')[1];
}
