import { enByCode } from './enByCode.ts';
import { enOffline, enSecure, enTrust } from './enTrust.ts';

/** A device that is captured from, as sentences name it. */
export type Captured = 'camera' | 'microphone';

/**
 * Everything the app says, in English: the catalogue every other language is typed after. A
 * sentence with something in it is a function. Accessible names are part of the interface that
 * tests and screen readers know: change them as you would a button.
 */
export const en = {
  language: 'en',
  app: {
    guest: 'Guest',
    failedTitle: 'This page did not load completely',
    failedWords: 'Check your connection, then load it again.',
    loadAgain: 'Load again',
    close: 'Close',
    details: 'Details',
    tryAgain: 'Try again',
    /** "Anna", "Anna and Ben", "Anna, Ben and 2 others". */
    names: (shown: readonly string[], others: number): string =>
      others > 0
        ? `${shown.join(', ')} and ${others === 1 ? '1 other' : `${others} others`}`
        : joined(shown, 'and'),
  },
  home: {
    title: 'Start a room, send the link, and talk.',
    start: 'Start a room',
    startNote: 'It gets a secret link. Only people you send it to can come in.',
    enterLabel: 'Room name or link',
    enter: 'Join',
    enterNote: 'A room named by you is open to anyone who guesses its name.',
    insecure:
      'A room with a secret link needs a secure address. Open Hearth with https, or on the computer it runs on.',
    nothingTyped: "Type a room's name, or paste its link.",
    notALink: 'That link does not lead to a room here. Ask for it again.',
    notAName: "A room's name is made of letters, digits and dashes.",
  },
  recent: {
    title: 'Recent rooms',
    yours: 'Your room',
    lastHere: (when: string): string => `Last here ${when}`,
    forget: 'Forget',
    forgetAll: 'Forget all',
    undo: 'Undo',
    forgotten: (room: string): string => `${room} is forgotten.`,
    forgottenOwn: (room: string): string => `${room} is forgotten, and that it was your room.`,
    forgottenAll: (count: number): string => `${count} rooms are forgotten.`,
    remember: 'Remember on this device',
    remembers: 'This browser keeps the rooms you visit, and their links, until you forget them.',
    remembersNot: "Hearth keeps no room here. The browser's own history may.",
  },
  lobby: {
    preview: 'Preview',
    title: 'Come in',
    looking: 'Looking who is inside…',
    nobodyInside: 'Nobody is inside yet.',
    locked: 'The room is locked. You knock, and its owner lets you in.',
    countInside: (count: number): string =>
      count === 1 ? 'One person is inside.' : `${count} people are inside.`,
    namesInside: (names: string, count: number): string =>
      `${names} ${count === 1 ? 'is' : 'are'} inside.`,
    openToGuessing: 'Anyone who guesses this name can come in.',
    yourName: 'Your name',
    yourCamera: 'Your camera',
    mayAsk:
      'Your browser may ask for your camera and microphone. Choose Allow, so that the others can see and hear you.',
    audioOnlyNow: 'Audio only: the others hear you.',
    cameraOff: 'Your camera is off.',
    why: 'The others see and hear you through your camera and microphone. Your browser asks you first, and nothing is sent before you join.',
    reaching: 'Reaching Hearth…',
    join: 'Join room',
    turnOn: 'Turn on camera and microphone',
    joinWithout: 'Join without camera and microphone',
  },
  devices: {
    title: 'Devices',
    names: { camera: 'Camera', microphone: 'Microphone', speaker: 'Speaker' },
    systemDefault: 'System default',
    videoSize: 'Video size',
    sizes: {
      small: 'Small, for a slow connection',
      medium: 'Medium',
      large: 'Large, for a fast connection',
    },
    audioOnly: 'Audio only',
    switchCamera: 'Switch camera',
    level: 'Microphone level',
    cannotHear: "We can't hear your microphone",
    testSpeaker: 'Test speaker',
    speakerPlays: 'You should hear a chime now.',
    speakerPlayed: 'Did you hear it? If not, choose another speaker or turn it up.',
    speakerFailed: 'This speaker cannot play. Choose another one, then test it again.',
    speakerUnusable: 'This speaker cannot be used. Choose another one in Settings.',
    stoppedSharing: 'You stopped sharing your screen.',
    noiseSuppression: 'Noise suppression',
    echoCancellation: 'Echo cancellation',
    automaticGain: 'Automatic gain',
    lost: (kind: Captured): string => `Your ${kind} was disconnected.`,
    lostTodo: (kind: Captured): string =>
      kind === 'camera' ? 'Connect one, then turn the camera on.' : 'Connect one, then unmute.',
    nowInUse: (label: string): string => `Now in use: ${label}.`,
    stopped: (kind: Captured): string => `Your ${kind} was stopped by the system or another app.`,
    onAgain: (kind: Captured): string => `Your ${kind} had stopped. It is on again.`,
    withdrawn: (kind: Captured): string => `This page may not use your ${kind} any more.`,
    askAgain: (kind: Captured): string =>
      kind === 'camera'
        ? 'Turn it on, and your browser asks you again.'
        : 'Unmute, and your browser asks you again.',
    turnOn: (kind: Captured): string =>
      kind === 'camera' ? 'Turn the camera on to be seen.' : 'Unmute to be heard.',
    back: (label: string): string => `${label} is back and in use again.`,
    connected: (labels: string): string => `Connected: ${labels}.`,
    usedNow: 'It is in use now.',
    chooseIt: 'To use it, choose it in the list of devices.',
    paused: (kind: Captured): string =>
      kind === 'camera'
        ? 'The system or another app holds your camera back. Nobody sees you until it lets go.'
        : 'The system or another app holds your microphone back. Nobody hears you until it lets go.',
    resumed: (kind: Captured): string => `Your ${kind} works again.`,
    allowed: (kind: Captured): string => `This page may use your ${kind} now.`,
    speakerLost: (label: string): string =>
      `${label} was disconnected. You hear the others on the system's own speaker.`,
  },
  bar: {
    mute: { name: 'Mute microphone', caption: 'Mute' },
    unmute: { name: 'Unmute microphone', caption: 'Unmute' },
    cameraOff: { name: 'Turn camera off', caption: 'Camera off' },
    cameraOn: { name: 'Turn camera on', caption: 'Camera on' },
    switchCamera: { name: 'Switch camera', caption: 'Switch' },
    share: { name: 'Share screen', caption: 'Share screen' },
    stopSharing: { name: 'Stop sharing', caption: 'Stop sharing' },
    chat: { name: 'Chat', caption: 'Chat' },
    speakerView: { name: 'Speaker view', caption: 'Speaker' },
    gridView: { name: 'Grid view', caption: 'Grid' },
    people: { name: 'People', caption: 'People' },
    invite: { name: 'Invite', caption: 'Invite' },
    lock: { name: 'Lock room', caption: 'Lock' },
    unlock: { name: 'Unlock room', caption: 'Unlock' },
    locked: 'Locked',
    settings: { name: 'Settings', caption: 'Settings' },
    leave: { name: 'Leave', caption: 'Leave' },
  },
  room: {
    title: (room: string): string => `Room ${room}`,
    participants: 'Participants',
    hearEveryone: 'Tap to hear everyone',
    you: (label: string): string => `${label} (you)`,
    firstHere: "You're the first one here",
    aloneNow: 'You are alone here now',
    sendLink: 'Send the link to someone, or let them scan it.',
  },
  tile: {
    screenOf: (label: string): string => `Screen of ${label}`,
    paused: 'Paused',
    muted: 'Muted',
    speaking: 'Speaking',
    sharing: 'Sharing the screen',
    pin: 'Pin',
    unpin: 'Unpin',
    link: {
      connecting: 'Connecting',
      connected: 'Connected',
      reconnecting: 'Reconnecting',
      failed: 'Could not connect',
      refused: 'Could not connect',
    },
    security: {
      'end-to-end-verified': 'End-to-end, verified',
      'end-to-end-unverified': 'End-to-end, unverified',
      'server-can-read': 'The server can read this',
    },
  },
  news: {
    isHere: (name: string): string => `${name} is here`,
    left: (name: string): string => `${name} left`,
    removed: (name: string): string => `${name} was removed`,
    locked: 'The room is locked now. Whoever comes has to knock.',
    unlocked: 'The room is open again',
    sharesScreen: (name: string): string => `${name} shares the screen`,
    wrote: (name: string): string => `${name} wrote a message`,
    yourName: (name: string): string => `Your name is ${name} now`,
    youAreMuted: "You're muted",
    reconnecting: 'Reconnecting. Your call goes on.',
    welcomeBack: 'Welcome back',
  },
  chat: {
    title: 'Chat',
    messages: 'Messages',
    empty:
      'What you write here goes straight to everyone inside, and from them to those who come later. No server keeps it.',
    earlier: 'Earlier',
    message: 'Message',
    send: 'Send',
    you: 'You',
    undelivered: (names: string): string => `Did not reach ${names}.`,
    notSent: 'This message could not be sent. Try again.',
  },
  people: {
    title: 'People',
    places: (taken: number, capacity: number): string =>
      `${taken} of ${capacity} places are taken.`,
    locked: 'The room is locked: whoever comes has to knock.',
    verify: 'Verify',
    compared: 'You compared the safety code',
    remove: 'Remove',
    removeSure: (name: string): string =>
      `${name} leaves at once and cannot come back into this room.`,
    keep: 'Keep',
    closeRoom: 'Close room',
    closeSure: 'Everyone leaves, you too. The link can open the room again.',
    keepOpen: 'Keep it open',
  },
  /** Somebody asks for an answer. */
  asks: {
    title: 'Waiting for your answer',
    knocks: (name: string): string => `${name} would like to come in`,
    letIn: 'Let in',
    refuse: 'Refuse',
    wantsToVerify: (name: string): string => `${name} wants to compare the safety code with you`,
    compare: 'Compare',
    notNow: 'Not now',
  },
  verify: {
    title: (name: string): string => `Verify ${name}`,
    waiting: 'The safety code is being made…',
    compare: (name: string): string =>
      `Tell each other which seven signs you see, and listen to the voice. If both of you see the same ones in the same order, nobody stands between you and ${name}.`,
    signs: 'Safety code',
    match: 'They match',
    differ: 'They do not match',
    cancel: 'Cancel',
    confirmed: (name: string): string => `${name} is verified. Hearth remembers it on this device.`,
    cancelled: 'The comparison was ended. Nothing has changed.',
    differs: (name: string): string =>
      `Then somebody may stand between you and ${name}. Say nothing here that others must not hear, and meet over another link.`,
    refused: (name: string): string =>
      `The answer of the other side was not what it had announced. Somebody may stand between you and ${name}.`,
    /** What each sign of the safety code is called, to be said aloud. */
    signNames: {
      '🐶': 'dog',
      '🐱': 'cat',
      '🐭': 'mouse',
      '🐰': 'rabbit',
      '🦊': 'fox',
      '🐼': 'panda',
      '🐷': 'pig',
      '🐸': 'frog',
      '🐵': 'monkey',
      '🐔': 'chicken',
      '🐧': 'penguin',
      '🦉': 'owl',
      '🐝': 'bee',
      '🦋': 'butterfly',
      '🐌': 'snail',
      '🐢': 'turtle',
      '🐍': 'snake',
      '🐙': 'octopus',
      '🐟': 'fish',
      '🐘': 'elephant',
      '🦒': 'giraffe',
      '🐴': 'horse',
      '🐮': 'cow',
      '🦁': 'lion',
      '🌵': 'cactus',
      '🌻': 'sunflower',
      '🍄': 'mushroom',
      '🍀': 'clover',
      '🍎': 'apple',
      '🍌': 'banana',
      '🍇': 'grapes',
      '🍓': 'strawberry',
      '🍋': 'lemon',
      '🍒': 'cherries',
      '🍍': 'pineapple',
      '🥕': 'carrot',
      '🌽': 'corn',
      '🍞': 'bread',
      '🧀': 'cheese',
      '🍕': 'pizza',
      '🌙': 'moon',
      '⭐': 'star',
      '🌈': 'rainbow',
      '🔥': 'fire',
      '🎂': 'cake',
      '🎈': 'balloon',
      '🎁': 'gift',
      '🎸': 'guitar',
      '🎺': 'trumpet',
      '🥁': 'drum',
      '🚗': 'car',
      '🚲': 'bicycle',
      '🚀': 'rocket',
      '⛵': 'sailboat',
      '🚂': 'train',
      '🏠': 'house',
      '🔑': 'key',
      '🔔': 'bell',
      '🔨': 'hammer',
      '📞': 'telephone',
      '📚': 'books',
      '☔': 'umbrella',
      '⚓': 'anchor',
      '👑': 'crown',
    },
  },
  invite: {
    title: 'Invite',
    keyed: 'Only people with this link can come in. Send it to those you want to see.',
    named: "Anyone who guesses this room's name can come in.",
    copy: 'Copy link',
    share: 'Share',
    link: 'Link to this room',
    qrCode: 'QR code of the link',
    copied: 'Link copied. Send it to someone.',
    copyByHand: 'Copy the marked link, then send it to someone.',
  },
  settings: {
    title: 'Settings',
    language: 'Language',
    automatic: 'Automatic',
    theme: 'Light or dark',
    themes: { system: 'Like this device', light: 'Light', dark: 'Dark' },
    chime: 'Play a chime when someone comes in',
    way: 'Connection to Hearth',
    ways: {
      websocket: 'Direct (WebSocket).',
      'http-stream': 'By web requests: this network blocks WebSockets. Calls work as usual.',
      'long-polling':
        'By asking again and again: this network holds answers back. Calls work as usual.',
      none: 'Cut off. Hearth keeps trying.',
    },
  },
  waiting: {
    title: 'Waiting to be let in',
    words: 'This room is locked. Whoever made it hears that you are here.',
    patience: 'This page goes in by itself when the door is opened.',
    leave: 'Leave',
  },
  ends: {
    rejoin: 'Rejoin',
    back: 'Back to start',
    left: { title: 'You left the room', words: 'Your camera and microphone are off.' },
    full: {
      title: 'This room is full',
      words: 'Everyone inside has a place. When somebody leaves, you can come in.',
    },
    stillFull: 'It is still full. Try again in a moment.',
    removed: {
      title: 'You were removed from this room',
      words: 'Whoever made the room has removed you. You cannot come in again from this browser.',
    },
    barred: {
      title: 'You cannot come into this room',
      words: 'Whoever made the room has removed you from it before.',
    },
    'closed-by-owner': {
      title: 'The room was closed',
      words: 'Whoever made the room has closed it for everyone.',
    },
    'not-let-in': {
      title: 'You were not let in',
      words: 'The room is locked, and the answer was no, or there was none in time.',
    },
    'stopped-waiting': {
      title: 'You stopped waiting',
      words: 'Nobody has let you in yet. You can knock again.',
    },
    idle: {
      title: 'The line went quiet',
      words: 'Nothing was heard from this page for a long time, so its place was given up.',
    },
    replaced: {
      title: 'You are in this room somewhere else',
      words: 'Your place was opened in another tab or window. The call goes on there.',
    },
    'too-slow': {
      title: 'The connection could not keep up',
      words: 'Too much was waiting to reach you, so your place was given up.',
    },
    lost: {
      title: 'The connection was lost',
      words: 'Hearth could not bring it back. Check your connection, then come in again.',
    },
    'missing-key': {
      title: 'Part of the link is missing. Ask for it again.',
      words:
        'The end of the link, after the # sign, opens the room. Without it nobody can come in.',
    },
    'wrong-key': {
      title: 'This link does not open the room. Ask for it again.',
      words: 'The end of the link, after the # sign, belongs to another room.',
    },
    insecure: {
      title: enSecure.title,
      words: 'This room needs a secure address, too: its secret link works only there.',
    },
  },
  secure: enSecure,
  trust: enTrust,
  offline: enOffline,
  /** Sentences for the stable codes of SDK and server. */
  byCode: enByCode,
};

/** The shape of a catalogue: another language that leaves a sentence out does not compile. */
export type Words = typeof en;

/** "Anna", "Anna and Ben", "Anna, Ben and Caro". */
export function joined(names: readonly string[], and: string): string {
  if (names.length <= 1) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} ${and} ${names.at(-1)}`;
}
