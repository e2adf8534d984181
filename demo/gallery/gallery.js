/** Shows every state of the element in the look that is chosen. */
import { serverOf } from './gallery-server.js';
import { states } from './gallery-states.js';

const gallery = document.getElementById('gallery');
const form = document.getElementById('look');
const shown = new Map();

await customElements.whenDefined('openai-chatkit');
const search = new URLSearchParams(location.search);
const idOf = ({ name }) => name.toLowerCase().replaceAll(/\W+/g, '-');
// `?state=charts` shows one state alone.
const wanted = search.get('state');
for (const state of states.filter((each) => wanted === null || idOf(each) === wanted)) {
  const figure = document.createElement('figure');
  const caption = document.createElement('figcaption');
  const stage = document.createElement('div');
  const chat = document.createElement('openai-chatkit');
  chat.dataset.storage = 'none'; // all states are of one conversation: one would show what another keeps
  caption.textContent = state.name;
  figure.id = idOf(state);
  stage.className = 'stage';
  stage.append(chat);
  figure.append(caption, stage);
  chat.addEventListener('chatkit.ready', () => void enter(chat, state), { once: true });
  chat.dataset.messageActions = state.actions ?? '';
  chat.setOptions(optionsOf(state));
  shown.set(chat, state);
  gallery.append(figure);
}
for (const [name, value] of search) if (form.elements[name]) form.elements[name].value = value;
form.addEventListener('input', apply);
apply();

function apply() {
  const { scheme, width } = look();
  document.documentElement.style.colorScheme = scheme;
  gallery.dataset.width = width;
  for (const [chat, state] of shown) chat.setOptions(optionsOf(state));
}

/**
 * States that are reached by commands take the focus, which scrolls the page to the last of them. Scroll back to the
 * top.
 */
let isUsed = location.hash !== '';
for (const type of ['pointerdown', 'keydown', 'wheel', 'touchstart'])
  addEventListener(type, () => (isUsed = true), { capture: true, passive: true, once: true });
addEventListener('focusin', ({ target }) => {
  const { history, sends, files, rates, writes, press } = shown.get(target) ?? {};
  if (isUsed || !(history || sends || files || rates || writes || press)) return;
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  active?.blur();
  scrollTo(0, 0);
});

function look() {
  return Object.fromEntries(new FormData(form));
}

function optionsOf(state) {
  const { scheme, locale, radius, density, accent } = look();
  return {
    api: { url: '/gallery-chat', domainKey: 'gallery', fetch: serverOf(state), uploadStrategy: { type: 'two_phase' } },
    locale: state.locale ?? locale,
    frameTitle: state.name,
    initialThread: state.items ? 'thr_1' : null,
    theme: {
      colorScheme: scheme,
      radius,
      density,
      ...(accent ? { color: { accent: { primary: accent, level: 3 } } } : {}),
    },
    ...state.options,
  };
}

async function enter(chat, state) {
  if (state.history) await chat.showHistory();
  if (state.sends) await chat.sendUserMessage({ text: state.sends }).catch(() => {});
  if (state.files) await chat.setComposerValue({ text: 'Here they are', files: state.files });
  if (state.rates) await press(chat, '[aria-pressed]');
  for (const text of state.writes ?? []) {
    await chat.setComposerValue({ text });
    await press(chat, '.send[aria-label]:first-of-type:not(:disabled):not(:only-of-type)');
  }
  for (const selector of state.press ?? []) await press(chat, selector);
}

/** Presses the first matching button as soon as it exists. */
async function press(chat, selector) {
  let button;
  while (!(button = chat.shadowRoot.querySelector(selector))) await new Promise(requestAnimationFrame);
  button.click();
}
