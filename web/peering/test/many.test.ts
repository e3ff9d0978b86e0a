import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ControlFrame } from '../src/channels/controlFrame.ts';
import { maximumVideos } from '../src/media/wanted.ts';
import type { Device } from '../src/protocol/messages.ts';
import { type Guest, Simulation } from './support/simulation.ts';

const names = ['Anna', 'Ben', 'Cleo', 'Dora', 'Emil', 'Finn', 'Gina', 'Hugo'];
const camera = { kind: 'video', getSettings: () => ({ width: 640, height: 360 }) };

async function meet(count: number, devices: Record<string, Device> = {}) {
  const house = new Simulation();
  const guests: Guest[] = [];
  for (const name of names.slice(0, count)) guests.push(await come(house, name, devices[name]));
  await house.pass(3_000);
  return { house, guests, first: guests[0] as Guest, last: guests.at(-1) as Guest };
}

function come(house: Simulation, name: string, device: Device = 'desktop'): Promise<Guest> {
  const track = camera as unknown as MediaStreamTrack;
  return house.join(name, { device, tracks: { microphone: null, camera: track, screen: null } });
}

/** How many cameras a page is encoding now. */
function encoded({ peers }: Guest): number {
  return peers.filter((peer) => {
    const sender = peer.isClosed ? undefined : peer.transceivers[1]?.sender;
    return sender?.track && sender.encoding.active !== false;
  }).length;
}

const shown = ({ room }: Guest): string[] =>
  room.members.filter((member) => member.shown.camera).map(({ label }) => label);

/** Whether a page sends its camera to another. */
function sends(from: Guest, to: Guest): boolean {
  const sender = from.peers.find((peer) =>
    to.peers.some((other) => other.remoteDescription?.sdp.includes(`ufrag:${peer.localUfrag}\r`)),
  )?.transceivers[1]?.sender;
  return sender?.track === camera && sender.encoding.active !== false;
}

/** What a member would send if its page were another program. */
function ask(house: Simulation, from: Guest, to: Guest, payload: Record<string, unknown>): void {
  const peer = from.peers.find(({ remoteDescription }) =>
    to.peers.some((other) => remoteDescription?.sdp.includes(`ufrag:${other.localUfrag}\r`)),
  );
  const frame: ControlFrame = {
    v: 1,
    topic: 'want',
    id: `${house.randomness.below(1e9)}`,
    payload,
  };
  peer?.deliver('control', JSON.stringify(frame));
}

test('four people see each other without a word about it', async () => {
  const { guests, first } = await meet(4);
  assert.deepEqual(shown(first), ['Ben', 'Cleo', 'Dora']);
  for (const guest of guests) {
    assert.equal(encoded(guest), 3);
    assert.equal(guest.room.diagnostics['want-unread'], undefined);
  }
});

test('with seven each is shown four, and nobody encodes for those who did not ask', async () => {
  const { guests } = await meet(7);
  const asked = guests.map((guest) => shown(guest).length);
  assert.deepEqual(
    asked,
    guests.map(() => maximumVideos),
  );
  const total = guests.reduce((sum, guest) => sum + encoded(guest), 0);
  assert.equal(total, 7 * maximumVideos);
  for (const guest of guests) {
    for (const other of guests) {
      if (other === guest) continue;
      const asks = shown(other).includes(guest.name);
      assert.equal(sends(guest, other), asks, `${guest.name} to ${other.name}`);
    }
  }
});

test('a phone encodes two pictures, whoever asks', async () => {
  const { guests, first } = await meet(7, { Anna: 'phone' });
  assert.equal(guests.slice(1).filter((guest) => shown(guest).includes('Anna')).length, 6);
  assert.equal(encoded(first), 2);
});

test('pinning brings a picture that was not shown, and unpinning ends it', async () => {
  const { house, first, guests } = await meet(7);
  const gina = guests[6] as Guest;
  assert.ok(!shown(first).includes('Gina') && !sends(gina, first));
  first.room.pin(gina.room.self.id);
  await house.pass(1_000);
  assert.ok(shown(first).includes('Gina') && sends(gina, first));
  assert.equal(shown(first).length, maximumVideos);
  first.room.pin(null);
  await house.pass(1_000);
  assert.ok(!shown(first).includes('Gina') && !sends(gina, first));
});

test('a pinned member who leaves is pinned no more', async () => {
  const { house, first, last } = await meet(6);
  first.room.pin(last.room.self.id);
  last.room.leave();
  await house.pass(500);
  assert.equal(first.room.pinned, null);
});

test('when the fifth comes some are asked to stop; when it leaves everybody is seen again', async () => {
  const { house, guests, first } = await meet(4);
  const fifth = await come(house, 'Emil');
  const sixth = await come(house, 'Finn');
  await house.pass(3_000);
  assert.equal(shown(first).length, maximumVideos);
  fifth.room.leave();
  sixth.room.leave();
  await house.pass(3_000);
  assert.deepEqual(shown(first), ['Ben', 'Cleo', 'Dora']);
  for (const guest of guests) assert.equal(encoded(guest), 3);
});

test('a camera that goes off makes room for another picture', async () => {
  const { house, guests, first } = await meet(7);
  const [, ben] = guests as [Guest, Guest];
  const before = shown(first);
  assert.ok(before.includes('Ben'));
  ben.room.setState({ camera: false });
  await house.pass(1_000);
  const after = shown(first);
  assert.ok(!after.includes('Ben') && after.length === maximumVideos);
});

test('after a lost path the same is asked for on the new one', async () => {
  const { house, guests } = await meet(6);
  house.network.changePath();
  await house.pass(60_000);
  for (const guest of guests) {
    for (const other of guests) {
      if (other === guest) continue;
      assert.equal(sends(guest, other), shown(other).includes(guest.name));
    }
  }
});

test('a want that is none changes nothing and is counted', async () => {
  const { house, guests, first } = await meet(5);
  const [, ben] = guests as [Guest, Guest];
  const before = encoded(first);
  ask(house, ben, first, { videos: 'everything' });
  ask(house, ben, first, { videos: Array(500).fill('camera') });
  await house.pass(1_000);
  assert.equal(first.room.diagnostics['want-unread'], 2);
  assert.equal(encoded(first), before);
});

test('a member that floods with wants is cut short, and the others are served', async () => {
  const { house, guests, first } = await meet(5);
  const [, ben, cleo] = guests as [Guest, Guest, Guest];
  for (let i = 0; i < 500; i++) ask(house, ben, first, { videos: i % 2 ? ['camera'] : [] });
  await house.pass(100);
  assert.ok((first.room.diagnostics['want-flood'] ?? 0) > 400);
  assert.ok(sends(first, cleo));
});

test('nobody hears wants in a room that was always small', async () => {
  const { house, guests, first } = await meet(3);
  const [, ben] = guests as [Guest, Guest];
  // A page may say so all the same, and is obeyed.
  ask(house, ben, first, { videos: [] });
  await house.pass(2_500);
  assert.equal(sends(first, ben), false);
  assert.equal(encoded(first), 1);
});
