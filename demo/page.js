/** The front page: a client tool for the demo agent ("use a client tool"), and the button that copies the snippet. */
window.ChatDock ??= { q: [] };
window.ChatDock.q.push(['update', { chatkit: { onClientTool } }]);

function onClientTool({ name }) {
  if (name !== 'get_page_info') throw new Error(`This page has no tool named ${name}.`);
  return { title: document.title, url: location.href, language: document.documentElement.lang };
}

const snippet = document.getElementById('snippet');
const copy = document.getElementById('copy');
const copied = document.getElementById('copied');

// A proxy may serve this page under any path, and a snippet pasted on another site needs the whole address.
const addressOf = (path) => new URL(path, document.baseURI).href;
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
