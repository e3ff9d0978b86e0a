import type { enOffline, enSecure, enTrust } from './enTrust.ts';

/** Deutsch für Seiten ohne https, und wie ein Gerät das eigene Zertifikat eines Servers kennenlernt. */
export const deSecure: typeof enSecure = {
  title: 'Die Kamera braucht die sichere Adresse',
  why: 'Browser geben Kamera und Mikrofon nur an Seiten, deren Adresse mit https beginnt.',
  open: 'Sichere Adresse öffnen',
  unknown: 'Warnt dich der Browser dort? Dieses Gerät kennt dieses Hearth noch nicht.',
  steps: 'Drei Schritte, einmal',
  start: 'Starte Hearth auf seinem Computer so, und lade diese Seite dann neu:',
};

export const deTrust: typeof enTrust = {
  title: 'Lass dieses Gerät Hearth vertrauen',
  why: 'Kamera und Mikrofon brauchen eine sichere Adresse. Dieses Hearth bürgt selbst für seine, und dein Gerät kennt es noch nicht. Drei Schritte, einmal:',
  kind: 'Art des Geräts',
  kinds: { apple: 'iPhone, iPad', android: 'Android', computer: 'Computer' },
  steps: {
    apple: [
      'Lade das Zertifikat mit Safari, und wähle Zulassen.',
      'Öffne die Einstellungen, wähle Profil geladen, dann Installieren.',
      'Öffne in den Einstellungen Allgemein, Info, Zertifikatsvertrauenseinstellungen. Schalte Hearth ein.',
    ],
    android: [
      'Lade das Zertifikat.',
      'Öffne die Einstellungen und suche nach CA-Zertifikat. Wähle es, dann Trotzdem installieren.',
      'Wähle die Datei hearth-ca.crt.',
    ],
    computer: [
      'Lade das Zertifikat.',
      'Windows: öffne die Datei, installiere sie, und lege sie unter Vertrauenswürdige Stammzertifizierungsstellen ab. Mac: öffne sie, und wähle im Schlüsselbund Immer vertrauen. Firefox, und Chrome unter Linux: importiere sie in den Einstellungen des Browsers unter Zertifikate.',
      'Schließe den Browser, und öffne ihn wieder.',
    ],
  },
  download: 'Zertifikat laden',
  what: 'Wem du vertraust',
  bounds:
    'Das Zertifikat bürgt nur für Adressen in diesem Netz, und für keine Seite im Internet. Sein Schlüssel bleibt auf dem Computer, auf dem Hearth läuft. Wenn du es nicht mehr brauchst, entferne es dort, wo du es installiert hast.',
  compare: 'Der Computer zeigt denselben SHA-256:',
  nothing: 'Hier ist nichts zu tun',
  known: 'Dein Gerät kennt das Zertifikat dieses Hearth von selbst.',
  notYet: 'Hearth hat noch keine sichere Adresse. Starte es auf seinem Computer so:',
};

export const deOffline: typeof enOffline = {
  title: 'Hearth ist nicht zu erreichen',
  words:
    'Vielleicht startet es gerade neu, oder dieses Gerät hat kein Netz. Diese Seite kommt von selbst wieder.',
};
