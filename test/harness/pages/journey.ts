/**
 * Everything a visitor can do with the dock, from the teaser to the end. Runs in every kind of page, frame and browser.
 */
import { isLongRun } from '../long-run.ts';

/** A visitor's actions and checks, independent of the browser driver. Every step waits until it is possible. */
export interface Hands {
  /** Clicks the last visible button with this name. */
  press(button: string): Promise<void>;
  /** Clicks the element that the selector finds, through shadow roots. */
  click(selector: string): Promise<void>;
  /** Waits until the last element that the selector finds is visible and, if given, contains the text. */
  sees(selector: string, text?: string): Promise<void>;
  seesButton(name: string): Promise<void>;
  /** Waits until the selector finds nothing. */
  misses(selector: string): Promise<void>;
  /** Waits until there is no such button. */
  missesButton(name: string): Promise<void>;
  type(text: string): Promise<void>;
  key(name: 'Enter' | 'Escape'): Promise<void>;
  attach(file: JourneyFile): Promise<void>;
}

export interface JourneyFile {
  /** Relative to the project's root. */
  path: string;
  name: string;
}

export interface JourneyPage {
  /** How a microphone request ends here. @defaultValue 'listens' */
  microphone?: 'listens' | 'refused' | 'none';
  /** Leaves out what no policy and no frame can change: forms, Stop, feedback, looks. @defaultValue false */
  isShort?: boolean;
}

/** In a usual run, the whole journey under the strict policy stands for the other pages; a long run walks it in each. */
export const shortJourney = { isShort: !isLongRun };

/** The options that the journey needs. */
export const journeyOptions = {
  teaser: 'Questions? Ask us.',
  feedback: 'comment',
  prompts: 'What can you do?|Where is my order?',
  disclaimer: 'Answers may be **wrong**.',
  upload: 'direct',
  attachments: 'true',
};

/** The settings of a server for the journey: a microphone needs a server that transcribes. No recording reaches it. */
export const journeySettings = {
  CHATDOCK_DEMO_DELAY_MS: '1',
  CHATDOCK_LIMIT_TURNS_PER_USER: '0',
  CHATDOCK_LIMIT_TURNS_PER_ADDRESS: '0',
  CHATDOCK_TRANSCRIBE: 'compatible:whisper-1',
  COMPATIBLE_BASE_URL: 'http://127.0.0.1:9/v1',
};

/** The strictest policy that the dock works with; docs/csp.md gives it to site owners. */
export const strictPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

const composer = '[role=textbox]';
const answer = '[role=log]';

async function say(hands: Hands, text: string) {
  await hands.click(composer);
  await hands.type(text);
  await hands.key('Enter');
}

/** Sends a message and waits for an answer that shows this. */
async function ask(hands: Hands, text: string, shown: string, words?: string) {
  await say(hands, text);
  await hands.sees(shown, words);
  await hands.missesButton('Stop');
}

/** Ends with the panel open, in the thread that the first prompt created. */
export async function walkJourney(hands: Hands, { microphone = 'listens', isShort = false }: JourneyPage = {}) {
  await hands.sees('.bubble', 'Questions? Ask us.');
  await hands.press('Dismiss');
  await hands.press('Open chat');
  await hands.sees(`${composer}:focus`);

  // A starter prompt, and Markdown features.
  await hands.press('What can you do?');
  await hands.sees(answer, 'demo agent');
  await hands.seesButton('Regenerate');
  await ask(hands, 'show everything in Markdown', '.ck-c-keyword');
  await hands.sees('.ck-table table');
  await hands.press('Copy code');

  if (!isShort) {
    await ask(hands, 'show math', 'math');
    await fillForms(hands);
    await stopAndRetry(hands);
  }
  await hands.attach({ path: 'test/fixtures/notes.txt', name: 'notes.txt' });
  await hands.seesButton('Remove notes.txt');
  await hands.misses('progress');
  await ask(hands, 'echo here it is', '.user-message', 'notes.txt');

  if (!isShort) await giveFeedback(hands);
  if (microphone === 'none') await hands.missesButton('Start voice input');
  else await tryMicrophone(hands, microphone);
  if (!isShort) await changeLooks(hands);
  await keepThreads(hands);

  await hands.press('Close chat');
  await hands.press('Open chat');
  await hands.sees(answer, 'here it is');
}

/** Forms, questions, workflows. */
async function fillForms(hands: Hands): Promise<void> {
  await ask(hands, 'show me a form', '[placeholder=Ada]');
  await hands.click('[placeholder=Ada]');
  await hands.type('Ada');
  await hands.press('Book');
  await hands.sees(answer, 'Your table is booked');
  await ask(hands, 'ask me questions', '.questions');
  await hands.click('.questions .choice:first-of-type');
  await hands.press('Next');
  await hands.press('Next');
  await hands.press('Send answers');
  await hands.sees(answer, 'Your answers');
  await ask(hands, 'think step by step', answer, 'step by step');
}

async function stopAndRetry(hands: Hands): Promise<void> {
  await say(hands, 'write 200000 characters');
  await hands.sees(answer, 'Every paragraph has a number');
  await hands.press('Stop');
  await hands.missesButton('Stop');
  await say(hands, 'fail once');
  await hands.press('Try again');
  await hands.sees(answer, 'The second try worked');
  await hands.press('Regenerate');
  await hands.seesButton('Regenerate');
}

async function giveFeedback(hands: Hands): Promise<void> {
  await hands.press('Copy');
  await hands.press('Helpful');
  await hands.press('Not helpful');
  await hands.click('[name=comment]');
  await hands.type('It names no periwinkle');
  await hands.press('Send feedback');
  await hands.missesButton('Send feedback');
}

/** Theme, size, help. */
async function changeLooks(hands: Hands): Promise<void> {
  await hands.press('More options');
  await hands.press('Switch to dark mode');
  await hands.press('Enter fullscreen');
  await hands.press('More options');
  await hands.press('Switch to light mode');
  await hands.press('More options');
  await hands.press('Keyboard shortcuts');
  await hands.sees('.keys');
  await hands.key('Escape');
  await hands.key('Escape');
  await hands.seesButton('Enter fullscreen');
}

/** A new thread, which is renamed and deleted; then back to the first. */
async function keepThreads(hands: Hands): Promise<void> {
  await hands.press('New chat');
  await ask(hands, 'echo heliotrope', answer, 'heliotrope');
  await hands.press('Conversation history');
  await hands.press('Rename: Echo heliotrope');
  await hands.type('Flowers');
  await hands.key('Enter');
  await hands.press('Delete: Flowers');
  await hands.press('Delete');
  await hands.missesButton('Flowers');
  await hands.press('What can you do?');
  await hands.sees(answer, 'here it is');
}

async function tryMicrophone(hands: Hands, microphone: 'listens' | 'refused'): Promise<void> {
  await hands.press('Start voice input');
  if (microphone === 'refused') {
    await hands.sees('.voice [role=alert]', 'The microphone is blocked for this page.');
    await hands.press('Dismiss');
  } else {
    await hands.seesButton('Stop listening');
    await hands.key('Escape');
  }
  await hands.seesButton('Start voice input');
}
