import { deByCode } from './deByCode.ts';
import { type Captured, joined, type Words } from './en.ts';

/** German, as one friend speaks to another. */
export const de: Words = {
  language: 'de',
  app: {
    guest: 'Gast',
    failedTitle: 'Diese Seite wurde nicht ganz geladen',
    failedWords: 'Prüfe deine Verbindung und lade sie dann neu.',
    loadAgain: 'Neu laden',
    close: 'Schließen',
    details: 'Einzelheiten',
    tryAgain: 'Noch einmal versuchen',
    names: (shown, others) =>
      others > 0
        ? `${shown.join(', ')} und ${others === 1 ? '1 weitere Person' : `${others} weitere`}`
        : joined(shown, 'und'),
  },
  home: {
    title: 'Raum\u00a0öffnen, Link\u00a0schicken, reden.',
    start: 'Raum öffnen',
    startNote: 'Er bekommt einen geheimen Link. Nur wer ihn von dir hat, kann herein.',
    enterLabel: 'Name oder Link eines Raums',
    enter: 'Hingehen',
    enterNote: 'Ein Raum, dem du selbst einen Namen gibst, steht allen offen, die ihn erraten.',
    insecure:
      'Ein Raum mit geheimem Link braucht eine sichere Adresse. Öffne Hearth mit https oder auf dem Computer, auf dem es läuft.',
    nothingTyped: 'Schreib den Namen eines Raums oder füge seinen Link ein.',
    notALink: 'Dieser Link führt hier zu keinem Raum. Lass ihn dir noch einmal schicken.',
    notAName: 'Der Name eines Raums besteht aus Buchstaben, Ziffern und Strichen.',
  },
  recent: {
    title: 'Letzte Räume',
    yours: 'Dein Raum',
    lastHere: (when) => `Zuletzt hier: ${when}`,
    forget: 'Vergessen',
    forgetAll: 'Alle vergessen',
    undo: 'Rückgängig',
    forgotten: (room) => `${room} ist vergessen.`,
    forgottenOwn: (room) => `${room} ist vergessen, auch dass es dein Raum war.`,
    forgottenAll: (count) => `${count} Räume sind vergessen.`,
    remember: 'Auf diesem Gerät merken',
    remembers:
      'Dieser Browser merkt sich die Räume, die du besuchst, mit ihren Links, bis du sie vergisst.',
    remembersNot: 'Hearth merkt sich hier keinen Raum. Der Verlauf des Browsers vielleicht schon.',
  },
  lobby: {
    preview: 'Vorschau',
    title: 'Komm herein',
    looking: 'Mal sehen, wer da ist…',
    nobodyInside: 'Noch ist niemand da.',
    countInside: (count) => (count === 1 ? 'Eine Person ist da.' : `${count} Personen sind da.`),
    namesInside: (names, count) => `${names} ${count === 1 ? 'ist' : 'sind'} da.`,
    openToGuessing: 'Wer diesen Namen errät, kann hereinkommen.',
    yourName: 'Dein Name',
    yourCamera: 'Deine Kamera',
    mayAsk:
      'Dein Browser fragt vielleicht nach Kamera und Mikrofon. Wähle „Zulassen“, damit die anderen dich sehen und hören.',
    audioOnlyNow: 'Nur Ton: Die anderen hören dich.',
    cameraOff: 'Deine Kamera ist aus.',
    why: 'Die anderen sehen und hören dich über deine Kamera und dein Mikrofon. Dein Browser fragt dich vorher, und gesendet wird erst, wenn du drin bist.',
    reaching: 'Hearth wird gerufen…',
    join: 'Eintreten',
    turnOn: 'Kamera und Mikrofon einschalten',
    joinWithout: 'Ohne Kamera und Mikrofon eintreten',
  },
  devices: {
    title: 'Geräte',
    names: { camera: 'Kamera', microphone: 'Mikrofon', speaker: 'Lautsprecher' },
    systemDefault: 'Standard des Systems',
    videoSize: 'Bildgröße',
    sizes: {
      small: 'Klein, für langsame Leitungen',
      medium: 'Mittel',
      large: 'Groß, für schnelle Leitungen',
    },
    audioOnly: 'Nur Ton',
    switchCamera: 'Kamera wechseln',
    level: 'Pegel des Mikrofons',
    cannotHear: 'Wir hören dein Mikrofon nicht',
    testSpeaker: 'Lautsprecher testen',
    speakerPlays: 'Jetzt solltest du einen Klang hören.',
    speakerPlayed: 'Gehört? Wenn nicht, wähle einen anderen Lautsprecher oder stell ihn lauter.',
    speakerFailed: 'Dieser Lautsprecher gibt nichts wieder. Wähle einen anderen und teste ihn.',
    speakerUnusable: 'Dieser Lautsprecher geht nicht. Wähle in den Einstellungen einen anderen.',
    stoppedSharing: 'Dein Bildschirm wird nicht mehr geteilt.',
    lost: (kind) => `${your[kind]} ist nicht mehr verbunden.`,
    lostTodo: (kind) =>
      kind === 'camera'
        ? 'Schließ eine an und schalte dann die Kamera ein.'
        : 'Schließ eins an und schalte es dann ein.',
    nowInUse: (label) => `Jetzt in Gebrauch: ${label}.`,
  },
  bar: {
    mute: { name: 'Mikrofon ausschalten', caption: 'Mikrofon aus' },
    unmute: { name: 'Mikrofon einschalten', caption: 'Mikrofon ein' },
    cameraOff: { name: 'Kamera ausschalten', caption: 'Kamera aus' },
    cameraOn: { name: 'Kamera einschalten', caption: 'Kamera ein' },
    switchCamera: { name: 'Kamera wechseln', caption: 'Wechseln' },
    share: { name: 'Bildschirm teilen', caption: 'Teilen' },
    stopSharing: { name: 'Teilen beenden', caption: 'Beenden' },
    chat: { name: 'Chat', caption: 'Chat' },
    people: { name: 'Leute', caption: 'Leute' },
    invite: { name: 'Einladen', caption: 'Einladen' },
    lock: { name: 'Raum abschließen', caption: 'Abschließen' },
    unlock: { name: 'Raum aufschließen', caption: 'Aufschließen' },
    locked: 'Abgeschlossen',
    settings: { name: 'Einstellungen', caption: 'Einstellungen' },
    leave: { name: 'Gehen', caption: 'Gehen' },
  },
  room: {
    title: (room) => `Raum ${room}`,
    participants: 'Alle im Raum',
    hearEveryone: 'Tippen, um alle zu hören',
    you: (label) => `${label} (du)`,
    firstHere: 'Du bist zuerst da',
    aloneNow: 'Jetzt bist du allein hier',
    sendLink: 'Schick jemandem den Link oder lass ihn scannen.',
  },
  tile: {
    screenOf: (label) => `Bildschirm von ${label}`,
    paused: 'Pause',
    muted: 'Stumm',
    speaking: 'Spricht',
    sharing: 'Teilt den Bildschirm',
    link: {
      connecting: 'Verbindet',
      connected: 'Verbunden',
      reconnecting: 'Verbindet neu',
      failed: 'Nicht verbunden',
      refused: 'Nicht verbunden',
    },
    security: {
      'end-to-end-verified': 'Ende zu Ende, geprüft',
      'end-to-end-unverified': 'Ende zu Ende, ungeprüft',
      'server-can-read': 'Der Server kann mitlesen',
    },
  },
  news: {
    isHere: (name) => `${name} ist da`,
    left: (name) => `${name} ist gegangen`,
    removed: (name) => `${name} wurde hinausgeschickt`,
    locked: 'Der Raum ist jetzt abgeschlossen. Wer kommt, muss klopfen.',
    unlocked: 'Der Raum ist wieder offen',
    sharesScreen: (name) => `${name} teilt den Bildschirm`,
    wrote: (name) => `${name} hat geschrieben`,
    yourName: (name) => `Du heißt jetzt ${name}`,
    youAreMuted: 'Dein Mikrofon ist aus',
    reconnecting: 'Die Verbindung wird erneuert. Dein Gespräch geht weiter.',
    welcomeBack: 'Schön, dass du wieder da bist',
  },
  chat: {
    title: 'Chat',
    messages: 'Nachrichten',
    empty:
      'Was du hier schreibst, geht direkt an alle im Raum, und von ihnen an die, die später kommen. Kein Server hebt es auf.',
    earlier: 'Vorher',
    message: 'Nachricht',
    send: 'Senden',
    you: 'Du',
    undelivered: (names) => `Nicht angekommen bei ${names}.`,
    notSent: 'Diese Nachricht ging nicht hinaus. Versuch es noch einmal.',
  },
  people: {
    title: 'Leute',
    places: (taken, capacity) => `${taken} von ${capacity} Plätzen sind besetzt.`,
    locked: 'Der Raum ist abgeschlossen: Wer kommt, muss klopfen.',
    verify: 'Überprüfen',
    compared: 'Ihr habt den Sicherheitscode verglichen',
    remove: 'Hinausschicken',
    removeSure: (name) => `${name} muss sofort gehen und kann nicht in diesen Raum zurück.`,
    keep: 'Dabehalten',
    closeRoom: 'Raum schließen',
    closeSure: 'Alle gehen, du auch. Mit dem Link lässt sich der Raum wieder öffnen.',
    keepOpen: 'Offen lassen',
  },
  asks: {
    title: 'Wartet auf deine Antwort',
    knocks: (name) => `${name} möchte hereinkommen`,
    letIn: 'Hereinlassen',
    refuse: 'Ablehnen',
    wantsToVerify: (name) => `${name} möchte den Sicherheitscode mit dir vergleichen`,
    compare: 'Vergleichen',
    notNow: 'Jetzt nicht',
  },
  verify: {
    title: (name) => `${name} überprüfen`,
    waiting: (name) =>
      `${name} wird gefragt. Stimmt ${name} zu, erscheint hier der Sicherheitscode.`,
    compare: (name) =>
      `Sagt einander, welche sieben Zeichen ihr seht, und achtet auf die Stimme. Sind es dieselben in derselben Reihenfolge, steht niemand zwischen dir und ${name}.`,
    signs: 'Sicherheitscode',
    match: 'Sie stimmen überein',
    differ: 'Sie stimmen nicht überein',
    cancel: 'Abbrechen',
    agreed: (name) => `Du hast gesagt, dass sie übereinstimmen. Jetzt fehlt noch ${name}.`,
    confirmed: (name) => `${name} ist überprüft. Hearth merkt es sich auf diesem Gerät.`,
    cancelled: 'Der Vergleich wurde beendet. Es hat sich nichts geändert.',
    refused: (name) =>
      `Das wurde nicht bestätigt. Waren die Zeichen verschieden, steht vielleicht jemand zwischen dir und ${name}: Sag hier nichts, was andere nicht hören dürfen.`,
  },
  invite: {
    title: 'Einladen',
    keyed: 'Nur wer diesen Link hat, kann herein. Schick ihn denen, die du sehen magst.',
    named: 'Wer den Namen dieses Raums errät, kann hereinkommen.',
    copy: 'Link kopieren',
    share: 'Teilen',
    link: 'Link zu diesem Raum',
    qrCode: 'QR-Code des Links',
    copied: 'Link kopiert. Schick ihn jemandem.',
    copyByHand: 'Kopiere den markierten Link und schick ihn jemandem.',
  },
  settings: {
    title: 'Einstellungen',
    language: 'Sprache',
    automatic: 'Automatisch',
    theme: 'Hell oder dunkel',
    themes: { system: 'Wie dieses Gerät', light: 'Hell', dark: 'Dunkel' },
    chime: 'Ein Klang, wenn jemand hereinkommt',
  },
  waiting: {
    title: 'Du wartest vor der Tür',
    words: 'Dieser Raum ist abgeschlossen. Wer ihn geöffnet hat, erfährt, dass du da bist.',
    patience: 'Diese Seite geht von selbst hinein, sobald die Tür aufgeht.',
    leave: 'Gehen',
  },
  ends: {
    rejoin: 'Wieder hinein',
    back: 'Zum Anfang',
    left: {
      title: 'Du hast den Raum verlassen',
      words: 'Deine Kamera und dein Mikrofon sind aus.',
    },
    full: {
      title: 'Dieser Raum ist voll',
      words: 'Alle Plätze sind besetzt. Sobald jemand geht, kannst du herein.',
    },
    stillFull: 'Er ist noch voll. Versuch es gleich noch einmal.',
    removed: {
      title: 'Du wurdest aus diesem Raum geschickt',
      words:
        'Wer den Raum geöffnet hat, hat dich hinausgeschickt. Mit diesem Browser kommst du nicht wieder hinein.',
    },
    barred: {
      title: 'In diesen Raum kannst du nicht',
      words: 'Wer den Raum geöffnet hat, hat dich schon einmal hinausgeschickt.',
    },
    'closed-by-owner': {
      title: 'Der Raum wurde geschlossen',
      words: 'Wer den Raum geöffnet hat, hat ihn für alle geschlossen.',
    },
    'not-let-in': {
      title: 'Du wurdest nicht hereingelassen',
      words: 'Der Raum ist abgeschlossen, und die Antwort war nein oder blieb aus.',
    },
    'stopped-waiting': {
      title: 'Du wartest nicht mehr',
      words: 'Bisher hat dich niemand hereingelassen. Du kannst noch einmal klopfen.',
    },
    idle: {
      title: 'Hier wurde es still',
      words: 'Von dieser Seite war lange nichts zu hören, darum wurde dein Platz frei.',
    },
    replaced: {
      title: 'Du bist anderswo in diesem Raum',
      words:
        'Dein Platz wurde in einem anderen Tab oder Fenster geöffnet. Dort geht das Gespräch weiter.',
    },
    'too-slow': {
      title: 'Die Verbindung kam nicht mit',
      words: 'Zu viel hat auf dem Weg zu dir gewartet, darum wurde dein Platz frei.',
    },
    lost: {
      title: 'Die Verbindung ist abgerissen',
      words:
        'Hearth konnte sie nicht zurückholen. Prüfe deine Verbindung und komm dann wieder herein.',
    },
    'missing-key': {
      title: 'Ein Teil des Links fehlt. Lass ihn dir noch einmal schicken.',
      words:
        'Das Ende des Links, hinter dem Zeichen #, öffnet den Raum. Ohne dieses Ende kommt niemand hinein.',
    },
    'wrong-key': {
      title: 'Dieser Link öffnet den Raum nicht. Lass ihn dir noch einmal schicken.',
      words: 'Das Ende des Links, hinter dem Zeichen #, gehört zu einem anderen Raum.',
    },
    insecure: {
      title: 'Dieser Raum braucht eine sichere Adresse',
      words:
        'Sein geheimer Link geht nur auf Seiten mit https oder auf dem Computer, auf dem Hearth läuft. Bitte um einen Link, der mit https beginnt.',
    },
  },
  byCode: deByCode,
};

const your: Readonly<Record<Captured, string>> = {
  camera: 'Deine Kamera',
  microphone: 'Dein Mikrofon',
};
