/** The two pictures a member can send. */
export const videoKinds = ['camera', 'screen'] as const;
export type VideoKind = (typeof videoKinds)[number];
/** Which of one member's pictures are asked for. */
export type Wanted = Readonly<Record<VideoKind, boolean>>;

/** Up to so many members, oneself included, everybody sees everybody. */
export const everyoneUpTo = 4;
/** In a larger room each receiver asks for so many pictures, screens included. */
export const maximumVideos = 4;

export const everything: Wanted = Object.freeze({ camera: true, screen: true });
export const nothing: Wanted = Object.freeze({ camera: false, screen: false });

/** What a choice needs to know of one of the others. */
export interface Candidate {
  readonly id: string;
  /** Whether there is such a picture to ask for. */
  readonly camera: boolean;
  readonly screen: boolean;
}

/**
 * Which pictures to ask for of the others, by id: in a small room all there ever are; in a larger one the pinned
 * member's, shared screens, then the cameras of those who spoke last, then the others in the order given.
 */
export function chooseVideos(
  others: readonly Candidate[],
  { pinned, speakers }: { pinned: string | null; speakers: readonly string[] },
): ReadonlyMap<string, Wanted> {
  if (others.length < everyoneUpTo) return new Map(others.map(({ id }) => [id, everything]));
  const rank = (id: string) => (speakers.includes(id) ? speakers.indexOf(id) : speakers.length);
  const ranked = [...others].sort((a, b) => rank(a.id) - rank(b.id));
  const first = others.filter(({ id }) => id === pinned);
  const places: [Candidate, VideoKind][] = [
    ...first.flatMap((one): [Candidate, VideoKind][] => [
      [one, 'screen'],
      [one, 'camera'],
    ]),
    ...others.map((one): [Candidate, VideoKind] => [one, 'screen']),
    ...ranked.map((one): [Candidate, VideoKind] => [one, 'camera']),
  ];
  const chosen = new Set<string>();
  for (const [one, kind] of places) {
    if (chosen.size < maximumVideos && one[kind]) chosen.add(`${kind} ${one.id}`);
  }
  const wanted = ({ id }: Candidate): Wanted => ({
    camera: chosen.has(`camera ${id}`),
    screen: chosen.has(`screen ${id}`),
  });
  return new Map(others.map((one) => [one.id, wanted(one)]));
}

export function isSameWant(a: Wanted, b: Wanted): boolean {
  return a.camera === b.camera && a.screen === b.screen;
}

/** The payload of a frame of topic `want`. */
export function wantPayload(wanted: Wanted): { videos: VideoKind[] } {
  return { videos: videoKinds.filter((kind) => wanted[kind]) };
}

/** More kinds of pictures than any later version may know; a longer list is none of ours. */
const maximumListed = 8;

/** Reads the payload of a `want`. Kinds we do not know are nothing we could send. Null when it is none. */
export function parseWant({ videos }: Record<string, unknown>): Wanted | null {
  const isList = Array.isArray(videos) && videos.length <= maximumListed;
  if (!isList || !videos.every((kind) => typeof kind === 'string')) return null;
  return { camera: videos.includes('camera'), screen: videos.includes('screen') };
}
