import { Changes } from '../changes.ts';
import { en, type Words } from './en.ts';

/** The languages Hearth speaks, each by its own name. */
export const languages = { en: 'English', de: 'Deutsch' } as const;

export type Language = keyof typeof languages;
/** What a person chose; `automatic` follows the browser. */
export type LanguageChoice = Language | 'automatic';

let current: Words = en;

/** The catalogue in use. Ask at every rendering: it changes when the person chooses another one. */
export function words(): Words {
  return current;
}

/** Emits after {@link words} has changed; every component listens. */
export const wordsChanged = new Changes();

/** Takes a catalogue into use. */
export function speak(catalogue: Words): void {
  if (catalogue === current) return;
  current = catalogue;
  wordsChanged.emit();
}

/** The language for a choice and the languages a browser prefers, best first (BCP 47 tags). */
export function languageFor(choice: LanguageChoice, preferred: readonly string[]): Language {
  if (choice !== 'automatic') return choice;
  for (const tag of preferred) {
    const base = tag.toLowerCase().split('-')[0] ?? '';
    if (Object.hasOwn(languages, base)) return base as Language;
  }
  return 'en';
}

/** The catalogue of a language; only English is part of the first bundle. */
export async function catalogueOf(language: Language): Promise<Words> {
  if (language === 'de') return (await import('./de.ts')).de;
  return en;
}
