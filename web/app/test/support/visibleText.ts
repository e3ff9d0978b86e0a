import { hole, type Literal, type Source } from './sourceText.ts';

/** Words that are the same in every language. */
const names = new Set(['Hearth', 'English', 'Deutsch']);
/** Capitalized words that nobody sees: keys of a keyboard. */
const keys = new Set(['Enter', 'Escape', 'Tab', 'Home', 'End', 'Delete', 'Backspace']);
/** Attributes that are read or heard. */
const spoken =
  /\s(?:aria-label|aria-description|aria-roledescription|title|placeholder|alt|label)=("[^"]*"|'[^']*')/g;

/** What a source file says in words of its own instead of asking the catalogue, as far as it shows. */
export function visibleText({ file, literals }: Source): readonly string[] {
  return literals.flatMap((literal) =>
    (literal.tag === 'html' || literal.tag === 'svg'
      ? inMarkup(literal.text)
      : inString(literal)
    ).map((text) => `${file}:${literal.line}: ${text.replaceAll(hole, '…').trim()}`),
  );
}

function inMarkup(markup: string): readonly string[] {
  const found = [...markup.matchAll(spoken)].map(([, value = '']) => value.slice(1, -1));
  const between = markup.replaceAll(/<!--.*?-->/gs, '').split(/<[^>]*>/);
  return [...found, ...between].filter(hasWords);
}

/** Sentences have a capital letter or a blank between words; codes, selectors and ids have not. */
function inString({ text, before }: Literal): readonly string[] {
  const isForPeople =
    !/\b(?:\w*Error|DOMException|import|from|matchMedia|querySelector\w*)\W*$/.test(before);
  if (
    !isForPeople ||
    keys.has(text) ||
    names.has(text) ||
    /^Arrow|Error$|^Page(?:Up|Down)$/.test(text)
  ) {
    return [];
  }
  const isSentence = /^\p{Lu}\p{Ll}+$/u.test(text) || /\p{Lu}\p{Ll}*\s+\p{L}/u.test(text);
  const said = text.replaceAll('Hearth', '');
  const isFilledIn = said.includes(hole) && /(?:^|\s)\p{L}{2,}(?=[\s.,]|$)/u.test(said);
  const isMarkup = /[<{;#=]/.test(text);
  return (isSentence || isFilledIn) && !isMarkup ? [text] : [];
}

function hasWords(text: string): boolean {
  const said = text.replaceAll(hole, ' ').trim();
  return /\p{L}{2,}/u.test(said) && !names.has(said) && !/^&\w+;$/.test(said);
}
