import type { Words } from './en.ts';

const misunderstood = 'Hearth und diese Seite haben sich nicht verstanden. Lade die Seite neu.';
const lostPlace = 'Dein Platz im Raum wurde frei. Tritt noch einmal ein.';
const nothingMore = 'Darüber wird nichts gesendet oder gezeigt. Alle anderen reden weiter.';
const triesAgain = 'Hearth versucht es jede halbe Minute noch einmal.';
const wrongLink = 'Dieser Link öffnet den Raum nicht. Lass ihn dir noch einmal schicken.';
const justGone = 'Jemand ist gerade gegangen und war nicht zu erreichen.';

/** The devices in the cases that sentences need. */
const your = { camera: 'deine Kamera', microphone: 'dein Mikrofon', screen: 'dein Bildschirm' };
const the = { camera: 'die Kamera', microphone: 'das Mikrofon', screen: 'den Bildschirm' };
const toYour = {
  camera: 'deiner Kamera',
  microphone: 'deinem Mikrofon',
  screen: 'deinem Bildschirm',
};
const none = { camera: 'Keine Kamera', microphone: 'Kein Mikrofon', screen: 'Kein Bildschirm' };
const it = { camera: 'sie', microphone: 'es', screen: 'ihn' };
const oneOf = { camera: 'eine', microphone: 'eins', screen: 'einen' };
const another = { camera: 'eine andere', microphone: 'ein anderes', screen: 'einen anderen' };
const chosen = {
  camera: 'Die gewählte Kamera',
  microphone: 'Das gewählte Mikrofon',
  screen: 'Der gewählte Bildschirm',
};

/** German for the stable codes. */
export const deByCode: Words['byCode'] = {
  errors: {
    'room-full': 'Dieser Raum ist voll.',
    'server-full': 'Hearth hat gerade keinen Platz. Warte eine Minute und versuch es noch einmal.',
    'rate-limited': 'Das war viel in kurzer Zeit. Warte eine Minute und versuch es noch einmal.',
    'too-many-rooms':
      'Von hier wurden viele Räume geöffnet. Warte ein paar Minuten und versuch es noch einmal.',
    'invalid-room': 'So heißt kein Raum. Nimm Buchstaben, Ziffern und Striche.',
    'invalid-name': 'Dieser Name lässt sich den anderen nicht zeigen. Wähle einen anderen.',
    'origin-refused':
      'Diese Seite darf diesen Server nicht benutzen. Öffne Hearth unter seiner eigenen Adresse.',
    'unsupported-protocol': 'Diese Seite ist älter als der Server. Lade sie neu.',
    'room-exists': 'Diesen Raum gibt es schon. Geh über seinen Namen hinein.',
    'key-required': 'Ein Teil des Links fehlt. Lass ihn dir noch einmal schicken.',
    'wrong-proof': wrongLink,
    downgraded: wrongLink,
    'insecure-context': 'Dieser Raum braucht eine sichere Adresse.',
    unreachable:
      'Hearth ist nicht zu erreichen. Prüfe deine Verbindung und versuch es noch einmal.',
    'peer-unreachable': justGone,
    'unknown-member': justGone,
    'room-locked-full': 'An dieser Tür warten schon viele. Versuch es später noch einmal.',
    'not-let-in': 'Diesmal hat dich niemand hereingelassen.',
    barred: 'Du wurdest aus diesem Raum entfernt und kannst nicht wieder hinein.',
    removed: 'Du wurdest aus diesem Raum entfernt.',
    'closed-by-owner': 'Der Raum wurde geschlossen.',
    'unknown-knock': 'An der Tür steht niemand mehr.',
    'owner-stays': 'Wem ein Raum gehört, der lässt sich nicht daraus entfernen.',
    'not-owner': 'Das kann nur, wem dieser Raum gehört.',
    'invalid-identity': misunderstood,
    'unknown-connection': misunderstood,
    knocking:
      'Dieser Raum ist jetzt abgeschlossen. Du wartest, bis du wieder hereingelassen wirst.',
    'not-verifiable': 'Hier ist niemand, mit dem sich ein Sicherheitscode vergleichen lässt.',
    'connection-busy': misunderstood,
    'place-lost': lostPlace,
    'place-given-up': lostPlace,
    'invalid-token': lostPlace,
    'not-joined': lostPlace,
    replaced: 'Dein Platz wurde in einem anderen Tab oder Fenster geöffnet.',
    idle: lostPlace,
    'too-slow': lostPlace,
    'already-joined': misunderstood,
    'message-too-large': 'Das war zu viel auf einmal. Schick weniger.',
    'invalid-message': misunderstood,
    'invalid-answer': misunderstood,
    'invalid-json': misunderstood,
    'invalid-utf8': misunderstood,
    'invalid-sequence': misunderstood,
    'unknown-type': misunderstood,
    'signal-to-self': misunderstood,
    'server-restarting': 'Hearth startet neu. Dein Gespräch geht weiter.',
    'welcome-back': 'Schön, dass du wieder da bist',
    'unknown-topology':
      'Der Server wollte eine Art von Gespräch, die diese Seite nicht kennt. Alles bleibt, wie es ist.',
  },
  about: {
    'new-device': (name) =>
      `${name} ist mit einem anderen Gerät hier als früher, oder es ist jemand anderes mit diesem Namen.`,
  },
  links: {
    refused: {
      cause:
        'Diese Verbindung wurde abgelehnt: Was ankam, war nicht von jemandem mit dem Link des Raums oder wurde unterwegs verändert.',
      doing: nothingMore,
    },
    'refused-by-peer': {
      cause:
        'Der andere Browser hat diese Verbindung abgelehnt: Was bei ihm ankam, war nicht von jemandem mit dem Link des Raums oder wurde unterwegs verändert.',
      doing: nothingMore,
    },
    'ended-by-peer': {
      cause: 'Die andere Seite hat diese Verbindung beendet.',
      doing: 'Hearth wartet auf Nachricht von dort.',
    },
    'no-answer': { cause: 'Der andere Browser hat noch nicht geantwortet.', doing: triesAgain },
    'no-network': {
      cause: 'Dieser Browser hat kein Netz gefunden, über das er sich verbinden kann.',
      doing: triesAgain,
    },
    'no-way': {
      cause:
        'Zwischen den beiden Netzen fand sich kein direkter Weg, und dieser Server bietet keinen Umweg an.',
      doing: triesAgain,
    },
    'no-way-over-relay': {
      cause: 'Zwischen den beiden Netzen fand sich kein Weg, auch nicht über einen Umweg.',
      doing: triesAgain,
    },
  },
  devices: {
    denied: {
      what: (kind) =>
        `Diese Seite darf ${kind === 'screen' ? the.screen : your[kind]} nicht benutzen.`,
      todo: (kind) => `Erlaube ${the[kind]} neben der Adresszeile und versuch es dann noch einmal.`,
    },
    dismissed: {
      what: (kind) => `Die Frage nach ${toYour[kind]} wurde ohne Antwort geschlossen.`,
      todo: () => 'Versuch es noch einmal und wähle „Zulassen“.',
    },
    'denied-by-system': {
      what: (kind) => `Die Einstellungen des Systems lassen diesen Browser nicht an ${the[kind]}.`,
      todo: (kind) =>
        `Erlaube ${it[kind]} in den Datenschutz-Einstellungen dieses Geräts und versuch es dann noch einmal.`,
    },
    'blocked-by-policy': {
      what: (kind) => `Dieser Browser lässt diese Seite nicht an ${the[kind]}.`,
      todo: () =>
        'Vielleicht hat das jemand ausgeschaltet, der sich um dieses Gerät kümmert. Du kannst auch so eintreten.',
    },
    'insecure-context': {
      what: (kind) => `Der Browser gibt ${the[kind]} nur Seiten mit sicherer Adresse.`,
      todo: () =>
        'Öffne diese Seite mit https oder auf dem Computer, auf dem Hearth läuft. Du kannst auch so eintreten.',
    },
    'not-found': {
      what: (kind) =>
        kind === 'screen' ? 'Es gibt keinen Bildschirm zum Teilen.' : `${none[kind]} gefunden.`,
      todo: (kind) =>
        kind === 'screen'
          ? 'Wähle stattdessen ein Fenster oder einen Tab.'
          : `Schließ ${oneOf[kind]} an und versuch es dann noch einmal.`,
    },
    'in-use': {
      what: (kind) =>
        kind === 'screen'
          ? 'Der Bildschirm ließ sich nicht lesen.'
          : `Ein anderes Programm benutzt ${your[kind]}.`,
      todo: (kind) =>
        kind === 'screen'
          ? 'Versuch es noch einmal oder wähle ein Fenster.'
          : 'Schließ es und versuch es dann noch einmal.',
    },
    'not-suitable': {
      what: (kind) => `${chosen[kind]} ist nicht mehr da oder kann das Gewünschte nicht.`,
      todo: (kind) => `Wähle ${another[kind]} in der Liste.`,
    },
    'not-shared': {
      what: () => 'Es wird nichts geteilt.',
      todo: () => 'Teile noch einmal, wenn du so weit bist.',
    },
    'did-not-start': {
      what: (kind) => `${capital(your[kind])} ist nicht angegangen.`,
      todo: () => 'Versuch es noch einmal.',
    },
    unknown: {
      what: (kind) => `${capital(your[kind])} ließ sich nicht einschalten.`,
      todo: () => 'Versuch es noch einmal oder tritt ohne ein.',
    },
  },
  bothDevices: {
    denied: {
      what: 'Diese Seite darf deine Kamera und dein Mikrofon nicht benutzen.',
      todo: 'Erlaube beide neben der Adresszeile und versuch es dann noch einmal.',
    },
    dismissed: {
      what: 'Die Frage nach Kamera und Mikrofon wurde ohne Antwort geschlossen.',
      todo: 'Versuch es noch einmal und wähle „Zulassen“.',
    },
    'denied-by-system': {
      what: 'Die Einstellungen des Systems lassen diesen Browser nicht an Kamera und Mikrofon.',
      todo: 'Erlaube beide in den Datenschutz-Einstellungen dieses Geräts und versuch es dann noch einmal.',
    },
    'insecure-context': {
      what: 'Der Browser gibt Kamera und Mikrofon nur Seiten mit sicherer Adresse.',
      todo: 'Öffne diese Seite mit https oder auf dem Computer, auf dem Hearth läuft. Du kannst auch so eintreten.',
    },
    'not-found': {
      what: 'Keine Kamera und kein Mikrofon gefunden.',
      todo: 'Schließ sie an und versuch es dann noch einmal.',
    },
  },
};

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
