import type { HttpPort } from './overHttp.ts';

/** A batch stays below what the server takes, whatever its characters are. */
const batchCharacters = 32_768;
const batchMessages = 64;
/** Browsers let 64 KiB at most go out after the page is gone. */
const keepaliveCharacters = 8_192;
const attempts = 4;
const retryAfterMs = 300;

export function bearer(secret: string): Record<string, string> {
  return { Authorization: `Bearer ${secret}` };
}

/** Messages to the server in numbered batches, one after the other; a batch that was lost is sent again. */
export class HttpUplink {
  readonly #port: HttpPort;
  readonly #secret: string;
  readonly #failed: () => void;
  #waiting: string[] = [];
  #number = 0;
  #isBusy = false;
  #isOver = false;

  constructor(port: HttpPort, secret: string, failed: () => void) {
    this.#port = port;
    this.#secret = secret;
    this.#failed = failed;
  }

  send(text: string): void {
    if (this.#isOver) return;
    this.#waiting.push(text);
    if (this.#isBusy) return;
    this.#isBusy = true;
    // What is said in one moment travels together.
    queueMicrotask(() => void this.#run());
  }

  /** What waits goes out without waiting for what is under way; the server puts them in order. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#post(this.#take(), ++this.#number, true, true).catch(() => {});
  }

  async #run(): Promise<void> {
    while (this.#waiting.length && !this.#isOver) {
      if (await this.#deliver(this.#take(), ++this.#number)) continue;
      if (!this.#isOver) this.#failed();
      return;
    }
    this.#isBusy = false;
  }

  async #deliver(batch: string, number: number): Promise<boolean> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt) await this.#pause(retryAfterMs * 2 ** (attempt - 1));
      // Beyond what browsers let out after the page, the request fails: then it is an ordinary one.
      const isShort = !attempt && batch.length <= keepaliveCharacters;
      const status = await this.#post(batch, number, isShort, false).catch(() => 0);
      if (status === 204) return true;
      const mayPass = status < 400 || status >= 500 || status === 408 || status === 429;
      if (!mayPass || (this.#isOver && attempt)) return false;
    }
    return false;
  }

  async #post(batch: string, number: number, keepalive: boolean, isLast: boolean): Promise<number> {
    const { status } = await this.#port.fetch(`${this.#port.origin}/signal/messages`, {
      method: 'POST',
      headers: {
        ...bearer(this.#secret),
        'Content-Type': 'application/x-ndjson',
        'Hearth-Batch': String(number),
        ...(isLast && { 'Hearth-End': '1' }),
      },
      body: batch,
      cache: 'no-store',
      keepalive,
    });
    return status;
  }

  #take(): string {
    let count = 0;
    let characters = 0;
    for (const text of this.#waiting) {
      if (count && (count >= batchMessages || characters + text.length > batchCharacters)) break;
      count++;
      characters += text.length + 1;
    }
    return this.#waiting.splice(0, count).join('\n');
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#port.clock.after(ms, resolve));
  }
}
