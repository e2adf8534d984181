// Before the script has loaded, this stub keeps the call.
window.ChatDock ??= Object.assign((...command) => ChatDock.q.push(command), { q: [] });

ChatDock(
  'tool',
  'get_cart',
  { description: 'The items in the cart, with names and prices', parameters: { type: 'object', properties: {} } },
  () => [{ name: 'The oak table', price: '€890' }],
);
