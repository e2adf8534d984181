/** Samples of work: drafts, decisions, tickets, reviews. */
import { Card, Row } from '../../../core/widgets/containers.ts';
import { Badge, Caption, Divider, Markdown, Text, Title } from '../../../core/widgets/contents.ts';
import { Checkbox, Input, Label, RadioGroup, Select, Textarea } from '../../../core/widgets/controls.ts';
import { buttons, done, fact, heading, labelled, primary, secondary, type Sample } from './sample.ts';

export const email: Sample = {
  asked: /\be-?mail\b|\bdraft\b/iu,
  intro: 'I’ve drafted an email. Edit anything you like:',
  widget: (use) =>
    Card({
      asForm: true,
      collapsed: true,
      status: { text: 'Draft to Grace', icon: 'mail' },
      confirm: { label: 'Send', action: use({ sent: 'yes' }) },
      cancel: { label: 'Discard', action: use() },
      children: [
        labelled('Subject', Input({ name: 'subject', defaultValue: 'Friday, 7 pm', required: true })),
        Divider({}),
        Label({ value: 'Message', fieldName: 'body' }),
        Text({ value: 'Dear Grace,\n\nthe table is booked for four. See you on Friday!\n\nAda', editable: { name: 'body', required: true } }), // prettier-ignore
      ],
    }),
  used: (answer) =>
    answer('sent') === 'yes'
      ? { widget: done('Sent', answer('subject'), [['To', 'Grace']]), reply: `I sent your email “${answer('subject')}” to Grace.` } // prettier-ignore
      : { widget: done('Discarded', 'Draft to Grace', []), reply: 'I deleted the draft. Nothing was sent.' },
};

export const survey: Sample = {
  asked: /\bsurvey\b|\brating\b/iu,
  intro: 'How did we do?',
  widget: (use) =>
    Card({
      asForm: true,
      confirm: { label: 'Send', action: use() },
      children: [
        Title({ value: 'Two questions', size: 'sm' }),
        labelled('How was your stay?', RadioGroup({ name: 'stay', required: true, direction: 'col', options: ['Excellent', 'Good', 'Could be better'].map((value) => ({ value, label: value })) })), // prettier-ignore
        labelled('What should we change?', Textarea({ name: 'change', rows: 2, autoResize: true })),
      ],
    }),
  used: (answer) => ({
    widget: done('Thank you', 'Your answers', [
      ['Your stay', answer('stay')],
      ['To change', answer('change')],
    ]),
    reply: answer('change') === '' ? 'Thank you for your time!' : 'Thank you! The manager will read your note today.',
  }),
};

export const approval: Sample = {
  asked: /\bapprov(?:al|e)\b/iu,
  intro: 'This needs your decision:',
  widget: (use) =>
    Card({
      status: { text: 'Waiting for you', icon: 'circle-question' },
      confirm: { label: 'Approve', action: use({ approved: 'yes' }) },
      cancel: { label: 'Decline', action: use() },
      children: [
        Title({ value: 'Refund of €84.00', size: 'sm' }),
        Text({ value: 'Order 4709 arrived damaged. The customer sent photos.' }),
        fact('Customer', 'Since 2021, 14 orders'),
      ],
    }),
  used: (answer) =>
    answer('approved') === 'yes'
      ? { widget: done('Approved', 'Refund of €84.00', [['Paid back', 'In two days']]), reply: 'Approved. The customer will get €84.00 back within two days.' } // prettier-ignore
      : { widget: done('Declined', 'Refund of €84.00', []), reply: 'Declined. I’ll tell the customer and offer a replacement.' }, // prettier-ignore
};

export const ticket: Sample = {
  asked: /\bticket\b/iu,
  intro: 'Here’s the newest ticket:',
  widget: (use) =>
    Card({
      asForm: true,
      confirm: { label: 'Assign', action: use() },
      children: [
        heading('Login fails on Safari', Badge({ label: 'High', color: 'danger' })),
        Caption({ value: 'T-208, opened by Mira two hours ago' }),
        Text({ value: 'After the update, the page stays blank. Reloading doesn’t help.' }),
        labelled('Assign to', Select({ name: 'who', defaultValue: 'Ada', block: true, options: ['Ada', 'Grace', 'Alan'].map((value) => ({ value, label: value })) })), // prettier-ignore
      ],
    }),
  used: (answer) => ({
    widget: done('Assigned', 'Login fails on Safari', [['To', answer('who')]]),
    reply: `I assigned ticket T-208 to ${answer('who')} and let Mira know.`,
  }),
};

export const poll: Sample = {
  asked: /\bpoll\b|\bvote\b/iu,
  intro: 'The team is voting on Friday’s lunch:',
  widget: (use) =>
    Card({
      asForm: true,
      confirm: { label: 'Vote', action: use() },
      children: [
        Title({ value: 'Where do we have lunch?', size: 'sm' }),
        RadioGroup({ name: 'choice', required: true, direction: 'col', ariaLabel: 'Where do we have lunch?', options: ['O Forno', 'Casa da Baixa', 'At the office'].map((value) => ({ value, label: value })) }), // prettier-ignore
        Caption({ value: '5 of 8 have voted' }),
      ],
    }),
  used: (answer) => ({
    widget: done('You voted', 'Where do we have lunch?', [
      ['Your choice', answer('choice')],
      ['Votes', '6 of 8'],
    ]),
    reply: `You voted for ${answer('choice')}. Two people haven’t voted yet.`,
  }),
};

export const checklist: Sample = {
  asked: /\bchecklist\b|\bto.?do\b/iu,
  intro: 'Before you leave:',
  widget: (use) =>
    Card({
      asForm: true,
      confirm: { label: 'Save', action: use() },
      children: [
        Title({ value: 'Weekend in Lisbon', size: 'sm' }),
        Checkbox({ name: 'passport', label: 'Passport', defaultChecked: true }),
        Checkbox({ name: 'charger', label: 'Charger' }),
        Checkbox({ name: 'plants', label: 'Water the plants' }),
      ],
    }),
  used: (answer) => {
    const open = [['passport', 'Passport'], ['charger', 'Charger'], ['plants', 'Water the plants']].filter(([name = '']) => answer(name) !== 'true').map(([, label = '']) => label); // prettier-ignore
    return {
      widget: done('Saved', 'Weekend in Lisbon', [['Still to do', open.join(', ') || 'Nothing']]),
      reply: open.length === 0 ? 'All done. Have a good trip!' : `Saved. Still to do: ${open.join(', ')}.`,
    };
  },
};

export const codeReview: Sample = {
  asked: /\breview\b|\bpull request\b/iu,
  intro: 'One change is waiting for review:',
  widget: (use) =>
    Card({
      size: 'lg',
      status: { text: 'chatdock #412', icon: 'square-code' },
      children: [
        heading('Round prices half up', Badge({ label: '2 checks passed', color: 'success' })),
        Markdown({ value: '```ts\nexport const rounded = (cents: number) => Math.round(cents);\n```' }),
        buttons(primary('Approve', use({ approved: 'yes' })), secondary('Request changes', use())),
      ],
    }),
  used: (answer) =>
    answer('approved') === 'yes'
      ? { widget: done('Approved', 'Round prices half up', [['Merges', 'When the last check passes']]), reply: 'Approved. It will merge when the last check passes.' } // prettier-ignore
      : { widget: done('Changes requested', 'Round prices half up', []), reply: 'I asked Alan for changes. What should he look at first?' }, // prettier-ignore
};

export const incident: Sample = {
  asked: /\bincident\b|\boutage\b/iu,
  intro: 'One incident is open:',
  widget: (use) =>
    Card({
      status: { text: 'Incident 31', icon: 'bolt' },
      children: [
        heading('Payments are slow', Badge({ label: 'Severity 2', color: 'warning' })),
        ...[
          ['09:12', 'Alarm: 4% of payments time out'],
          ['09:20', 'Found the cause: the database of the north region'],
          ['09:31', 'Traffic moved to the south region'],
        ].map(([at = '', what = '']) => Row({ gap: 3, children: [Caption({ value: at }), Text({ value: what, size: 'sm' })] })), // prettier-ignore
        buttons(primary('Resolve', use({ resolved: 'yes' })), secondary('Escalate', use())),
      ],
    }),
  used: (answer) =>
    answer('resolved') === 'yes'
      ? { widget: done('Resolved', 'Payments are slow', [['Lasted', '24 minutes']]), reply: 'Incident 31 is resolved after 24 minutes. I’ll draft the report.' } // prettier-ignore
      : { widget: done('Called', 'Payments are slow', [['On call', 'Grace']]), reply: 'Grace is on call. She’ll join in five minutes.' }, // prettier-ignore
};
