import type { DeviceProblem } from '@hearth/peering';
import { words } from '../words/words.ts';
import type { CaptureKind } from './localMedia.ts';

/** A device in use that ended by itself, and what became of it. */
export interface LostDevice {
  readonly kind: CaptureKind | 'screen';
  /** The name of the device that took its place; null when none did. */
  readonly instead: string | null;
  /** Why none did, where the browser said so. */
  readonly problem: DeviceProblem | null;
}

/** What the status line says about it. */
export function lostSentence({ kind, instead, problem }: LostDevice): string {
  const { devices } = words();
  if (kind === 'screen') return devices.stoppedSharing;
  if (problem !== null) return `${problem.what} ${problem.todo}`;
  const now = instead === null ? devices.lostTodo(kind) : devices.nowInUse(instead);
  return `${devices.lost(kind)} ${now}`;
}
