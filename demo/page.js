/**
 * The front page: a client tool for the demo agent ("use a client tool"), the teaser below the first screen, and the
 * button that copies the snippet.
 */
window.ChatDock ??= { q: [] };
const update = (options) => window.ChatDock.q.push(['update', options]);
update({ chatkit: { onClientTool } });

function onClientTool({ name }) {
  if (name !== 'get_page_info') throw new Error(`This page has no tool named ${name}.`);
  return { title: document.title, url: location.href, language: document.documentElement.lang };
}

// A proxy may serve this page under any path, and a snippet pasted on another site needs the whole address.
const addressOf = (path) => new URL(path, document.baseURI).href;

greetBelow(document.querySelector('.hero'));
offerCopy(document.getElementById('snippet'), document.getElementById('copy'), document.getElementById('copied'));

/** Shows the teaser below the first screen, which has the chat or the button that opens it. */
function greetBelow(hero) {
  new IntersectionObserver(([{ isIntersecting }]) =>
    update({ teaser: isIntersecting ? '' : 'Questions? Ask me.' }),
  ).observe(hero);
}

function offerCopy(snippet, copy, copied) {
  snippet.textContent = `<script async
  src="${addressOf('dist/chatdock.umd.js')}"
  data-api-url="${addressOf('chatkit')}"
  data-title="Ask us"></script>`;

  copy.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(snippet.textContent);
      copied.textContent = 'Copied.';
      copy.textContent = 'Copied';
      setTimeout(() => (copy.textContent = 'Copy'), 2000);
    } catch {
      // Without a secure connection there is no clipboard: select the text instead.
      getSelection().selectAllChildren(snippet);
      copied.textContent = 'Selected. Copy it with your keyboard.';
    }
  });
}
