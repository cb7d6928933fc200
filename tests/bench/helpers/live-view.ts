/** Somebody who has a live view open, and notes when each student appears on it. */

export type LiveView = {
  /** When each was first seen to have come, epoch ms: by the id of the student, or of the device where a baseline knows no other. */
  seen: Map<string, number>;
  close: () => void;
};

type Told = { rows?: { studentId: number; status: string | null }[]; deviceId?: string };

/** Who has come, by one event: of a register, or a body that a baseline was sent. */
function namesIn(data: string): string[] {
  const { rows = [], deviceId } = JSON.parse(data) as Told;
  const came = rows.filter(({ status }) => status !== null).map(({ studentId }) => String(studentId));
  return deviceId === undefined ? came : [deviceId];
}

/** What a view begins with: its data, a baseline's greeting, or a refusal. */
const BEGINS = /^(data: \{"|: open|event: serialized-error)/m;

/** Opens a stream of events. Resolves once it has begun.
 *  @throws Error when it is refused */
export async function openLiveView(url: string, headers: Record<string, string>): Promise<LiveView> {
  const left = new AbortController();
  const response = await fetch(url, { headers, signal: left.signal });
  if (!response.ok || !response.body) throw new Error(`The live view could not be opened: ${response.status}`);
  const seen = new Map<string, number>();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  while (!BEGINS.test(rest)) {
    const { done, value = '' } = await reader.read();
    if (done) throw new Error('The live view ended before it began.');
    rest += value;
  }
  if (rest.includes('event: serialized-error')) throw new Error(`The live view was refused: ${rest}`);
  const read = async () => {
    for (;;) {
      const { done, value = '' } = await reader.read();
      if (done) return;
      const events = (rest + value).split('\n\n');
      rest = events.pop() ?? '';
      for (const line of events.flatMap((event) => event.split('\n')).filter((one) => one.startsWith('data: {')))
        for (const name of namesIn(line.slice('data: '.length))) if (!seen.has(name)) seen.set(name, Date.now());
    }
  };
  read().catch(() => {});
  return { seen, close: () => left.abort() };
}
