/** Plain sentences for the stable error codes of the protocol; a code never stands without one. */
const sentences: Readonly<Record<string, string>> = {
  'room-full': 'This room is full.',
  'server-full': 'Hearth has no place left right now. Wait a minute, then try again.',
  'rate-limited': 'That was a lot in a short time. Wait a minute, then try again.',
  'too-many-rooms': 'Many rooms were started from here. Wait a few minutes, then try again.',
  'invalid-room': "That is not a room's name. Use letters, digits and dashes.",
  'invalid-name': 'This name cannot be shown to the others. Choose another one.',
  'origin-refused': 'This page is not allowed to use this server. Open Hearth at its own address.',
  'unsupported-protocol': 'This page is older than the server. Load it again.',
};

const unreachable = 'Hearth cannot be reached. Check your connection, then try again.';

/** The sentence for a stable code, where there is one. */
export function sentenceOf(code: string): string | undefined {
  return Object.hasOwn(sentences, code) ? sentences[code] : undefined;
}

/** The sentence for anything that was thrown on the way to a room. */
export function sentenceFor(error: unknown): string {
  return sentenceOf(codeOf(error)) ?? unreachable;
}

/** The stable code of a RequestError, or an empty text. Errors of another kind have none. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

/** "Anna", "Anna and Ben", "Anna, Ben and 2 others". */
export function listOfNames(names: readonly string[], shown = 3): string {
  if (names.length <= 1) return names[0] ?? '';
  if (names.length <= shown) return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  const rest = names.length - (shown - 1);
  return `${names.slice(0, shown - 1).join(', ')} and ${rest} others`;
}

/** Who is inside, as the lobby says it. */
export function whoIsInside(names: readonly string[] | null, count: number): string {
  if (count === 0) return 'Nobody is inside yet.';
  if (names === null || names.length === 0) {
    return count === 1 ? 'One person is inside.' : `${count} people are inside.`;
  }
  return `${listOfNames(names)} ${names.length === 1 ? 'is' : 'are'} inside.`;
}

/** One or two letters that stand for a person without a picture. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => firstGrapheme(word ?? ''))
    .join('')
    .toLocaleUpperCase();
}

function firstGrapheme(word: string): string {
  for (const { segment } of new Intl.Segmenter().segment(word)) return segment;
  return '';
}
