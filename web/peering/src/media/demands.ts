import { everything, isSameWant, nothing, parseWant, type Wanted } from './wanted.ts';

/** What the others ask of us, in the order in which they began to ask. */
export class Demands {
  readonly #wanted = new Map<string, Wanted>();

  /** Those who said what they want, first asked first. */
  get order(): readonly string[] {
    return [...this.#wanted.keys()];
  }

  /** In a small room everybody who says nothing wants everything. */
  of(id: string, isSmall: boolean): Wanted {
    return this.#wanted.get(id) ?? (isSmall ? everything : nothing);
  }

  /** Takes the payload of a `want`. Null when it is none; else whether it asks for something else than before. */
  handlePayload(id: string, payload: Record<string, unknown>): boolean | null {
    const wanted = parseWant(payload);
    if (!wanted) return null;
    const before = this.#wanted.get(id);
    if (before && isSameWant(before, wanted)) return false;
    // Whoever wanted nothing gave up its turn.
    if (before && isSameWant(before, nothing)) this.#wanted.delete(id);
    this.#wanted.set(id, wanted);
    return true;
  }

  forget(id: string): void {
    this.#wanted.delete(id);
  }
}
