/** Samples of everyday life: travel, appointments, meals, music. */
import { Card, Col, Form, Row } from '../../../core/widgets/containers.ts';
import { Badge, Caption, Divider, Image, Markdown, Text, Title } from '../../../core/widgets/contents.ts';
import { Button, Checkbox, DatePicker, Input, RadioGroup, Select } from '../../../core/widgets/controls.ts';
import { drawPicture } from '../png.ts';
import { done, fact, heading, icon, labelled, rows, secondary, type Sample } from './sample.ts';

export const flight: Sample = {
  asked: /\bflights?\b/iu,
  intro: 'Three flights from Copenhagen to Oslo on Friday:',
  widget: (use) =>
    rows(
      { text: 'Copenhagen to Oslo, Friday', icon: 'compass' },
      [
        ['07:20 – 08:35', 'SK 1420, direct', '€129'],
        ['11:05 – 14:10', 'LH 826, one stop in Hamburg', '€98'],
        ['18:45 – 20:00', 'DY 930, direct, hand luggage', '€84'],
      ].map(([title = '', line = '', price = '']) => ({
        title,
        line,
        end: Text({ value: price, weight: 'semibold' }),
        action: use({ times: title, flight: line, price }),
      })),
    ),
  used: (answer) => ({
    widget: done('Held for 20 minutes', answer('times'), [['Flight', answer('flight')], ['Price', answer('price')]]), // prettier-ignore
    reply: `I’m holding ${answer('flight')} on Friday, ${answer('times')}, for ${answer('price')}. You have 20 minutes to pay.`,
  }),
};

export const calendar: Sample = {
  asked: /\bcalendar\b|\bappointment\b|\bmeeting\b/iu,
  intro: 'What time suits you?',
  widget: (use) =>
    Card({
      asForm: true,
      status: { text: 'Call with Grace, 30 minutes', icon: 'calendar' },
      confirm: { label: 'Send invitation', action: use() },
      children: [
        labelled('Day', DatePicker({ name: 'day', placeholder: 'Choose a day', block: true, required: true })),
        labelled('Time', RadioGroup({ name: 'time', direction: 'row', defaultValue: '10:00', options: ['9:00', '10:00', '14:30'].map((value) => ({ value, label: value })) })), // prettier-ignore
      ],
    }),
  used: (answer) => ({
    widget: done('Invitation sent', 'Call with Grace', [
      ['Day', answer('day').slice(0, 10)],
      ['Time', answer('time')],
    ]),
    reply: `I sent Grace an invitation for ${answer('day').slice(0, 10)} at ${answer('time')}.`,
  }),
};

export const recipe: Sample = {
  asked: /\brecipe\b/iu,
  intro: 'Ready in half an hour:',
  widget: (use) =>
    Card({
      children: [
        Image({ src: drawPicture('lemon pasta', { size: 192, cell: 12 }), alt: 'Lemon pasta', height: 120, width: '100%', fit: 'cover', radius: 'lg' }), // prettier-ignore
        heading('Lemon pasta', Badge({ label: '25 min' })),
        Markdown({ value: '1. Boil **400 g** of spaghetti\n2. Fry garlic, add lemon and cream\n3. Toss with parmesan' }), // prettier-ignore
        secondary('Add to shopping list', use()),
      ],
    }),
  used: () => ({
    widget: done('On your list', 'Lemon pasta', [['Things to buy', 'Spaghetti, lemon, cream, parmesan']]),
    reply: 'I added four items to your shopping list. You already have garlic.',
  }),
};

export const playlist: Sample = {
  asked: /\bplaylist\b|\bmusic\b|\bsongs?\b/iu,
  intro: 'Here’s something calm to work to:',
  widget: (use) =>
    rows(
      { text: 'Quiet morning, 3 songs', icon: 'play' },
      [
        ['First light', 'Nils Ahlberg', '3:42'],
        ['Harbour', 'The Low Tides', '4:10'],
        ['Paper boats', 'Mira Sol', '2:58'],
      ].map(([title = '', line = '', length = '']) => ({
        start: icon('play'),
        title,
        line,
        end: Caption({ value: length }),
        action: use({ song: title, by: line }),
      })),
    ),
  used: (answer) => ({
    widget: done('Playing', answer('song'), [['By', answer('by')]]),
    reply: `Playing ${answer('song')} by ${answer('by')}.`,
  }),
};

const seat = (name: string, isTaken: boolean, use: Parameters<Sample['widget']>[0]) =>
  Button({ label: name, size: 'sm', variant: 'outline', uniform: true, disabled: isTaken, onClickAction: use({ seat: name }) }); // prettier-ignore

export const seats: Sample = {
  asked: /\bseats?\b/iu,
  intro: 'Choose a seat. Grey ones are taken:',
  widget: (use) =>
    Card({
      size: 'sm',
      children: [
        Caption({ value: 'Screen', textAlign: 'center' }),
        Divider({}),
        ...['A', 'B', 'C'].map(
          (row) =>
          Row({ gap: 2, justify: 'center', children: [1, 2, 3, 4].map((place) => seat(`${row}${place}`, (row.charCodeAt(0) + place) % 3 === 0, use)) }), // prettier-ignore
        ),
      ],
    }),
  used: (answer) => ({
    widget: done('Reserved', `Seat ${answer('seat')}`, [
      ['Film', 'The Harbour, 20:15'],
      ['Price', '€11'],
    ]),
    reply: `Seat ${answer('seat')} is yours for The Harbour at 20:15.`,
  }),
};

export const signUp: Sample = {
  asked: /\bsign.?up\b|\baccount\b|\bregistration\b/iu,
  intro: 'Creating an account takes a minute:',
  widget: (use) =>
    Card({
      children: [
        Form({
          gap: 3,
          direction: 'col',
          onSubmitAction: use(),
          children: [
            Title({ value: 'Create your account', size: 'sm' }),
            labelled('Name', Input({ name: 'name', required: true })),
            labelled('Email', Input({ name: 'email', inputType: 'email', required: true })),
            labelled('Country', Select({ name: 'country', placeholder: 'Choose a country', block: true, options: ['Denmark', 'Norway', 'Sweden'].map((value) => ({ value, label: value })) })), // prettier-ignore
            Checkbox({ name: 'terms', label: 'I accept the terms', required: true }),
            Button({ label: 'Create account', submit: true, style: 'primary', block: true }),
          ],
        }),
      ],
    }),
  used: (answer) => ({
    widget: done('Account created', answer('name'), [
      ['Email', answer('email')],
      ['Country', answer('country')],
    ]),
    reply: `Welcome, ${answer('name')}! We sent an email to ${answer('email')}. Open it to confirm your address.`,
  }),
};

export const weather: Sample = {
  asked: /\bforecast\b/iu,
  intro: 'Oslo, the next three days:',
  widget: (use) =>
    Card({
      children: [
        heading('Oslo', Badge({ label: 'Clear', color: 'success' })),
        Row({
          gap: 2,
          children: [['Mon', '19°', 'sunny'], ['Tue', '16°', 'windy'], ['Wed', '12°', 'rain']].map(([day = '', degrees = '', sky = '']) =>
            Col({ flex: 1, gap: 0, align: 'center', children: [Caption({ value: day }), Title({ value: degrees, size: 'md' }), Caption({ value: sky })] }), // prettier-ignore
          ), // prettier-ignore
        }),
        fact('Wind', '4 m/s from the sea'),
        secondary('Warn me before rain', use()),
      ],
    }),
  used: () => ({
    widget: done('Warning set', 'Oslo', [['Rain expected', 'Wednesday, 14:00']]),
    reply: 'I’ll warn you an hour before it rains. It looks like Wednesday at 14:00.',
  }),
};
