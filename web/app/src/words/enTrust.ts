/** English for pages without https, and for how a device gets to know a server's own certificate. */
export const enSecure = {
  title: 'Camera needs the secure address',
  why: 'Browsers give camera and microphone only to pages whose address begins with https.',
  open: 'Open the secure address',
  unknown: 'Does the browser warn you there? This device does not know this Hearth yet.',
  steps: 'Three steps, once',
  start: 'Start Hearth on its computer like this, then load this page again:',
};

export const enTrust = {
  title: 'Let this device trust Hearth',
  why: 'Camera and microphone need a secure address. This Hearth vouches for its own, and your device does not know it yet. Three steps, once:',
  kind: 'Kind of device',
  kinds: { apple: 'iPhone, iPad', android: 'Android', computer: 'Computer' },
  steps: {
    apple: [
      'Download the certificate with Safari, and choose Allow.',
      'Open Settings, choose Profile Downloaded, then Install.',
      'In Settings, open General, About, Certificate Trust Settings. Switch Hearth on.',
    ],
    android: [
      'Download the certificate.',
      'Open Settings and search for CA certificate. Choose it, then Install anyway.',
      'Choose the file hearth-ca.crt.',
    ],
    computer: [
      'Download the certificate.',
      'Windows: open the file, install it, and put it into Trusted Root Certification Authorities. Mac: open it, and choose Always Trust in the keychain. Firefox, and Chrome on Linux: import it under Certificates in the settings of the browser.',
      'Close the browser, then open it again.',
    ],
  },
  download: 'Download the certificate',
  what: 'What you trust',
  bounds:
    'The certificate vouches for addresses in this network only, and for no page on the internet. Its key stays on the computer Hearth runs on. When you no longer need it, remove it where you installed it.',
  compare: 'The computer shows the same SHA-256:',
  nothing: 'Nothing to do here',
  known: 'Your device knows the certificate of this Hearth by itself.',
  notYet: 'Hearth has no secure address yet. Start it on its computer like this:',
};

export const enOffline = {
  title: 'Hearth cannot be reached',
  words: 'It may be restarting, or this device has no network. This page comes back by itself.',
};
