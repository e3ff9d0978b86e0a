import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safetyEmoji, type Verification, type VerificationState } from '@hearth/peering';
import { Verifying } from '../src/room/verifying.ts';
import { de } from '../src/words/de.ts';
import { en } from '../src/words/en.ts';
import { FakeRoom, member } from './fakeRoom.ts';

/** A comparison that goes where the test wants it. */
class FakeVerification {
  readonly memberId: string;
  state: VerificationState = 'waiting';
  emoji: readonly string[] | null = null;
  #told: () => void = () => {};

  constructor(memberId: string) {
    this.memberId = memberId;
  }

  get asVerification(): Verification {
    return this as unknown as Verification;
  }

  get isOpen(): boolean {
    return this.state === 'waiting' || this.state === 'comparing';
  }

  on(_type: string, told: () => void): () => void {
    this.#told = told;
    return () => {};
  }

  go(state: VerificationState): void {
    if (!this.isOpen) return;
    this.state = state;
    this.emoji = state === 'comparing' ? safetyEmoji.slice(0, 7) : null;
    this.#told();
  }

  confirm(): void {
    if (this.state === 'comparing') this.go('confirmed');
  }

  cancel(): void {
    this.go('cancelled');
  }
}

function comparing() {
  const room = new FakeRoom();
  room.members = [
    member('ben', { label: 'Ben', identity: 'b' }),
    member('cleo', { label: 'Cleo' }),
  ];
  const made: FakeVerification[] = [];
  const asked: string[] = [];
  const verify = (memberId: string): Verification => {
    const known = made.find((one) => one.isOpen && one.memberId === memberId);
    if (known) return known.asVerification;
    const verification = new FakeVerification(memberId);
    made.push(verification);
    return verification.asVerification;
  };
  const verifying = new Verifying(Object.assign(room.asRoom, { verify }), (name) => {
    asked.push(name);
  });
  const ask = (memberId: string): FakeVerification => {
    const verification = new FakeVerification(memberId);
    made.push(verification);
    room.emit('verification', verification.asVerification);
    return verification;
  };
  return { verifying, made, asked, ask };
}

test('seven signs come, and are confirmed', () => {
  const { verifying, made } = comparing();
  let changes = 0;
  verifying.changed.on(() => {
    changes += 1;
  });
  assert.ok(verifying.start('ben'));
  assert.equal(verifying.view?.state, 'waiting');
  made[0]?.go('comparing');
  assert.equal(verifying.view?.emoji?.length, 7);
  verifying.answer(true);
  assert.equal(verifying.view?.state, 'confirmed');
  assert.ok(changes >= 3);
});

test('signs that differ end the comparison with a warning', () => {
  const { verifying, made } = comparing();
  verifying.start('ben');
  made[0]?.go('comparing');
  verifying.answer(false);
  assert.deepEqual([made[0]?.state, verifying.view?.state], ['cancelled', 'differs']);
});

test('closing the dialog gives up what is open, and nothing that is done', () => {
  const { verifying, made } = comparing();
  verifying.start('ben');
  verifying.close();
  assert.deepEqual([made[0]?.state, verifying.view], ['cancelled', null]);
  verifying.start('ben');
  made[1]?.go('comparing');
  verifying.answer(true);
  verifying.close();
  assert.equal(made[1]?.state, 'confirmed');
});

test('nobody is compared with who has not shown who they are', () => {
  const { verifying, made } = comparing();
  assert.equal(verifying.start('cleo'), false);
  assert.equal(verifying.start('gone'), false);
  assert.deepEqual([made.length, verifying.view], [0, null]);
});

test('who asks waits for an answer: opened, declined, or taken back', () => {
  const { verifying, ask, asked } = comparing();
  const first = ask('ben');
  first.go('comparing');
  assert.deepEqual(asked, ['Ben']);
  assert.deepEqual(verifying.asked, [{ id: 'ben', name: 'Ben' }]);
  verifying.start('ben');
  assert.deepEqual(verifying.asked, []);
  assert.equal(verifying.view?.state, 'comparing');
  verifying.close();
  const second = ask('ben');
  verifying.decline('ben');
  assert.deepEqual([second.state, verifying.asked], ['cancelled', []]);
  const third = ask('ben');
  third.go('cancelled');
  assert.deepEqual(verifying.asked, []);
});

test('each sign of the safety code has a name of its own in every language', () => {
  for (const { signNames } of [en.verify, de.verify]) {
    assert.deepEqual(Object.keys(signNames), [...safetyEmoji]);
    assert.equal(new Set(Object.values(signNames)).size, safetyEmoji.length);
  }
});
