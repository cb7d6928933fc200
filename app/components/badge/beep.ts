/** Tells a scan's end to ears and hands: a tone, and a shake where the device can. Free of React. */

export type Tone = 'good' | 'bad';

/** Hertz and seconds. Good rises and is short, bad is low and longer: the two are told apart without looking. */
const TONES: Record<Tone, { pitches: readonly number[]; each: number; shake: number | number[] }> = {
  good: { pitches: [880, 1320], each: 0.07, shake: 60 },
  bad: { pitches: [220], each: 0.3, shake: [80, 60, 80] },
};
const VOLUME = 0.2;

let context: AudioContext | null = null;

/** Browsers let a page sound only after it was touched: call this from a press. Never throws. */
export function wakeSound(): void {
  try {
    context ??= new AudioContext();
    void context.resume().catch(() => undefined);
  } catch {
    // A browser without sound: the screen tells the same.
  }
}

function sound(audio: AudioContext, pitch: number, from: number, each: number): void {
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = pitch;
  gain.gain.setValueAtTime(VOLUME, from);
  gain.gain.exponentialRampToValueAtTime(0.001, from + each);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(from);
  oscillator.stop(from + each);
}

/** Plays a tone, unless muted, and shakes. Never throws. */
export function signal(tone: Tone, isMuted: boolean): void {
  const { pitches, each, shake } = TONES[tone];
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(shake);
  const audio = context;
  if (isMuted || audio?.state !== 'running') return;
  for (const [index, pitch] of pitches.entries()) sound(audio, pitch, audio.currentTime + index * each, each);
}
