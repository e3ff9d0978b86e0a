import assert from 'node:assert/strict';
import { assertMeet } from '../harness/media.ts';
import { RawMember } from '../harness/rawMember.ts';
import { scenario } from '../harness/scenario.ts';
import { withoutLimits } from '../harness/server.ts';

scenario(
  '3,000 connections in 250 rooms, and two browsers meet among them',
  async (world) => {
    const server = await world.startServer(...withoutLimits);
    const members: RawMember[] = [];
    world.endWith(async () => {
      for (const member of members) member.close();
    });
    for (let room = 0; room < 250; room++) {
      const joining = Array.from({ length: 12 }, (_, index) =>
        RawMember.join(server.origin, `room-${room}`, `M${index}`),
      );
      members.push(...(await Promise.all(joining)));
    }
    assert.equal(new Set(members.map(({ id }) => id)).size, 3000);
    const anna = await world.person('Anna');
    const ben = await world.person('Ben');
    await ben.comeTo(await anna.start());
    await assertMeet(anna, ben);
  },
  600_000,
);
