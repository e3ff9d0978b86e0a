import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One string or template of a source file. */
export interface Literal {
  readonly line: number;
  /** The tag of a template, `''` for one without; null for a quoted string. */
  readonly tag: string | null;
  /** The words, with {@link hole} in place of every `${…}`. */
  readonly text: string;
  /** The code right before it. */
  readonly before: string;
}

export interface Source {
  readonly file: string;
  /** The file without its comments. */
  readonly code: string;
  readonly literals: readonly Literal[];
}

/** What stands for an expression inside a template. */
export const hole = '\uFFFC';

/** All files below a folder of the repository that end so. */
export function sourcesBelow(folder: string, ending = '.ts'): readonly Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => path.join(folder, name))
    .sort()
    .map((file) => ({ file, ...readSource(readFileSync(file, 'utf8')) }));
}

/** Finds strings and templates in TypeScript, and leaves comments out. */
export function readSource(text: string): Omit<Source, 'file'> {
  const reading = new Reading(text);
  reading.code(null);
  return { code: reading.kept, literals: reading.literals };
}

class Reading {
  readonly literals: Literal[] = [];
  kept = '';
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads code until `end` closes it at the same depth, or to the end of the file. */
  code(end: '}' | null): void {
    let depth = 0;
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at] ?? '';
      if (character === end && depth === 0) {
        this.#keep(1);
        return;
      }
      if (character === '{') depth += 1;
      if (character === '}') depth -= 1;
      this.#token(character);
    }
  }

  #token(character: string): void {
    const two = this.#text.slice(this.#at, this.#at + 2);
    if (two === '//') this.#skipTo('\n', 0);
    else if (two === '/*') this.#skipTo('*/', 2);
    else if (character === "'" || character === '"') this.#quoted(character);
    else if (character === '`') this.#template();
    else if (character === '/' && beginsPattern(this.kept)) this.#pattern();
    else this.#keep(1);
  }

  #quoted(quote: string): void {
    const before = this.kept.slice(-60);
    const line = this.#line();
    let text = '';
    this.#keep(1);
    while (this.#text[this.#at] !== quote && this.#at < this.#text.length) {
      if (this.#text[this.#at] === '\\') this.#keep(1);
      text += this.#text[this.#at];
      this.#keep(1);
    }
    this.#keep(1);
    this.literals.push({ line, tag: null, text, before });
  }

  #template(): void {
    const tag = /[\w.]*$/.exec(this.kept)?.[0] ?? '';
    const before = this.kept.slice(-60);
    const line = this.#line();
    let text = '';
    this.#keep(1);
    while (this.#text[this.#at] !== '`' && this.#at < this.#text.length) {
      if (this.#text.startsWith('${', this.#at)) {
        this.#keep(2);
        this.code('}');
        text += hole;
        continue;
      }
      if (this.#text[this.#at] === '\\') this.#keep(1);
      text += this.#text[this.#at];
      this.#keep(1);
    }
    this.#keep(1);
    this.literals.push({ line, tag, text, before });
  }

  #pattern(): void {
    let inClass = false;
    do {
      const character = this.#text[this.#at];
      if (character === '\\') this.#keep(1);
      else if (character === '[') inClass = true;
      else if (character === ']') inClass = false;
      this.#keep(1);
    } while (this.#at < this.#text.length && (inClass || this.#text[this.#at] !== '/'));
    this.#keep(1);
  }

  #keep(count: number): void {
    this.kept += this.#text.slice(this.#at, this.#at + count);
    this.#at += count;
  }

  #skipTo(end: string, beyond: number): void {
    const found = this.#text.indexOf(end, this.#at + 2);
    this.#at = found < 0 ? this.#text.length : found + beyond;
  }

  #line(): number {
    return this.#text.slice(0, this.#at).split('\n').length;
  }
}

/** A slash divides after a value and begins a pattern everywhere else. */
function beginsPattern(before: string): boolean {
  return /(?:[(,=:[!&|?{};+]|\breturn|=>)\s*$/.test(before);
}
