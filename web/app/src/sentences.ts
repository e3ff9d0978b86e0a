import type { DeviceProblem, LinkProblem, Notice, RoomLook } from '@hearth/peering';
import { words } from './words/words.ts';

/** The sentence for a stable code of SDK or server, where there is one. */
export function sentenceOf(code: string): string | undefined {
  return entry(words().byCode.errors, code);
}

/** What a notice says: in the language in use where its code is known. */
export function noticeSentence({ code, text, about }: Notice): string {
  const somebody = about === undefined ? undefined : entry(words().byCode.about, code);
  return somebody?.(about ?? '') ?? sentenceOf(code) ?? text;
}

/** What happened to a device and what one can do; the SDK's own English for an unknown code. */
export function deviceSentences(
  { code, what, todo }: DeviceProblem,
  kind: 'camera' | 'microphone' | 'screen',
): Pick<DeviceProblem, 'what' | 'todo'> {
  const known = entry(words().byCode.devices, code);
  return known ? { what: known.what(kind), todo: known.todo(kind) } : { what, todo };
}

/** The same for what stops camera and microphone alike; undefined where each needs its own words. */
export function bothDevicesSentences(
  code: string,
): Pick<DeviceProblem, 'what' | 'todo'> | undefined {
  return entry(words().byCode.bothDevices, code);
}

/** Why a link does not work and what Hearth does about it. */
export function linkSentences({
  code,
  cause,
  doing,
}: LinkProblem): Pick<LinkProblem, 'cause' | 'doing'> {
  return entry(words().byCode.links, code) ?? { cause, doing };
}

/** Codes come from outside: only what the catalogue itself holds is found. */
function entry<T>(catalogue: Readonly<Record<string, T>>, code: string): T | undefined {
  return Object.hasOwn(catalogue, code) ? catalogue[code] : undefined;
}

/** The sentence for anything that was thrown on the way to a room. */
export function sentenceFor(error: unknown): string {
  return sentenceOf(codeOf(error)) ?? words().byCode.errors.unreachable;
}

/** The stable code of a RequestError, or an empty text. Errors of another kind have none. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}

/** "Anna", "Anna and Ben", "Anna, Ben and 2 others". */
export function listOfNames(names: readonly string[], shown = 3): string {
  const all = names.length <= shown;
  const first = all ? names : names.slice(0, shown - 1);
  return words().app.names(first, names.length - first.length);
}

/** What the lobby says of a room: of a locked one nobody outside learns who is inside. */
export function aboutRoom(look: Pick<RoomLook, 'locked' | 'members' | 'count'>): string {
  return look.locked ? words().lobby.locked : whoIsInside(look.members, look.count);
}

/** Who is inside, as the lobby says it. */
export function whoIsInside(names: readonly string[] | null, count: number): string {
  if (count === 0) return words().lobby.nobodyInside;
  if (names === null || names.length === 0) return words().lobby.countInside(count);
  return words().lobby.namesInside(listOfNames(names), names.length);
}

/** One or two letters that stand for a person without a picture. */
export function initialsOf(name: string): string {
  const parts = name.trim().split(/\s+/).filter(Boolean);
  const letters = parts.length > 1 ? [parts[0], parts.at(-1)] : [parts[0]];
  return letters
    .map((part) => firstGrapheme(part ?? ''))
    .join('')
    .toLocaleUpperCase();
}

/** A letter or digit that nothing is joined to: names are in NFC, so nearly all of them begin with one. */
const plainBeginning = /^[\p{L}\p{N}](?![\p{M}\u200d])/u;
let segmenter: Intl.Segmenter | null = null;

function firstGrapheme(text: string): string {
  const [plain] = plainBeginning.exec(text) ?? [];
  if (plain !== undefined) return plain;
  // Making one takes the browser 10 ms, in the middle of coming in.
  segmenter ??= new Intl.Segmenter();
  for (const { segment } of segmenter.segment(text)) return segment;
  return '';
}
