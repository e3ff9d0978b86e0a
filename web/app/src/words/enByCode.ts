import type { Captured } from './en.ts';

const misunderstood = 'Hearth and this page did not understand each other. Load the page again.';
const lostPlace = 'Your place in the room was given up. Join again.';
const nothingMore = 'Nothing is sent or shown on it. Everyone else talks on.';
const triesAgain = 'Hearth tries again every half minute.';
const secureAddress =
  'Open this page with https, or on the computer Hearth runs on. You can join without it.';

type Device = Captured | 'screen';

interface DeviceSentences {
  readonly what: (kind: Device) => string;
  readonly todo: (kind: Device) => string;
}

/** Types every sentence alike: another language may need the device where English does not. */
function aboutDevices<K extends string>(
  sentences: Record<K, DeviceSentences>,
): Record<K, DeviceSentences> {
  return sentences;
}

/** English for the stable codes; a code never stands without its sentence. */
export const enByCode = {
  /** Answers to requests, and notices: RequestError of the SDK, `error` of the server. */
  errors: {
    'room-full': 'This room is full.',
    'server-full': 'Hearth has no place left right now. Wait a minute, then try again.',
    'rate-limited': 'That was a lot in a short time. Wait a minute, then try again.',
    'too-many-rooms': 'Many rooms were started from here. Wait a few minutes, then try again.',
    'invalid-room': "That is not a room's name. Use letters, digits and dashes.",
    'invalid-name': 'This name cannot be shown to the others. Choose another one.',
    'origin-refused':
      'This page is not allowed to use this server. Open Hearth at its own address.',
    'unsupported-protocol': 'This page is older than the server. Load it again.',
    'room-exists': 'That room is open already. Join it by its name.',
    'key-required': 'Part of the link is missing. Ask for it again.',
    'wrong-proof': 'This link does not open the room. Ask for it again.',
    downgraded: 'This link does not open the room. Ask for it again.',
    'insecure-context': 'This room needs a secure address.',
    unreachable: 'Hearth cannot be reached. Check your connection, then try again.',
    'peer-unreachable': 'Somebody has just gone and could not be reached.',
    'unknown-member': 'Somebody has just gone and could not be reached.',
    'room-locked-full': 'Many people are waiting at this door already. Try again in a while.',
    'not-let-in': 'Nobody let you in this time.',
    barred: 'You were removed from this room and cannot come in again.',
    removed: 'You were removed from this room.',
    'closed-by-owner': 'The owner closed this room.',
    'unknown-knock': 'Whoever knocked is not at the door any more.',
    'owner-stays': 'The owner of a room cannot be removed from it.',
    'not-owner': 'Only the owner of this room can do that.',
    'invalid-identity': misunderstood,
    'unknown-connection': misunderstood,
    knocking: 'This room is locked now. Waiting until the owner lets you in again.',
    'not-verifiable': 'There is nobody here to compare a safety code with.',
    'connection-busy': misunderstood,
    'place-lost': lostPlace,
    'place-given-up': lostPlace,
    'invalid-token': lostPlace,
    'not-joined': lostPlace,
    replaced: 'Your place was opened in another tab or window.',
    idle: lostPlace,
    'too-slow': lostPlace,
    'already-joined': misunderstood,
    'message-too-large': 'That was too much at once. Send less.',
    'invalid-message': misunderstood,
    'invalid-answer': misunderstood,
    'invalid-json': misunderstood,
    'invalid-utf8': misunderstood,
    'invalid-sequence': misunderstood,
    'unknown-type': misunderstood,
    'signal-to-self': misunderstood,
    'server-restarting': 'Hearth is restarting. Your call goes on.',
    'welcome-back': 'Welcome back',
    'unknown-topology':
      'The server asked for a kind of call this page does not know, so nothing was changed.',
  },
  /** Notices about one of the others. */
  about: {
    'new-device': (name: string): string =>
      `${name} is here with another device than before, or is somebody else of that name.`,
  },
  /** Why a link to a member does not work. */
  links: {
    refused: {
      cause:
        "This connection was refused: what arrived was not from someone with the room's link, or was changed on the way.",
      doing: nothingMore,
    },
    'refused-by-peer': {
      cause:
        "The other browser refused this connection: what reached it was not from someone with the room's link, or was changed on the way.",
      doing: nothingMore,
    },
    'ended-by-peer': {
      cause: 'The other side ended this connection.',
      doing: 'Hearth waits for news from there.',
    },
    'no-answer': { cause: 'The other browser has not answered yet.', doing: triesAgain },
    'no-network': {
      cause: 'This browser found no network to connect over.',
      doing: triesAgain,
    },
    'no-way': {
      cause: 'No direct way between the two networks was found, and this server offers no relay.',
      doing: triesAgain,
    },
    'no-way-over-relay': {
      cause: 'No way between the two networks was found, not even over the relay.',
      doing: triesAgain,
    },
  },
  /** A device that did not start: what happened, and what one can do about it. */
  devices: aboutDevices({
    denied: {
      what: (kind) => `This page may not use your ${kind}.`,
      todo: (kind) => `Allow the ${kind} beside the address bar, then try again.`,
    },
    dismissed: {
      what: (kind) => `The question about your ${kind} was closed without an answer.`,
      todo: () => 'Try again and choose Allow.',
    },
    'denied-by-system': {
      what: (kind) => `The system settings keep this browser from using the ${kind}.`,
      todo: () => 'Allow it in the privacy settings of this device, then try again.',
    },
    'blocked-by-policy': {
      what: (kind) => `This browser does not let this page use the ${kind}.`,
      todo: () =>
        'Someone who looks after this device may have switched it off. You can join without it.',
    },
    'insecure-context': {
      what: (kind) => `The browser gives the ${kind} only to pages with a secure address.`,
      todo: () => secureAddress,
    },
    'not-found': {
      what: (kind) =>
        kind === 'screen' ? 'There is no screen to share.' : `No ${kind} was found.`,
      todo: (kind) =>
        kind === 'screen' ? 'Choose a window or a tab instead.' : 'Connect one, then try again.',
    },
    'in-use': {
      what: (kind) =>
        kind === 'screen'
          ? 'The screen could not be read.'
          : `Your ${kind} is used by another app.`,
      todo: (kind) =>
        kind === 'screen' ? 'Try again, or choose a window.' : 'Close it, then try again.',
    },
    'not-suitable': {
      what: (kind) => `The chosen ${kind} is not there any more, or cannot do what was asked.`,
      todo: () => 'Choose another one in the list.',
    },
    'not-shared': {
      what: () => 'Nothing is shared.',
      todo: () => 'Share again when you are ready.',
    },
    'did-not-start': {
      what: (kind) => `Your ${kind} did not start.`,
      todo: () => 'Try again.',
    },
    unknown: {
      what: (kind) => `Your ${kind} could not be started.`,
      todo: () => 'Try again, or join without it.',
    },
  }),
  /** What stops the camera often stops the microphone, too: then one sentence is enough. */
  bothDevices: {
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
  },
};
