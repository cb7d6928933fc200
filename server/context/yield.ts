/** Long work that lets others have their turn: one process answers everybody. */

/** Lets what else this process does have its turn. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** How long one stretch of work may keep others waiting. */
const STRETCH_MS = 12;

/** Runs a long computation in short stretches. */
export async function runInStretches<Value>(work: Generator<void, Value>): Promise<Value> {
  let startedAt = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - startedAt < STRETCH_MS) continue;
    await yieldToEventLoop();
    startedAt = performance.now();
  }
}
