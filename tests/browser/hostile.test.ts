import assert from 'node:assert/strict';
import {
  type Envelope,
  envelopeOf,
  keylessOffer,
  strangersFingerprint,
  withEnvelope,
  withSdp,
  withStrangersFingerprint,
} from './harness/envelope.ts';
import type { Person } from './harness/person.ts';
import { assertTalksOn } from './harness/sampling.ts';
import { scenario, type World } from './harness/scenario.ts';
import {
  type Direction,
  type Line,
  type Message,
  SignalingProxy,
} from './harness/signalingProxy.ts';

/** What a lying server does to one envelope between Ben and Anna; null leaves it as it is. */
type Lie = (envelope: Envelope, direction: Direction, line: Line, anna: string) => Envelope | null;

interface Stage {
  readonly anna: Person;
  readonly cleo: Person;
  readonly proxy: SignalingProxy;
  readonly link: string;
  /** Ben's way in leads through the lying server. */
  readonly ben: Person;
}

/** Anna and Cleo talk; Ben has not come yet. */
async function stage(world: World): Promise<Stage> {
  const server = await world.server();
  const proxy = await SignalingProxy.start(server.origin);
  world.endWith(() => proxy.close());
  const anna = await world.person('Anna');
  const cleo = await world.person('Cleo');
  const ben = await world.person('Ben', { origin: proxy.origin });
  const link = await anna.start();
  await cleo.comeTo(link);
  await anna.isConnectedTo('Cleo');
  return { anna, ben, cleo, proxy, link: link.replace(server.origin, proxy.origin) };
}

/** Lets the proxy lie about what Ben and Anna say to each other, and about nothing else. */
function lie(proxy: SignalingProxy, change: Lie): void {
  proxy.rule = (message: Message, direction, line) => {
    const envelope = envelopeOf(message);
    if (envelope === null) return message;
    const anna = proxy.idOf('Anna');
    if ((message.to ?? message.from) !== anna) return message;
    return withEnvelope(message, change(envelope, direction, line, anna) ?? envelope);
  };
}

/** The link is refused with a sentence, and the two others of the room talk on with everybody. */
async function assertRefused(by: Person, member: string, stage: Stage): Promise<void> {
  const tile = by.tile(member);
  await tile.filter({ hasText: 'Could not connect' }).waitFor();
  const sentence = (await tile.getByRole('alert').textContent()) ?? '';
  assert.match(sentence, /[A-Z].+\./, 'the tile says what happened');
  assert.equal(await tile.locator('video, audio').count(), 0, 'nothing of the member is played');
  await Promise.all([
    assertTalksOn(stage.cleo, 'Anna'),
    assertTalksOn(stage.cleo, 'Ben'),
    assertTalksOn(stage.anna, 'Cleo'),
    assertTalksOn(stage.ben, 'Cleo'),
  ]);
}

const cases: readonly [title: string, refusing: 'anna' | 'ben', makeLie: () => Lie][] = [
  [
    'a swapped fingerprint',
    'anna',
    () => (envelope, direction) =>
      direction === 'to-server' && envelope.kind === 'description'
        ? withStrangersFingerprint(envelope)
        : null,
  ],
  [
    'an added fingerprint line',
    'anna',
    () => (envelope, direction) =>
      direction === 'to-server' && envelope.kind === 'description'
        ? withSdp(envelope, (sdp) =>
            sdp.replace(/a=fingerprint:/, `a=fingerprint:sha-256 ${strangersFingerprint}\r\n$&`),
          )
        : null,
  ],
  [
    'a stripped seal',
    'anna',
    () => (envelope, direction) => {
      const { mac: _, ...bare } = envelope;
      return direction === 'to-server' ? bare : null;
    },
  ],
  [
    // Anna's: those of the newcomer lie in the offer that was made in the lobby.
    'a changed candidate',
    'ben',
    () => (envelope, direction) =>
      direction === 'to-browser' && envelope.kind === 'candidate'
        ? { ...envelope, payload: envelope.payload.replaceAll(/ \d+ typ /g, ' 9 typ ') }
        : null,
  ],
  [
    'a reflected envelope',
    'ben',
    () => (envelope, direction, line, anna) => {
      if (direction === 'to-server' && envelope.kind === 'description') {
        line.inject({ type: 'signal', from: anna, data: envelope }, 'to-browser');
      }
      return null;
    },
  ],
];

for (const [title, refusing, makeLie] of cases) {
  scenario(`the lying server: ${title} is refused, the others talk on`, async (world) => {
    const all = await stage(world);
    lie(all.proxy, makeLie());
    await all.ben.comeTo(all.link);
    await assertRefused(all[refusing], refusing === 'anna' ? 'Ben' : 'Anna', all);
  });
}

scenario('the lying server: an envelope of another link is refused', async (world) => {
  const all = await stage(world);
  let ofAnotherLink: Envelope | null = null;
  all.proxy.rule = (message, direction) => {
    const envelope = envelopeOf(message);
    const isOffer = direction === 'to-server' && envelope?.kind === 'description';
    if (isOffer && message.to === all.proxy.idOf('Cleo')) ofAnotherLink = envelope;
    return message;
  };
  await all.ben.comeTo(all.link);
  await Promise.all([assertTalksOn(all.anna, 'Ben'), assertTalksOn(all.ben, 'Anna')]);
  await all.ben.press('Leave');
  await all.anna.tile('Ben').waitFor({ state: 'detached' });

  lie(all.proxy, (envelope, direction) =>
    direction === 'to-server' && envelope.kind === 'description' ? ofAnotherLink : null,
  );
  await all.ben.press('Rejoin');
  await assertRefused(all.anna, 'Ben', all);
});

scenario('the lying server: another fingerprint in a renegotiation is refused', async (world) => {
  const all = await stage(world);
  await all.ben.comeTo(all.link);
  await Promise.all([assertTalksOn(all.anna, 'Ben'), assertTalksOn(all.ben, 'Anna')]);
  lie(all.proxy, (envelope, direction) =>
    direction === 'to-server' && envelope.kind === 'description'
      ? withStrangersFingerprint(envelope)
      : null,
  );
  await all.ben.page.evaluate(believeThePathIsLost);
  await assertRefused(all.anna, 'Ben', all);
});

/** Makes the page renegotiate: its connections say that they lost their path. Runs in the page. */
function believeThePathIsLost(): void {
  for (const connection of window.observed.links) {
    Object.defineProperty(connection, 'connectionState', {
      configurable: true,
      get: () => 'disconnected',
    });
    connection.dispatchEvent(new Event('connectionstatechange'));
    connection.addEventListener('signalingstatechange', () => {
      Reflect.deleteProperty(connection, 'connectionState');
      connection.dispatchEvent(new Event('connectionstatechange'));
    });
  }
}

scenario('the lying server: an invented member without the key is refused', async (world) => {
  const all = await stage(world);
  await all.ben.comeTo(all.link);
  await all.ben.isConnectedTo('Anna');
  const [line] = all.proxy.lines;
  const id = 'AAAAAAAAAAAAAAAAAAAAAA';
  const state = { microphone: true, camera: true, screen: false, paused: false };
  const member = { id, name: 'Eve', device: 'desktop', state };
  const links = [...all.proxy.links, id];
  line?.inject({ type: 'memberJoined', member }, 'to-browser');
  line?.inject({ type: 'topology', epoch: 1000, kind: 'mesh', links }, 'to-browser');
  line?.inject({ type: 'signal', from: id, data: keylessOffer() }, 'to-browser');
  await assertRefused(all.ben, 'Eve', all);
});
