/** The configurator: the form on the left, the dock on the right, the snippets below. */
import { drawForm } from './form.ts';
import { fromHash, toEnv, toHash, toReact, toTag, type Values } from './snippets.ts';

/** The preview uses the mock until an address is given, so that the form can start empty. */
const hereByDefault: Values = {
  apiUrl: new URL('chatkit', document.baseURI).href,
  title: 'Ask us',
};

const find = <Kind extends Element>(selector: string, kind: new () => Kind): Kind => {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`The page has no ${selector}.`);
  return found;
};
const form = find('#options', HTMLFormElement);
const frame = find('#preview', HTMLIFrameElement);
const filter = find('#filter', HTMLInputElement);

let values: Values = {};
let isWaiting = false;

/** The dock in the frame starts again with these values, so that every option applies. */
const showDock = () => frame.contentWindow?.postMessage({ options: values }, location.origin);

function show(next: Values) {
  values = next;
  find('#tag', HTMLElement).textContent = toTag(values, new URL('dist/', document.baseURI).href);
  find('#react', HTMLElement).textContent = toReact(values);
  find('#env', HTMLElement).textContent = toEnv(values);
  history.replaceState(null, '', `#${toHash(values)}`);
  if (isWaiting) return;
  isWaiting = true;
  setTimeout(() => {
    isWaiting = false;
    showDock();
  }, 250);
}

form.addEventListener('submit', (event) => event.preventDefault());
addEventListener('message', ({ source, data }) => {
  if (source === frame.contentWindow && data === 'ready') showDock();
});
/** Calls `onChoice` with the `attribute` of the pressed button, and marks that button as the pressed one. */
function chooseOne(attribute: string, onChoice: (choice: string) => void) {
  const buttons = document.querySelectorAll<HTMLButtonElement>(`button[${attribute}]`);
  for (const button of buttons)
    button.addEventListener('click', () => {
      for (const other of buttons) other.setAttribute('aria-pressed', String(other === button));
      onChoice(button.getAttribute(attribute) ?? '');
    });
}
chooseOne('data-size', (size) => (frame.dataset['size'] = size));

/** In a narrow window, the page shows one part at a time. Each part keeps the place where it was scrolled to. */
function switchParts(main: HTMLElement, intro: HTMLElement) {
  const places = new Map<string, number>();
  /** The place where the bar with the buttons begins to stay at the top of the window. */
  const barTop = () => intro.offsetTop + intro.offsetHeight + parseFloat(getComputedStyle(main).rowGap);
  chooseOne('data-shows', (part) => {
    places.set(main.dataset['part'] ?? '', scrollY);
    main.dataset['part'] = part;
    scrollTo({ top: places.get(part) ?? Math.min(scrollY, barTop()), behavior: 'instant' });
  });
}
switchParts(find('main', HTMLElement), find('.intro', HTMLElement));
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copies]')) {
  button.addEventListener('click', async () => {
    const source = find(`#${button.dataset['copies'] ?? ''}`, HTMLElement);
    const said = find('#copied', HTMLElement);
    try {
      await navigator.clipboard.writeText(source.textContent);
      said.textContent = 'Copied.';
      button.textContent = 'Copied';
      setTimeout(() => (button.textContent = 'Copy'), 2000);
    } catch {
      // Without a secure connection there is no clipboard: select the text instead.
      getSelection()?.selectAllChildren(source);
      said.textContent = 'Selected. Copy it with your keyboard.';
    }
  });
}
/** Finds "color", as in the names of the options, and "colour", as in their explanations, by either spelling. */
const searchable = (text: string) => text.toLowerCase().replaceAll('colour', 'color');

filter.addEventListener('input', () => {
  const wanted = searchable(filter.value.trim());
  for (const row of form.querySelectorAll<HTMLElement>('.option'))
    row.hidden = !searchable(row.textContent).includes(wanted);
});

drawForm(form, location.hash.length > 1 ? fromHash(location.hash) : hereByDefault, show);
// Another shared address was opened in this tab: start from it.
addEventListener('hashchange', () => location.reload());
