/** Everything a visitor can do with the dock, from the teaser to its end: walked in every kind of page, frame and browser. */

/** What a visitor does and sees, whatever drives the browser. Every step waits until it can be done. */
export interface Hands {
  /** Presses the last visible button of this name. */
  press(button: string): Promise<void>;
  /** Points at what this selector finds, through shadow roots, and presses it. */
  click(selector: string): Promise<void>;
  /** Waits until the last element that this selector finds can be seen, and says this, if it is to say something. */
  sees(selector: string, text?: string): Promise<void>;
  seesButton(name: string): Promise<void>;
  /** Waits until nothing is left that this selector finds. */
  misses(selector: string): Promise<void>;
  /** Waits until no such button is left. */
  missesButton(name: string): Promise<void>;
  type(text: string): Promise<void>;
  key(name: 'Enter' | 'Escape'): Promise<void>;
  attach(file: JourneyFile): Promise<void>;
}

export interface JourneyFile {
  /** From the root of the project. */
  path: string;
  name: string;
}

export interface JourneyPage {
  /** What becomes of asking for it here. @defaultValue 'listens' */
  microphone?: 'listens' | 'refused';
}

/** Options of the tag that the journey counts on. */
export const journeyOptions = {
  teaser: 'Questions? Ask us.',
  feedback: 'comment',
  prompts: 'What can you do?|Where is my order?',
  disclaimer: 'Answers may be **wrong**.',
  upload: 'direct',
  attachments: 'true',
};

/** The strictest policy that a page with the dock can have; docs/csp.md gives it to site owners. */
export const strictPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

const composer = '[role=textbox]';
const answer = '[role=log]';

async function say(hands: Hands, text: string) {
  await hands.click(composer);
  await hands.type(text);
  await hands.key('Enter');
}

/** Says it, and waits for an answer that shows this. */
async function ask(hands: Hands, text: string, shown: string, words?: string) {
  await say(hands, text);
  await hands.sees(shown, words);
  await hands.missesButton('Stop');
}

/** Ends with the panel open, on the conversation that the first prompt began. */
export async function walkJourney(hands: Hands, { microphone = 'listens' }: JourneyPage = {}): Promise<void> {
  await hands.sees('.bubble', 'Questions? Ask us.');
  await hands.press('Dismiss');
  await hands.press('Open chat');
  await hands.sees(`${composer}:focus`);

  // A suggestion of the start screen, and what Markdown can do.
  await hands.press('What can you do?');
  await hands.sees(answer, 'demo agent');
  await hands.seesButton('Regenerate');
  await ask(hands, 'show everything in Markdown', '.ck-c-keyword');
  await hands.sees('.ck-table table');
  await hands.press('Copy code');
  await ask(hands, 'show math', 'math');

  // Forms, questions, steps.
  await ask(hands, 'show me a form', '[placeholder=Ada]');
  await hands.click('[placeholder=Ada]');
  await hands.type('Ada');
  await hands.press('Book');
  await hands.sees(answer, 'Your table is booked');
  await ask(hands, 'ask me questions', '.questions');
  await hands.click('.questions .choice:first-of-type');
  await hands.press('Send answers');
  await hands.sees(answer, 'Your answers');
  await ask(hands, 'think step by step', answer, 'step by step');

  // Enough of it, failed, once more, with a file.
  await say(hands, 'write 200000 characters');
  await hands.sees(answer, 'Every paragraph has a number');
  await hands.press('Stop');
  await hands.missesButton('Stop');
  await say(hands, 'fail once');
  await hands.press('Try again');
  await hands.sees(answer, 'The second try worked');
  await hands.press('Regenerate');
  await hands.seesButton('Regenerate');
  await hands.attach({ path: 'test/fixtures/notes.txt', name: 'notes.txt' });
  await hands.seesButton('Remove notes.txt');
  await hands.misses('progress');
  await ask(hands, 'echo here it is', '.user-message', 'notes.txt');

  // What the visitor thinks of it.
  await hands.press('Copy');
  await hands.press('Helpful');
  await hands.press('Not helpful');
  await hands.click('[name=comment]');
  await hands.type('It names no periwinkle');
  await hands.press('Send feedback');
  await hands.missesButton('Send feedback');

  await hands.press('Start voice input');
  if (microphone === 'refused') {
    await hands.sees('.voice [role=alert]', 'The microphone is blocked for this page.');
    await hands.press('Dismiss');
  } else {
    await hands.seesButton('Stop listening');
    await hands.key('Escape');
  }
  await hands.seesButton('Start voice input');

  // Looks, sizes, help.
  await hands.press('Switch to dark mode');
  await hands.press('Enter fullscreen');
  await hands.press('Switch to light mode');
  await hands.press('Keyboard shortcuts');
  await hands.sees('.keys');
  await hands.key('Escape');
  await hands.key('Escape');
  await hands.seesButton('Enter fullscreen');

  // Conversations: another one, renamed, deleted; back to the first.
  await hands.press('New chat');
  await ask(hands, 'echo heliotrope', answer, 'heliotrope');
  await hands.press('Chat history');
  await hands.press('Rename: Echo heliotrope');
  await hands.type('Flowers');
  await hands.key('Enter');
  await hands.press('Delete: Flowers');
  await hands.press('Delete');
  await hands.missesButton('Flowers');
  await hands.press('What can you do?');
  await hands.sees(answer, 'here it is');

  await hands.press('Close chat');
  await hands.press('Open chat');
  await hands.sees(answer, 'here it is');
}
