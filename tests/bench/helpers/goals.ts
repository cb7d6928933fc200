/** Goals of a benchmark, each with what it came to and whether it was kept. */

export type Goal = { what: string; value: number; atMost?: number; atLeast?: number; unit: string };

/** Never judged as a failure: machines differ. */
export function goalLines(goals: Goal[]): string[] {
  return goals.map(({ what, value, atMost, atLeast, unit }) => {
    const isKept = value <= (atMost ?? Number.POSITIVE_INFINITY) && value >= (atLeast ?? 0);
    const bound = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`;
    return `${isKept ? '✓ kept  ' : '✗ missed'}  ${what}: ${value.toFixed(2)}${unit} (${bound}${unit})`;
  });
}
