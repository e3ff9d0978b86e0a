import type { ChatMessage, Room } from '@hearth/peering';
import { Changes } from '../changes.ts';
import { words } from '../words/words.ts';

/** The chat as one person follows it: what is unread, and whether the last words went out. */
export class Conversation {
  readonly changed = new Changes();
  readonly #room: Pick<Room, 'on' | 'say'>;
  readonly #onUnread: (message: ChatMessage) => void;
  readonly #stop: () => void;
  #unread = 0;
  #open = false;
  #failed = false;

  constructor(room: Pick<Room, 'on' | 'say'>, onUnread: (message: ChatMessage) => void) {
    this.#room = room;
    this.#onUnread = onUnread;
    this.#stop = room.on('chat', (message) => this.#handleMessage(message));
  }

  get unread(): number {
    return this.#unread;
  }

  get problem(): string {
    return this.#failed ? words().chat.notSent : '';
  }

  set open(open: boolean) {
    this.#open = open;
    if (open) this.#unread = 0;
    this.changed.emit();
  }

  /** True when the words are on their way; false leaves a sentence in {@link problem}. */
  async say(text: string): Promise<boolean> {
    this.#failed = false;
    try {
      await this.#room.say(text);
      return true;
    } catch {
      this.#failed = true;
      return false;
    } finally {
      this.changed.emit();
    }
  }

  close(): void {
    this.#stop();
  }

  #handleMessage(message: ChatMessage): void {
    if (this.#open || message.mine) return;
    this.#unread += 1;
    this.#onUnread(message);
    this.changed.emit();
  }
}
