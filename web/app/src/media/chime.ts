/** Two soft notes, a fifth apart: hertz and seconds after the start. */
const notes = [
  { frequency: 523.25, at: 0 },
  { frequency: 783.99, at: 0.14 },
] as const;
const loudness = 0.12;
const lengthSeconds = 1.1;

/** A speaker that does not begin within this time (milliseconds) counts as one that cannot play. */
const patienceMs = 3000;

type Playable = HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> };

/** Whether this browser lets a page choose where it sounds. */
export function canChooseSpeaker(): boolean {
  return 'setSinkId' in HTMLMediaElement.prototype;
}

/**
 * Plays the chime on a speaker (empty id: the system's default). Rejects when it cannot: the
 * speaker is gone, or the browser keeps the page silent.
 */
export async function playChime(speakerId: string): Promise<void> {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  const audio: Playable = new Audio();
  try {
    audio.srcObject = output.stream;
    if (speakerId !== '') await audio.setSinkId?.(speakerId);
    await inTime(Promise.all([context.resume(), audio.play()]));
    await ring(context, output);
  } finally {
    audio.pause();
    audio.srcObject = null;
    await context.close();
  }
}

/** Resolves when the last note has died away. */
function ring(context: AudioContext, output: AudioNode): Promise<void> {
  const start = context.currentTime + 0.05;
  return new Promise((resolve) => {
    for (const [index, { frequency, at }] of notes.entries()) {
      const tone = context.createOscillator();
      const gain = context.createGain();
      tone.frequency.value = frequency;
      gain.gain.setValueAtTime(0, start + at);
      gain.gain.linearRampToValueAtTime(loudness, start + at + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, start + at + lengthSeconds);
      tone.connect(gain).connect(output);
      tone.start(start + at);
      tone.stop(start + at + lengthSeconds);
      if (index === notes.length - 1) tone.onended = () => resolve();
    }
  });
}

async function inTime(work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the speaker did not begin in time')), patienceMs);
  });
  try {
    await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
