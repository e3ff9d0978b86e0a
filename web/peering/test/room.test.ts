import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Simulation } from './support/simulation.ts';

test('two people who join the same keyed room are connected both ways', async () => {
  const house = new Simulation({ keyed: true });
  await house.join('Anna');
  await house.join('Bert');
  await house.pass(500);
  assert.deepEqual(house.links(), ['Anna>Bert connected', 'Bert>Anna connected']);
});

test('three people are connected each with each', async () => {
  const house = new Simulation({ keyed: true });
  for (const name of ['Anna', 'Bert', 'Cleo']) await house.join(name);
  await house.pass(500);
  assert.equal(house.links().filter((link) => link.endsWith(' connected')).length, 6);
});
