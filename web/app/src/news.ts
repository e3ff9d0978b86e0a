import { Changes } from './changes.ts';

/** How long a passing sentence stays, in milliseconds: long enough to be read twice. */
const passingMs = 7000;

type Later = (run: () => void, ms: number) => () => void;

/**
 * What the page's one status line says: a standing sentence (the line is being brought back, you
 * are muted) and the newest passing one (somebody came, the link was copied).
 */
export class News {
  readonly changed = new Changes();
  #standing = '';
  #passing = '';
  #topic = '';
  #forget: (() => void) | null = null;
  readonly #later: Later;

  constructor(later: Later) {
    this.#later = later;
  }

  get standing(): string {
    return this.#standing;
  }

  get passing(): string {
    return this.#passing;
  }

  /** What the passing sentence is about; empty for news of no topic. */
  get topic(): string {
    return this.#topic;
  }

  /** Says a sentence that goes away by itself; a newer one takes its place at once. */
  say(sentence: string, topic = ''): void {
    this.#forget?.();
    this.#passing = sentence;
    this.#topic = topic;
    this.#forget = this.#later(() => {
      this.#passing = '';
      this.#forget = null;
      this.changed.emit();
    }, passingMs);
    this.changed.emit();
  }

  /** Takes back what still stands there of a topic: it has been seen where it belongs. */
  unsay(topic: string): void {
    if (this.#passing === '' || this.#topic !== topic) return;
    this.#forget?.();
    this.#forget = null;
    this.#passing = '';
    this.changed.emit();
  }

  /** Keeps a sentence up until it is replaced or emptied. */
  keep(sentence: string): void {
    if (sentence === this.#standing) return;
    this.#standing = sentence;
    this.changed.emit();
  }

  clear(): void {
    this.#forget?.();
    this.#forget = null;
    this.#standing = '';
    this.#passing = '';
    this.changed.emit();
  }
}

/** setTimeout as a {@link News} wants it. */
export function later(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
