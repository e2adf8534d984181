/** Preloaded into a server under test (`node --expose-gc --import`): SIGUSR2 collects what is garbage and says so. */
process.on('SIGUSR2', () => {
  globalThis.gc?.();
  process.stdout.write('collected\n');
});
