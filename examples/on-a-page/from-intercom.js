// The page's own lines from before, unchanged. Its other lines loaded Intercom and were removed.
window.intercomSettings = { app_id: 'abc12345', action_color: '#7c3aed' };

document.querySelector('#question').addEventListener('click', () => {
  Intercom('showNewMessage', 'How long does delivery of the oak table take?');
});
