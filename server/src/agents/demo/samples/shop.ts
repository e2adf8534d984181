/** Samples of a shop: orders, products, prices. */
import { Card, Col, Row, Table, TableCell, TableRow } from '../../../core/widgets/containers.ts';
import { Badge, Caption, Chart, Divider, Icon, Image, Text, Title } from '../../../core/widgets/contents.ts';
import { drawPicture } from '../png.ts';
import { buttons, done, fact, heading, icon, labelled, primary, rows, secondary, twoLines, type Sample } from './sample.ts'; // prettier-ignore
import { Select } from '../../../core/widgets/controls.ts';

const step = (name: string, line: string, isDone: boolean) =>
  Row({
    gap: 3,
    children: [
      Icon({ name: isDone ? 'check-circle-filled' : 'empty-circle', color: isDone ? 'success' : 'secondary' }),
      twoLines(name, line),
    ],
  });

export const order: Sample = {
  asked: /\border/iu,
  intro: 'Order 4711 is on its way:',
  widget: (use) =>
    Card({
      children: [
        heading('Order 4711', Badge({ label: 'Shipped', color: 'info' })),
        step('Paid', 'Monday, €129.00 by card', true),
        step('Packed', 'Tuesday in Malmö', true),
        step('Delivered', 'Expected on Thursday', false),
        Divider({}),
        buttons(primary('Send me updates', use({ updates: 'yes' })), secondary('Change address', use())),
      ],
    }),
  used: (answer) =>
    answer('updates') === 'yes'
      ? { widget: done('Updates on', 'Order 4711', [['Next update', 'When it leaves Malmö'], ['Expected', 'Thursday']]), reply: 'I’ll write to you when your order moves. It should be with you on Thursday.' } // prettier-ignore
      : { widget: done('Address kept', 'Order 4711', [['Address', 'Storgatan 5, Lund']]), reply: 'Your parcel has already left, so the address can’t change. The driver will call you first.' }, // prettier-ignore
};

export const tracking: Sample = {
  asked: /\b(?:tracking|parcel|delivery)\b/iu,
  intro: 'Your parcel is out for delivery:',
  widget: (use) =>
    Card({
      status: { text: 'Parcel 00 3401', icon: 'cube' },
      children: [
        Title({ value: 'Arrives today, 14:00 – 16:00', size: 'sm' }),
        step('Left the depot', '08:12, Malmö', true),
        step('Out for delivery', '09:40, eleven stops before you', true),
        step('At your door', 'Storgatan 5', false),
        buttons(secondary('Leave with a neighbour', use({ place: 'with a neighbour' })), secondary('Leave at the door', use({ place: 'at your door' }))), // prettier-ignore
      ],
    }),
  used: (answer) => ({
    widget: done('Noted for the driver', 'Arrives today, 14:00 – 16:00', [['Left', answer('place')]]),
    reply: `The driver will leave your parcel ${answer('place', 'at your door')} between 14:00 and 16:00.`,
  }),
};

const PRODUCTS = [
  ['Oslo chair', 'Oak, woven seat', '€129'],
  ['Malmö lamp', 'Linen shade, dimmable', '€64'],
  ['Bergen rug', 'Wool, 140 × 200 cm', '€210'],
] as const;

export const products: Sample = {
  asked: /\bproducts?\b|\bshop\b/iu,
  intro: 'These three would fit your room:',
  widget: (use) =>
    rows(
      { text: 'For a small living room', icon: 'star' },
      PRODUCTS.map(([title, line, price]) => ({
        start: Image({ src: drawPicture(title, { size: 96, cell: 12 }), alt: title, size: 48, radius: 'md', fit: 'cover' }), // prettier-ignore
        title,
        line,
        end: Text({ value: price, weight: 'semibold' }),
        action: use({ product: title, price }),
      })),
    ),
  used: (answer) => ({
    widget: done('In your basket', answer('product'), [['Price', answer('price')], ['Delivery', 'Two days, free']]), // prettier-ignore
    reply: `The ${answer('product')} is in your basket for ${answer('price')}. Delivery takes two days.`,
  }),
};

const cell = (value: string, isPrice = false) =>
  TableCell({ align: isPrice ? 'end' : 'start', children: [Text({ value, size: 'sm' })] });

export const invoice: Sample = {
  asked: /\binvoice|\bbill\b/iu,
  intro: 'Your invoice for November:',
  widget: (use) =>
    Card({
      size: 'lg',
      children: [
        heading('Invoice 2026-114', Badge({ label: 'Due Friday', color: 'warning' })),
        Table({
          children: [
            TableRow({ header: true, children: [cell('Item'), cell('Hours', true), cell('Amount', true)] }),
            TableRow({ children: [cell('Home page design'), cell('12', true), cell('€1,080.00', true)] }),
            TableRow({ children: [cell('Photos'), cell('3', true), cell('€270.00', true)] }),
          ],
        }),
        fact('VAT 25 %', '€337.50'),
        fact('Total', '€1,687.50', true),
        buttons(primary('Pay now', use({ paid: 'now' })), secondary('Remind me on Friday', use())),
      ],
    }),
  used: (answer) =>
    answer('paid') === 'now'
      ? { widget: done('Paid', 'Invoice 2026-114', [['Amount', '€1,687.50'], ['From', 'Card ending in 4242']]), reply: 'Paid: €1,687.50 from your card ending in 4242. We’ve emailed you the receipt.' } // prettier-ignore
      : { widget: done('Reminder set', 'Invoice 2026-114', [['Due', 'Friday'], ['Amount', '€1,687.50']]), reply: 'I’ll remind you on Friday morning. You haven’t been charged.' }, // prettier-ignore
};

const plan = (name: string, price: string, line: string, button: ReturnType<typeof primary>) =>
  Col({
    flex: 1,
    gap: 2,
    minWidth: 120,
    padding: 3,
    border: 1,
    radius: 'lg',
    children: [Text({ value: name, weight: 'semibold' }), Title({ value: price, size: 'lg' }), Caption({ value: line }), button], // prettier-ignore
  });

export const pricing: Sample = {
  asked: /\bpric(?:e|es|ing)\b|\bplans\b/iu,
  intro: 'Choose one of our two plans:',
  widget: (use) =>
    Card({
      size: 'lg',
      children: [
        Row({
          gap: 3,
          align: 'stretch',
          children: [
            plan('Starter', '€9', 'One site, 1,000 chats a month', secondary('Choose', use({ plan: 'Starter' }))),
            plan('Team', '€29', 'Five sites, 10,000 chats a month', primary('Choose', use({ plan: 'Team' }))),
          ],
        }),
      ],
    }),
  used: (answer) => ({
    widget: done('Plan changed', `${answer('plan')} from today`, [['Next payment', '1 December']]),
    reply: `You’re on the ${answer('plan')} plan from today. You can switch back at any time.`,
  }),
};

export const quote: Sample = {
  asked: /\bquote\b|\boffer\b/iu,
  intro: 'Here’s what it would cost:',
  widget: (use) =>
    Card({
      asForm: true,
      status: { text: 'Quote, valid until Friday', icon: 'document' },
      confirm: { label: 'Accept', action: use() },
      children: [
        fact('Painting, 42 m²', '€1,260'),
        fact('Paint and tape', '€180'),
        fact('Total with VAT', '€1,800', true),
        labelled('Start', Select({ name: 'start', defaultValue: 'Monday', block: true, options: ['Monday', 'Wednesday', 'Next week'].map((value) => ({ value, label: value })) })), // prettier-ignore
      ],
    }),
  used: (answer) => ({
    widget: done('Accepted', 'Painting, 42 m²', [
      ['Start', answer('start', 'Monday')],
      ['Total', '€1,800'],
    ]),
    reply: `Accepted for €1,800. The painters come ${answer('start') === 'Next week' ? 'next week' : `on ${answer('start', 'Monday')}`}.`, // prettier-ignore
  }),
};

const MONTHS = ['2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11'];

export const dashboard: Sample = {
  asked: /\bdashboard\b/iu,
  intro: 'The shop in the last six months:',
  widget: (use) =>
    Card({
      size: 'lg',
      children: [
        Row({
          gap: 3,
          children: [
            Col({
              flex: 1,
              gap: 0,
              children: [Caption({ value: 'Revenue' }), Title({ value: '€17,640', size: 'lg' })],
            }),
            Col({ flex: 1, gap: 0, children: [Caption({ value: 'Orders' }), Title({ value: '312', size: 'lg' })] }),
          ],
        }),
        Chart({
          xAxis: 'month',
          showYAxis: true,
          data: MONTHS.map((month, index) => ({
            month,
            shop: [1840, 2310, 1990, 2780, 3120, 2650][index] ?? 0,
            phone: [620, 540, 710, 480, 390, 210][index] ?? 0,
          })),
          series: [
            { type: 'bar', dataKey: 'shop', label: 'Shop', stack: 'all' },
            { type: 'bar', dataKey: 'phone', label: 'Telephone', stack: 'all' },
          ],
        }),
        secondary('Email it every Monday', use()),
      ],
    }),
  used: () => ({
    widget: done('Subscribed', 'Shop report', [['Next', 'Monday, 8:00']]),
    reply: 'We’ll email you this report every Monday at 8:00.',
  }),
};

export const map: Sample = {
  asked: /\bmap\b|\bplaces\b|\bshops near\b/iu,
  intro: 'These are open now, near you:',
  widget: (use) =>
    rows(
      { text: 'Within 15 minutes on foot', icon: 'maps' },
      [
        ['Casa da Baixa', 'Rua da Prata 12, until 22:00', '4 min'],
        ['O Forno', 'Largo do Carmo 3, until 20:00', '9 min'],
        ['Mercado Novo', 'Avenida 24 de Julho, until 23:00', '14 min'],
      ].map(([title = '', line = '', far = '']) => ({
        start: icon('map-pin'),
        title,
        line,
        end: Caption({ value: far }),
        action: use({ place: title, far }),
      })),
    ),
  used: (answer) => ({
    widget: done('On your way', answer('place'), [['On foot', answer('far')]]),
    reply: `${answer('place')} is ${answer('far')} away. Turn left at the station and go straight on.`,
  }),
};
