/** Gallery states with widgets: words that must not break, in three languages, and every kind of field. */
const cell = (value, more = {}) => ({ type: 'Table.Cell', ...more, children: [{ type: 'Text', value, size: 'sm' }] });
const row = (values, more = {}) => ({
  type: 'Table.Row',
  ...more,
  children: values.map((value, index) => cell(value, index > 1 ? { align: 'end' } : {})),
});
const action = (type) => ({ onClickAction: { type } });

/**
 * A card with the parts that break first when there is little room: buttons in a row, badges beside texts, prices in a
 * table.
 */
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

const TIGHT = [
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

const MONTHS = ['2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11'];
const FIGURES = {
  shop: [1840, 2310, 1990, 2780, 3120, 2650],
  phone: [620, 540, 710, 480, 390, 450],
  returns: [-210, -180, -340, -260, -190, -280],
  rating: [4.1, 4.3, null, 4.2, 4.6, 4.7],
};

/** Charts of every kind: stacked bars with negative values, stacked areas, lines over time with a gap. */
const charts = [
  {
    type: 'Card',
    size: 'lg',
    children: [
      { type: 'Title', value: 'Orders by month', size: 'sm' },
      {
        type: 'Chart',
        xAxis: 'month',
        showYAxis: true,
        data: MONTHS.map((month, index) => ({
          month,
          shop: FIGURES.shop[index],
          phone: FIGURES.phone[index],
          returns: FIGURES.returns[index],
        })),
        series: [
          { type: 'bar', dataKey: 'shop', label: 'Shop', stack: 'all' },
          { type: 'bar', dataKey: 'phone', label: 'Telephone', stack: 'all' },
          { type: 'bar', dataKey: 'returns', label: 'Returns', stack: 'all' },
        ],
      },
    ],
  },
  {
    type: 'Card',
    size: 'lg',
    children: [
      { type: 'Title', value: 'Visitors and chats', size: 'sm' },
      {
        type: 'Chart',
        height: 240,
        xAxis: 'city',
        data: ['Copenhagen', 'Saint Petersburg', 'Rio de Janeiro', 'Oslo'].map((city, index) => ({
          city,
          web: 40 + index * 17,
          app: 62 - index * 9,
          chats: [22, 48, 31, 70][index],
        })),
        series: [
          { type: 'bar', dataKey: 'web', label: 'Web' },
          { type: 'bar', dataKey: 'app', label: 'App' },
          { type: 'line', dataKey: 'chats', label: 'Chats', curveType: 'monotone' },
        ],
      },
      {
        type: 'Chart',
        height: 200,
        showYAxis: true,
        xAxis: 'at',
        data: Array.from({ length: 40 }, (_, index) => ({
          at: new Date(Date.UTC(2026, 9, 1 + index)).toISOString().slice(0, 10),
          cpu: index === 18 || index === 19 ? null : 30 + 18 * Math.sin(index / 3) + (index % 5),
          disk: 42 + index / 2,
          net: 20 + 9 * Math.cos(index / 4),
        })),
        series: [
          { type: 'area', dataKey: 'net', label: 'Network', stack: 'a', curveType: 'monotone' },
          { type: 'area', dataKey: 'disk', label: 'Disk', stack: 'a', curveType: 'monotone' },
          { type: 'line', dataKey: 'cpu', label: 'Processor', curveType: 'natural' },
        ],
      },
    ],
  },
];

/** Makes the gallery's states with the helpers of the page. */
export const widgetStates = ({ user, assistant, common }) => [
  ...TIGHT.map(({ name, locale, card }) => ({
    name,
    locale,
    items: [user('m1', card.title), { type: 'widget', id: 'x1', ...common, widget: tightCard(card) }],
  })),
  {
    name: 'A widget with every field',
    items: [user('m1', 'Sign me up'), { type: 'widget', id: 'x1', ...common, widget: everyField }],
  },
  {
    name: 'Charts',
    items: [
      user('m1', 'How is it going?'),
      ...charts.map((widget, index) => ({ type: 'widget', id: `x${index}`, ...common, widget })),
    ],
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
