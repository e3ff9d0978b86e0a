import { execFileSync } from 'node:child_process';
import type { World } from './scenario.ts';

const first = '10.9.0.1/24';
const second = '10.9.0.7/24';

function move(from: string, to: string): void {
  execFileSync('ip', ['addr', 'del', from, 'dev', 'v0']);
  execFileSync('ip', ['addr', 'add', to, 'dev', 'v0']);
}

/**
 * Gives the machine another address, as a phone gets one that goes from Wi-Fi to mobile data.
 * Only inside the namespace that ./test makes: `v0` is its interface.
 */
export async function changePath(world: World): Promise<void> {
  move(first, second);
  world.endWith(async () => move(second, first));
}
