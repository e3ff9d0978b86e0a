import type { DeviceProblem } from '@hearth/peering';

type Words = Pick<DeviceProblem, 'what' | 'todo'>;

/** What stops the camera often stops the microphone, too: then one sentence is enough. */
const forBoth: Readonly<Record<string, Words>> = {
  denied: {
    what: 'This page may not use your camera and microphone.',
    todo: 'Allow both beside the address bar, then try again.',
  },
  dismissed: {
    what: 'The question about your camera and microphone was closed without an answer.',
    todo: 'Try again and choose Allow.',
  },
  'denied-by-system': {
    what: 'The system settings keep this browser from using the camera and the microphone.',
    todo: 'Allow both in the privacy settings of this device, then try again.',
  },
  'insecure-context': {
    what: 'The browser gives camera and microphone only to pages with a secure address.',
    todo: 'Open this page with https, or on the computer Hearth runs on. You can join without them.',
  },
  'not-found': {
    what: 'No camera and no microphone were found.',
    todo: 'Connect them, then try again.',
  },
};

/** The problems of camera and microphone, as one where they are the same. */
export function inOne(problems: readonly DeviceProblem[]): readonly DeviceProblem[] {
  const [first, second] = problems;
  if (first === undefined || first.code !== second?.code) return problems;
  const words = Object.hasOwn(forBoth, first.code) ? forBoth[first.code] : undefined;
  return words === undefined ? problems : [{ code: first.code, ...words }];
}
