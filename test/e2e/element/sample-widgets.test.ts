/** The 24 sample widgets of the demo agent: each is asked for, filled in and used as a visitor would, and becomes what it announces. */
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { axeViolations } from '../../harness/browsers/axe.ts';
import { samples } from '../../../server/src/agents/demo/samples/samples.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite({ env: { CHATDOCK_LIMIT_TURNS_PER_USER: '0', CHATDOCK_LIMIT_TURNS_PER_ADDRESS: '0' } });

interface Use {
  asked: string;
  /** A text in the widget before it is used. */
  shows: string;
  /** Fields by their label: a text to type, an option to choose, `true` to tick. */
  fill?: Record<string, string | true>;
  /** The button or the row that is pressed. */
  press: string | RegExp;
  becomes: string[];
  reply: string;
}

const uses: Record<string, Use> = {
  order: { asked: 'show me the order status', shows: 'Packed', press: 'Send me updates', becomes: ['Updates on', 'When it leaves Malmö'], reply: 'I’ll write to you when your order moves.' },
  flight: { asked: 'show me a flight pick', shows: 'SK 1420, direct', press: /LH 826/, becomes: ['Held for 20 minutes', '11:05 – 14:10', '€98'], reply: 'I’m holding LH 826' },
  calendar: { asked: 'show me my calendar', shows: 'Call with Grace', fill: { Day: 'today', '14:30': true }, press: 'Send invitation', becomes: ['Invitation sent', '14:30'], reply: 'I sent Grace an invitation for' },
  email: { asked: 'show me an email draft', shows: 'Draft to Grace', fill: { Subject: 'Friday, 8 pm' }, press: 'Send', becomes: ['Sent', 'Friday, 8 pm'], reply: 'I sent your email “Friday, 8 pm” to Grace.' },
  survey: { asked: 'show me a survey', shows: 'How was your stay?', fill: { Good: true, 'What should we change?': 'The lights' }, press: 'Send', becomes: ['Thank you', 'Good', 'The lights'], reply: 'The manager will read your note today.' },
  products: { asked: 'show me some products', shows: 'Oak, woven seat', press: /Malmö lamp/, becomes: ['In your basket', '€64'], reply: 'The Malmö lamp is in your basket for €64.' },
  weather: { asked: 'show me the forecast', shows: 'Wind', press: 'Warn me before rain', becomes: ['Warning set', 'Wednesday, 14:00'], reply: 'I’ll warn you an hour before it rains.' },
  invoice: { asked: 'show me the invoice', shows: '€1,687.50', press: 'Pay now', becomes: ['Paid', 'Card ending in 4242'], reply: 'Paid: €1,687.50' },
  signUp: { asked: 'show me a sign-up form', shows: 'Create your account', fill: { Name: 'Ada', Email: 'ada@example.com', Country: 'Norway', 'I accept the terms': true }, press: 'Create account', becomes: ['Account created', 'ada@example.com', 'Norway'], reply: 'Welcome, Ada!' },
  report: { asked: 'show me a chart report', shows: 'Visitors and chats', press: 'Year', becomes: ['98,895'], reply: 'This year you had 98,895 visitors, 21% more than before.' },
  approval: { asked: 'show me the approval card', shows: 'Refund of €84.00', press: 'Approve', becomes: ['Approved', 'In two days'], reply: 'Approved. The customer will get €84.00 back' },
  ticket: { asked: 'show me a ticket', shows: 'Login fails on Safari', fill: { 'Assign to': 'Grace' }, press: 'Assign', becomes: ['Assigned', 'Grace'], reply: 'I assigned ticket T-208 to Grace' },
  map: { asked: 'show me the map list', shows: 'These are open now, near you:', press: /O Forno/, becomes: ['On your way', '9 min'], reply: 'O Forno is 9 min away.' },
  poll: { asked: 'show me a poll', shows: '5 of 8 have voted', fill: { 'Casa da Baixa': true }, press: 'Vote', becomes: ['You voted', '6 of 8'], reply: 'You voted for Casa da Baixa.' },
  checklist: { asked: 'show me a checklist', shows: 'Weekend in Lisbon', fill: { Charger: true }, press: 'Save', becomes: ['Saved', 'Water the plants'], reply: 'Saved. Still to do: Water the plants.' },
  pricing: { asked: 'show me the pricing', shows: 'Five sites, 10,000 chats a month', press: 'Choose', becomes: ['Plan changed', '1 December'], reply: 'You’re on the Starter plan from today.' },
  playlist: { asked: 'show me a playlist', shows: 'Nils Ahlberg', press: /Harbour/, becomes: ['Playing', 'The Low Tides'], reply: 'Playing Harbour by The Low Tides.' },
  codeReview: { asked: 'show me a code review', shows: 'Round prices half up', press: 'Approve', becomes: ['Approved', 'When the last check passes'], reply: 'Approved. It will merge when the last check passes.' },
  incident: { asked: 'show me the incident', shows: 'Payments are slow', press: 'Resolve', becomes: ['Resolved', '24 minutes'], reply: 'Incident 31 is resolved after 24 minutes.' },
  recipe: { asked: 'show me a recipe', shows: 'Lemon pasta', press: 'Add to shopping list', becomes: ['On your list', 'Spaghetti'], reply: 'I added four items to your shopping list.' },
  tracking: { asked: 'show me the tracking', shows: 'Out for delivery', press: 'Leave at the door', becomes: ['Noted for the driver', 'at your door'], reply: 'The driver will leave your parcel at your door' },
  quote: { asked: 'show me a quote', shows: 'Total with VAT', fill: { Start: 'Wednesday' }, press: 'Accept', becomes: ['Accepted', 'Wednesday'], reply: 'The painters come on Wednesday.' },
  seats: { asked: 'show me the seat map', shows: 'Screen', press: 'B2', becomes: ['Reserved', 'Seat B2', '€11'], reply: 'Seat B2 is yours' },
  dashboard: { asked: 'show me the dashboard', shows: '€17,640', press: 'Email it every Monday', becomes: ['Subscribed', 'Monday, 8:00'], reply: 'We’ll email you this report every Monday at 8:00.' },
}; // prettier-ignore

async function fillIn(widget: Locator, fields: Record<string, string | true>) {
  for (const [label, value] of Object.entries(fields)) {
    const field = widget.getByLabel(label);
    if (value === true) await field.check();
    else if (value === 'today') {
      await field.click();
      await widget.page().getByRole('grid').waitFor();
      await widget.page().keyboard.press('Enter');
    } else if ((await field.getAttribute('role')) === 'combobox') {
      await field.click();
      await widget.page().getByRole('option', { name: value }).click();
    } else await field.fill(value);
  }
}

it('the demo agent has 24 sample widgets', () => {
  expect(Object.keys(uses)).toHaveLength(24);
  expect(Object.keys(uses).toSorted()).toEqual(Object.keys(samples).toSorted());
});

it('each sample is shown, filled in and used, updates itself, and answers', { timeout: 180_000 }, async () => {
  const { page, console } = await site.visitHost({
    body: '<main><h1>A site</h1><openai-chatkit style="height: 820px"></openai-chatkit></main>',
    tag: '<script src="/dist/chatkit.js"></script><script src="/page.js"></script>',
    files: {
      '/page.js': `customElements.whenDefined('openai-chatkit').then(() =>
        document.querySelector('openai-chatkit').setOptions({ api: { url: '/chatkit', domainKey: 'own' } }));`,
    },
  });
  await page.getByRole('textbox').waitFor();
  const log = page.getByRole('log');
  const widget = page.locator('.widget-place').last();
  const wrong: Record<string, string> = {};
  for (const [name, { asked, shows, fill = {}, press, becomes, reply }] of Object.entries(uses)) {
    try {
      await page.locator('openai-chatkit').evaluate(
        // The element's own method; Playwright does not know its type.
        (chat, text) => (chat as unknown as { sendUserMessage(message: object): Promise<void> }).sendUserMessage({ text, newThread: true }),
        asked,
      ); // prettier-ignore
      await log.getByText(shows).first().waitFor();
      await fillIn(widget, fill);
      const found = await axeViolations(page);
      expect(found, `${name} ${JSON.stringify(found).slice(0, 400)}`).toEqual([]);
      await widget.getByRole('button', { name: press }).first().click();
      for (const text of becomes) await widget.getByText(text).first().waitFor();
      await log.getByText(reply).waitFor();
      // Every other widget has done its work: nothing of it can be pressed again.
      expect(await widget.getByRole('button').count() > 0, name).toBe(name === 'report');
      await page.locator('.turn-actions:not(.own)').waitFor();
    } catch (cause) {
      wrong[name] = String(cause).slice(0, 600);
    }
  }
  expect(wrong).toEqual({});
  expect(console).toEqual([]);
}); // prettier-ignore
