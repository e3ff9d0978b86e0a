import type { VideoSize } from '@hearth/peering';
import { type LanguageChoice, languages, words } from './words/words.ts';

/** A device as a person chose it. Browsers may renew ids, so the label is the second way to find it. */
export interface RememberedDevice {
  readonly id: string;
  readonly label: string;
}

export type Theme = 'system' | 'light' | 'dark';

/** What one browser remembers between visits. Never a room or its key. */
export interface Remembered {
  name: string;
  /** Whether this person has answered once how to come in; later visits then begin by themselves. */
  devicesAnswered: boolean;
  /** False after `Join without camera and microphone`: nothing starts by itself then. */
  devicesWanted: boolean;
  audioOnly: boolean;
  camera: RememberedDevice | null;
  microphone: RememberedDevice | null;
  speaker: RememberedDevice | null;
  videoSize: VideoSize;
  noiseSuppression: boolean;
  echoCancellation: boolean;
  automaticGain: boolean;
  chime: boolean;
  theme: Theme;
  language: LanguageChoice;
}

const initial: Remembered = {
  name: '',
  devicesAnswered: false,
  devicesWanted: true,
  audioOnly: false,
  camera: null,
  microphone: null,
  speaker: null,
  videoSize: 'medium',
  noiseSuppression: true,
  echoCancellation: true,
  automaticGain: true,
  chime: true,
  theme: 'system',
  language: 'automatic',
};

const prefix = 'hearth.';

/**
 * Remembers choices in a Storage. A browser that refuses storage (private windows, blocked
 * cookies) still gets everything for the length of the page.
 */
export class Memory {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | null;
  readonly #values: Remembered;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem'> | null) {
    this.#storage = storage;
    this.#values = { ...initial, ...readAll(storage) };
  }

  get<K extends keyof Remembered>(key: K): Remembered[K] {
    return this.#values[key];
  }

  set<K extends keyof Remembered>(key: K, value: Remembered[K]): void {
    this.#values[key] = value;
    try {
      this.#storage?.setItem(prefix + key, JSON.stringify(value));
    } catch {
      // A full or forbidden storage costs the memory, not the visit.
    }
  }
}

function readAll(storage: Pick<Storage, 'getItem'> | null): Partial<Remembered> {
  const found: Record<string, unknown> = {};
  for (const key of Object.keys(initial) as (keyof Remembered)[]) {
    const value = readOne(storage, prefix + key);
    if (valid(key, value)) found[key] = value;
  }
  return found as Partial<Remembered>;
}

function readOne(storage: Pick<Storage, 'getItem'> | null, key: string): unknown {
  try {
    const text = storage?.getItem(key);
    return text === null || text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Storage can hold anything: an older version's words, or what somebody typed into it. */
function valid(key: keyof Remembered, value: unknown): boolean {
  switch (key) {
    case 'name':
      return typeof value === 'string' && value.length <= 40;
    case 'videoSize':
      return value === 'small' || value === 'medium' || value === 'large';
    case 'theme':
      return value === 'system' || value === 'light' || value === 'dark';
    case 'language':
      return (
        value === 'automatic' || (typeof value === 'string' && Object.hasOwn(languages, value))
      );
    case 'camera':
    case 'microphone':
    case 'speaker':
      return isDevice(value);
    default:
      return typeof value === 'boolean';
  }
}

function isDevice(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { id, label } = value as Partial<RememberedDevice>;
  return typeof id === 'string' && typeof label === 'string';
}

/** The name the others see: trimmed, and `Guest` for who gave none. */
export function shownName(name: string): string {
  return name.trim() || words().app.guest;
}

/** The browser's storage, or null where reading the property alone is refused. */
export function browserStorage(): Storage | null {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}
