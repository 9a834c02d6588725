/** Loaded into a process before its own program: at SIGUSR2 its heap fills until the engine of JavaScript gives up. */

process.on('SIGUSR2', () => {
  const heap: unknown[] = []
  for (;;) heap.push(Array.from({ length: 10_000 }, (_, number) => ({ number })))
})
