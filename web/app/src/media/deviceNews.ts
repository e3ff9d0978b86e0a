import type { DeviceProblem } from '@hearth/peering';
import { listOfNames } from '../sentences.ts';
import { words } from '../words/words.ts';
import type { DeviceKind } from './deviceChoice.ts';
import type { CaptureKind } from './localMedia.ts';

/** Why a device in use ended by itself, as far as the browser tells. */
export type LossReason = 'unplugged' | 'stopped' | 'withdrawn';

/** Something that happened to a device without anybody pressing anything. */
export type DeviceNews =
  | { readonly what: 'sharing-ended' }
  | {
      readonly what: 'lost';
      readonly kind: CaptureKind;
      readonly reason: LossReason;
      /** The name of the device that took its place, maybe the same one again; null when none did. */
      readonly instead: string | null;
      readonly isSame: boolean;
      /** Why none did, where the browser said so. */
      readonly problem: DeviceProblem | null;
    }
  /** One that was in use or chosen before is there again, and in use again. */
  | { readonly what: 'back'; readonly kind: DeviceKind; readonly label: string }
  /** Another one than before came in place of one that was lacking. */
  | { readonly what: 'taken'; readonly kind: CaptureKind; readonly label: string }
  /** One that was lacking is there now and waits to be turned on. */
  | { readonly what: 'found'; readonly kind: CaptureKind; readonly label: string }
  /** New ones that nobody waited for. */
  | { readonly what: 'connected'; readonly labels: readonly string[] }
  | { readonly what: 'resumed' | 'allowed'; readonly kind: CaptureKind }
  | { readonly what: 'speaker-lost'; readonly label: string };

/** What the status line says about it: what happened, and what one can do next. */
export function deviceSentence(news: DeviceNews): string {
  const { devices } = words();
  switch (news.what) {
    case 'sharing-ended':
      return devices.stoppedSharing;
    case 'lost':
      return lostSentence(news);
    case 'back':
      return devices.back(news.label);
    case 'taken':
      return `${devices.connected(news.label)} ${devices.usedNow}`;
    case 'found':
      return `${devices.connected(news.label)} ${devices.turnOn(news.kind)}`;
    case 'connected':
      return `${devices.connected(listOfNames(news.labels))} ${devices.chooseIt}`;
    case 'resumed':
      return devices.resumed(news.kind);
    case 'allowed':
      return `${devices.allowed(news.kind)} ${devices.turnOn(news.kind)}`;
    case 'speaker-lost':
      return devices.speakerLost(news.label);
  }
}

/** Several at once, as when a headset goes: each sentence once. */
export function deviceSentences(all: readonly DeviceNews[]): string {
  return [...new Set(all.map(deviceSentence))].join(' ');
}

function lostSentence(news: Extract<DeviceNews, { what: 'lost' }>): string {
  const { devices } = words();
  const { kind, reason, instead, isSame, problem } = news;
  if (instead !== null) {
    if (isSame) return devices.onAgain(kind);
    const lost = reason === 'unplugged' ? devices.lost(kind) : devices.stopped(kind);
    return `${lost} ${devices.nowInUse(instead)}`;
  }
  if (problem !== null) return `${problem.what} ${problem.todo}`;
  if (reason === 'unplugged') return `${devices.lost(kind)} ${devices.lostTodo(kind)}`;
  if (reason === 'withdrawn') return `${devices.withdrawn(kind)} ${devices.askAgain(kind)}`;
  return `${devices.stopped(kind)} ${devices.turnOn(kind)}`;
}
