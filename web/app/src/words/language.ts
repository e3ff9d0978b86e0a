import { catalogueOf, type LanguageChoice, languageFor, speak, words } from './words.ts';

let newest = 0;

/**
 * Speaks the chosen language, or the browser's, and says so in `<html lang>`. Resolves when it is
 * in use; a catalogue that cannot be fetched leaves the language as it was.
 */
export async function applyLanguage(choice: LanguageChoice): Promise<void> {
  const order = ++newest;
  const language = languageFor(choice, navigator.languages);
  const catalogue = await catalogueOf(language).catch(() => words());
  // A later choice may have been faster.
  if (order !== newest) return;
  document.documentElement.lang = catalogue.language;
  speak(catalogue);
}

/** The tag for dates and numbers: the browser's own variant of the language in use, if it has one. */
export function locale(): string {
  const { language } = words();
  return navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;
}
