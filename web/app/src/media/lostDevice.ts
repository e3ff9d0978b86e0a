import type { DeviceProblem } from '@hearth/peering';
import type { CaptureKind } from './localMedia.ts';

/** A device in use that ended by itself, and what became of it. */
export interface LostDevice {
  readonly kind: CaptureKind | 'screen';
  /** The name of the device that took its place; null when none did. */
  readonly instead: string | null;
  /** Why none did, where the browser said so. */
  readonly problem: DeviceProblem | null;
}

const todo = {
  camera: 'Connect one, then turn the camera on.',
  microphone: 'Connect one, then unmute.',
} as const;

/** What the status line says about it. */
export function lostSentence({ kind, instead, problem }: LostDevice): string {
  if (kind === 'screen') return 'You stopped sharing your screen.';
  if (problem !== null) return `${problem.what} ${problem.todo}`;
  const lost = `Your ${kind} was disconnected.`;
  return instead === null ? `${lost} ${todo[kind]}` : `${lost} Now in use: ${instead}.`;
}
