/** A request that was answered with an error. `code` is stable kebab-case; the message is a sentence for people. */
export class RequestError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'RequestError';
    this.code = code;
  }
}
