import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PeerStock } from '../src/link/peerStock.ts';
import { FakeNetwork, FakePeer } from './support/fakePeer.ts';
import { Simulation } from './support/simulation.ts';
import { VirtualClock } from './support/virtualClock.ts';

const nothing = { microphone: null, camera: null, screen: null };

/** A stock on a page whose network changes when the test says so. */
function stocking() {
  const clock = new VirtualClock();
  const network = new FakeNetwork(clock);
  const peers: FakePeer[] = [];
  const page = { networkChanged: () => {} };
  let isWatched = false;
  const stock = new PeerStock(
    clock,
    {
      createPeer: (configuration) => {
        const peer = new FakePeer(network, 1, configuration);
        peers.push(peer);
        return peer.port;
      },
      createStream: () => ({}) as MediaStream,
      watchPage: (handlers) => {
        isWatched = true;
        Object.assign(page, handlers);
        return () => {
          isWatched = false;
        };
      },
    },
    {},
  );
  stock.fill();
  const watched = () => isWatched;
  return { clock, peers, page, stock, watched };
}

test('an offer made ahead is taken once, by the first link that offers', async () => {
  const { stock, peers } = stocking();
  stock.offer(nothing);
  const first = stock.take([], 'offerer');
  await first.offered;
  assert.equal(peers[0]?.port, first.peer);
  assert.equal(first.peer.signalingState, 'have-local-offer');
  assert.equal(peers[0]?.transceivers.length, 3);
  assert.equal(stock.take([], 'offerer').offered, null);
});

test('whoever answers gets a connection without an offer', () => {
  const { stock, peers } = stocking();
  stock.offer(nothing);
  const prepared = stock.take([], 'answerer');
  assert.equal(prepared.offered, null);
  assert.equal(prepared.peer.signalingState, 'stable');
  assert.ok(peers[0]?.isClosed);
});

test('with ICE servers the offer is made with them, not ahead', () => {
  const { stock, peers } = stocking();
  stock.offer(nothing);
  const prepared = stock.take([{ urls: 'stun:stun.test' }], 'offerer');
  assert.equal(prepared.offered, null);
  assert.deepEqual(prepared.peer.getConfiguration().iceServers, [{ urls: 'stun:stun.test' }]);
  assert.ok(peers[0]?.isClosed);
});

test('an offer that aged, or that names the addresses of another network, is not used', async () => {
  const aged = stocking();
  aged.stock.offer(nothing);
  await aged.clock.advance(121_000);
  assert.equal(aged.stock.take([], 'offerer').offered, null);
  const moved = stocking();
  moved.stock.offer(nothing);
  moved.page.networkChanged();
  assert.equal(moved.stock.take([], 'offerer').offered, null);
  assert.ok(moved.peers[0]?.isClosed);
});

test('asked again, the offer is made anew, and nothing is left open in the end', () => {
  const { stock, peers, watched } = stocking();
  stock.offer(nothing);
  stock.offer(nothing);
  assert.deepEqual(
    peers.map((peer) => peer.isClosed),
    [true, false],
  );
  stock.close();
  assert.ok(peers.every((peer) => peer.isClosed));
  assert.equal(watched(), false);
});

test('a newcomer comes in with the offer made in the lobby, candidates and all', async () => {
  const house = new Simulation({ keyed: true });
  await house.join('Anna');
  const bert = await house.join('Bert', { prepared: true });
  await house.pass(500);
  assert.deepEqual(house.links(), ['Anna>Bert connected', 'Bert>Anna connected']);
  assert.deepEqual(
    bert.peers.map(({ offers }) => offers),
    [1],
  );
});
