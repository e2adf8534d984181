/** States of the gallery that show widgets: words that must not break, in three languages, and every kind of field. */
const cell = (value, more = {}) => ({ type: 'Table.Cell', ...more, children: [{ type: 'Text', value, size: 'sm' }] });
const row = (values, more = {}) => ({
  type: 'Table.Row',
  ...more,
  children: values.map((value, index) => cell(value, index > 1 ? { align: 'end' } : {})),
});
const action = (type) => ({ onClickAction: { type } });

/** A card with what breaks first when there is little room: buttons in a row, badges beside texts, prices in a table. */
function tightCard({ title, text, badge, buttons, head, rows, code }) {
  return {
    type: 'Card',
    status: { text: badge, icon: 'info' },
    children: [
      {
        type: 'Row',
        children: [{ type: 'Title', value: title, size: 'sm' }, { type: 'Spacer' }, { type: 'Badge', label: badge }],
      },
      { type: 'Row', justify: 'end', children: buttons.map((label) => ({ type: 'Button', label, ...action('go') })) },
      {
        type: 'Row',
        children: [
          { type: 'Icon', name: 'calendar' },
          {
            type: 'Col',
            gap: 0,
            children: [
              { type: 'Text', value: text, weight: 'medium' },
              { type: 'Caption', value: text, truncate: true },
            ],
          },
          { type: 'Spacer' },
          { type: 'Text', value: '€1,095.00', weight: 'semibold' },
          ...buttons.slice(0, 2).map((label) => ({ type: 'Button', label, size: 'sm', ...action('go') })),
        ],
      },
      {
        type: 'Row',
        children: buttons.map((value) => ({ type: 'Col', flex: 1, children: [{ type: 'Text', value }] })),
      },
      { type: 'Table', children: [row(head, { header: true }), ...rows.map((values) => row(values))] },
      { type: 'Markdown', value: `| ${head[0]} | ${head[1]} |\n|---|---|\n| ${text} | \`${code}\` |` },
    ],
    confirm: { label: buttons[0], action: { type: 'confirm' } },
    cancel: { label: buttons[1], action: { type: 'cancel' } },
  };
}

/** Every kind of field, with a label and without. */
const everyField = {
  type: 'Card',
  asForm: true,
  confirm: { label: 'Send', action: { type: 'send' } },
  cancel: { label: 'Cancel', action: { type: 'cancel' } },
  children: [
    { type: 'Title', value: 'New account', size: 'sm' },
    ...[
      ['Your name', { type: 'Input', name: 'person.name', placeholder: 'Ada', required: true }],
      ['E-mail', { type: 'Input', name: 'person.email', inputType: 'email', required: true }],
      ['Password', { type: 'Input', name: 'secret', inputType: 'password', required: true }],
      ['About you', { type: 'Textarea', name: 'about', placeholder: 'A few words', rows: 2, autoResize: true }],
      [
        'Country',
        {
          type: 'Select',
          name: 'country',
          placeholder: 'Choose a country',
          clearable: true,
          block: true,
          options: [
            { value: 'de', label: 'Germany', description: 'Delivery in two days' },
            { value: 'eg', label: 'Egypt' },
            { value: 'xx', label: 'Elsewhere', disabled: true },
          ],
        },
      ],
      [
        'Birthday',
        { type: 'DatePicker', name: 'birthday', placeholder: 'Choose a day', max: '2026-11-20', block: true },
      ],
      [
        'Seating',
        {
          type: 'RadioGroup',
          name: 'seating',
          required: true,
          options: [
            { value: 'inside', label: 'Inside' },
            { value: 'terrace', label: 'Terrace' },
          ],
        },
      ],
      [
        'Message',
        { type: 'Text', value: 'Dear Ada,\n\nsee you at seven.', editable: { name: 'message', required: true } },
      ],
    ].map(([value, field]) => ({
      type: 'Col',
      gap: 1,
      children: [{ type: 'Label', value, fieldName: field.name ?? field.editable.name }, field],
    })),
    { type: 'Input', name: 'voucher', placeholder: 'Voucher code' },
    { type: 'Checkbox', name: 'terms', label: 'I accept the terms', required: true },
  ],
};

const tight = [
  {
    name: 'A widget with little room',
    card: {
      title: 'Flights to Copenhagen',
      text: 'Departure Wednesday morning',
      badge: 'Recommended',
      buttons: ['Cancel', 'Change passengers', 'Continue'],
      head: ['Flight', 'Passengers', 'Price', 'Deposit'],
      rows: [
        ['SK 1420 morning', 'Two adults', '€1,095.00', '−€120.50'],
        ['LH 826 evening', 'Two adults', '1 095,00 €', '12,00 €'],
      ],
      code: 'openai/chatkit',
    },
  },
  {
    name: 'A widget with little room, in German',
    locale: 'de-DE',
    card: {
      title: 'Geschwindigkeitsübersicht',
      text: 'Versandbenachrichtigung am Donnerstag',
      badge: 'Zwischengespeichert',
      buttons: ['Zurücksetzen', 'Benachrichtigungen verwalten', 'Herunterladen'],
      head: ['Bestellung', 'Lieferadresse', 'Gesamtbetrag', 'Anzahlung'],
      rows: [['Nr. 4711', 'Schönhauser Allee 12, Berlin', '1.095,00 €', '−120,50 €']],
      code: 'npm run build',
    },
  },
  {
    name: 'A widget with little room, in Arabic',
    locale: 'ar',
    card: {
      title: 'تفاصيل الاستحقاقات والمستلزمات',
      text: 'المغادرة صباح يوم الأربعاء',
      badge: 'موصى به',
      buttons: ['إلغاء', 'تغيير المسافرين', 'متابعة'],
      head: ['الرحلة', 'المسافرون', 'السعر', 'العربون'],
      rows: [['SK 1420', 'بالغان اثنان', '١٬٠٩٥٫٠٠ €', '€1,095.00']],
      code: 'openai/chatkit',
    },
  },
];

/** The states, from the helpers of the page. */
export const widgetStates = ({ user, assistant, common }) => [
  ...tight.map(({ name, locale, card }) => ({
    name,
    locale,
    items: [user('m1', card.title), { type: 'widget', id: 'x1', ...common, widget: tightCard(card) }],
  })),
  {
    name: 'A widget with every field',
    items: [user('m1', 'Sign me up'), { type: 'widget', id: 'x1', ...common, widget: everyField }],
  },
  {
    name: 'Code and prices in a table',
    items: [
      user('m1', 'What do the packages cost?'),
      assistant(
        'm2',
        '| Package | Import | Price | Renewal |\n|---|---|---:|---:|\n| Starter for one person | `openai/chatkit` | €1,095.00 | €1,314.00 |\n| Team | `@openai/chatkit-react` | €12,095.00 | 2026-11-20 |',
      ),
    ],
  },
];
