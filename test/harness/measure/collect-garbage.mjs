/** Preloaded into a server under test (`node --expose-gc --import`): SIGUSR2 collects what is garbage and says so. */
process.on('SIGUSR2', () => {
  // The last resort also gives back what the heap had grown to: what is left is held.
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  process.stdout.write('collected\n');
});
