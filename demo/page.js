/** A client tool of this page. To try it, tell the demo agent: "use a client tool". */
window.ChatDock ??= { q: [] };
window.ChatDock.q.push(['update', { chatkit: { onClientTool } }]);

function onClientTool({ name }) {
  if (name !== 'get_page_info') throw new Error(`This page has no tool named ${name}.`);
  return { title: document.title, url: location.href, language: document.documentElement.lang };
}
