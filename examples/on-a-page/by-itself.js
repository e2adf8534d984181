const question = document.querySelector('#consent');
question.querySelector('button').addEventListener('click', () => {
  ChatDock.update({ consent: 'granted' });
  question.remove();
});
