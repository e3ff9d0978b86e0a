import type { DeviceProblem, LocalTracks } from '@hearth/peering';
import type { Memory, RememberedDevice } from '../memory.ts';
import { changeBetween, isOwnDevice, type ListChange, sameDevice } from './arrivals.ts';
import type { CaptureDevices } from './captureDevices.ts';
import type { DeviceKind, DeviceOption } from './deviceChoice.ts';
import type { DeviceNews, LossReason } from './deviceNews.ts';
import type { CaptureKind } from './localMedia.ts';

/** What is known of a device that went while it was on. */
interface Lost {
  readonly device: RememberedDevice;
  /** Whether it was heard or seen: what comes in its place is as muted as it was. */
  readonly enabled: boolean;
}

/** What the guard asks of the tracks it watches over. */
export interface Guarded {
  readonly tracks: Readonly<LocalTracks>;
  problem(kind: CaptureKind): DeviceProblem | null;
  /** Turns a device on, in place of the one that is on; returns whether it is on now. */
  take(kind: CaptureKind, device: DeviceOption | null, enabled: boolean): Promise<boolean>;
  drop(kind: CaptureKind): void;
  /** Notes why a device cannot be on; null takes the note away. */
  explain(kind: CaptureKind, error: unknown): void;
  permission(kind: CaptureKind): Promise<PermissionState | 'unknown'>;
}

const listed = ['microphone', 'camera', 'speaker'] as const;

/**
 * Keeps devices on while the world changes: looks for another one when one goes, and goes back to
 * it when it returns. Asks the person nothing: it opens devices only where the browser has a
 * standing permission. Its `handle*` run one after the other, in the turns of LocalMedia.
 */
export class DeviceGuard {
  readonly #guarded: Guarded;
  readonly #devices: CaptureDevices;
  readonly #memory: Memory;
  readonly #lost = new Map<CaptureKind, Lost>();

  constructor(guarded: Guarded, devices: CaptureDevices, memory: Memory) {
    this.#guarded = guarded;
    this.#devices = devices;
    this.#memory = memory;
  }

  /** The person has decided anew about a device: what was lost before is not missed any more. */
  forget(kind: CaptureKind): void {
    this.#lost.delete(kind);
  }

  /** A track in use has ended, and not by our own doing. */
  async handleEnded(kind: CaptureKind, track: MediaStreamTrack): Promise<readonly DeviceNews[]> {
    // Somebody may have turned it off, or over to another one, before this turn came.
    if (this.#guarded.tracks[kind] !== track) return [];
    const { enabled, label } = track;
    const device = { id: track.getSettings().deviceId ?? '', label };
    await this.#devices.list();
    const reason = await this.#reasonOf(kind, device);
    this.#lost.set(kind, { device, enabled });
    const permission = await this.#guarded.permission(kind);
    if (reason === 'withdrawn') this.#explainDenied(kind, permission);
    else if (permission === 'granted') await this.#replace(kind, device, enabled);
    if (this.#guarded.tracks[kind] === track) this.#guarded.drop(kind);
    const now = this.#guarded.tracks[kind];
    const isSame = now !== null && now.getSettings().deviceId === device.id && reason === 'stopped';
    if (isSame) this.#lost.delete(kind);
    const problem = this.#guarded.problem(kind);
    return [{ what: 'lost', kind, reason, instead: now?.label ?? null, isSame, problem }];
  }

  /** The list of devices may have changed. */
  async handleListChange(): Promise<readonly DeviceNews[]> {
    const before = new Map(listed.map((kind) => [kind, this.#devices.options(kind)]));
    const wasNamed = this.#devices.isNamed;
    await this.#devices.list();
    // Names that come with a permission are no devices that come.
    if (!wasNamed || !this.#devices.isNamed) return [];
    const news: DeviceNews[] = [];
    const arrived: DeviceOption[] = [];
    for (const kind of listed) {
      const change = changeBetween(before.get(kind) ?? [], this.#devices.options(kind));
      const told = await this.#handleChange(kind, change);
      if (told !== null) news.push(told);
      else arrived.push(...change.arrived.filter(isOwnDevice));
    }
    const labels = [...new Set(arrived.map(({ label }) => label))];
    if (news.length === 0 && labels.length > 0) news.push({ what: 'connected', labels });
    return news;
  }

  /** The browser's answer for a device changed while the page is open. */
  async handlePermission(
    kind: CaptureKind,
    state: PermissionState | 'unknown',
  ): Promise<readonly DeviceNews[]> {
    const { tracks } = this.#guarded;
    if (state === 'denied') {
      const track = tracks[kind];
      if (track === null) {
        if (this.#guarded.problem(kind) !== null) this.#explainDenied(kind, state);
        return [];
      }
      track.stop();
      return this.handleEnded(kind, track);
    }
    if (state !== 'granted') return [];
    await this.#devices.list();
    const code = this.#guarded.problem(kind)?.code;
    const wasRefused = code === 'denied' || code === 'dismissed';
    if (wasRefused) this.#guarded.explain(kind, null);
    if (tracks[kind] !== null) return [];
    const lost = this.#lost.get(kind);
    if (lost !== undefined) return this.#takeBack(kind, lost);
    return wasRefused ? [{ what: 'allowed', kind }] : [];
  }

  async #takeBack(kind: CaptureKind, lost: Lost): Promise<readonly DeviceNews[]> {
    const device = sameDevice(lost.device, this.#devices.options(kind)) ?? null;
    if (!(await this.#guarded.take(kind, device, lost.enabled))) return [];
    this.#lost.delete(kind);
    return [{ what: 'back', kind, label: this.#guarded.tracks[kind]?.label ?? '' }];
  }

  async #reasonOf(kind: CaptureKind, device: RememberedDevice): Promise<LossReason> {
    const permission = await this.#guarded.permission(kind);
    const isThere = this.#devices.options(kind).some(({ id }) => id === device.id);
    if (permission === 'denied') return 'withdrawn';
    // A page without permission sees devices without their names.
    if (permission === 'prompt' && (isThere || !this.#devices.isNamed)) return 'withdrawn';
    return isThere && isOwnDevice(device) ? 'stopped' : 'unplugged';
  }

  /** The same device once more if it is still there, else any other one. */
  async #replace(kind: CaptureKind, device: RememberedDevice, enabled: boolean): Promise<void> {
    const options = this.#devices.options(kind);
    const same = options.filter((one) => one.id === device.id && isOwnDevice(one));
    const others = options.filter((one) => !same.includes(one));
    // Without a wish of ours the system's default comes first.
    const tries = others.length > 0 ? [...same, null, ...others.filter(isOwnDevice)] : same;
    for (const wish of tries) {
      if (await this.#guarded.take(kind, wish, enabled)) return;
    }
  }

  /** What the coming and going of devices of one kind means; null when it is nothing special. */
  async #handleChange(kind: DeviceKind, change: ListChange): Promise<DeviceNews | null> {
    return kind === 'speaker' ? this.#handleSpeakers(change) : this.#handleCaptured(kind, change);
  }

  #handleSpeakers({ arrived, gone }: ListChange): DeviceNews | null {
    const chosen = this.#memory.get('speaker');
    const back = sameDevice(chosen, arrived);
    if (back !== undefined) return { what: 'back', kind: 'speaker', label: back.label };
    const lost = sameDevice(chosen, gone);
    const isGone = lost !== undefined && !sameDevice(chosen, this.#devices.options('speaker'));
    return isGone ? { what: 'speaker-lost', label: lost.label } : null;
  }

  async #handleCaptured(kind: CaptureKind, { arrived }: ListChange): Promise<DeviceNews | null> {
    const [newest] = arrived;
    if (newest === undefined) return null;
    const lost = this.#lost.get(kind);
    const track = this.#guarded.tracks[kind];
    const isGranted = (await this.#guarded.permission(kind)) === 'granted';
    const wanted = sameDevice(lost?.device ?? null, arrived);
    const preferred = wanted ?? sameDevice(this.#memory.get(kind), arrived);
    const isMissed = track === null && lost !== undefined;
    const device = preferred ?? (isMissed ? newest : undefined);
    if (isGranted && device !== undefined && (track !== null || isMissed)) {
      const enabled = track?.enabled ?? lost?.enabled ?? true;
      if (await this.#guarded.take(kind, device, enabled)) {
        this.#lost.delete(kind);
        return { what: preferred ? 'back' : 'taken', kind, label: device.label };
      }
      if (this.#guarded.tracks[kind]?.readyState === 'ended') this.#guarded.drop(kind);
    }
    if (track !== null) return null;
    const isLacking = isMissed || this.#guarded.problem(kind)?.code === 'not-found';
    if (!isLacking) return null;
    this.#guarded.explain(kind, null);
    return { what: 'found', kind, label: newest.label };
  }

  #explainDenied(kind: CaptureKind, state: PermissionState | 'unknown'): void {
    if (state === 'denied') this.#guarded.explain(kind, new DOMException('', 'NotAllowedError'));
  }
}
