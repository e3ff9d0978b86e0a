/** No message of the server is nearly as long. */
const longestLine = 4 << 20;

/** Finds the messages in server-sent events as the server writes them: one `data:` line each. */
export class EventText {
  readonly #message: (text: string) => void;
  #rest = '';

  constructor(message: (text: string) => void) {
    this.#message = message;
  }

  /** False: this is no text of a Hearth server. */
  push(text: string): boolean {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: ')) this.#message(line.slice(6));
    return this.#rest.length <= longestLine;
  }
}
