/** Preloaded into a server under test (`node --expose-gc --import`): on SIGUSR2 it collects garbage and reports it. */
process.on('SIGUSR2', () => {
  // The `last-resort` collection also shrinks the heap, so the remaining memory is in use.
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  process.stdout.write('collected\n');
});
