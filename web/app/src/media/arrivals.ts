import type { RememberedDevice } from '../memory.ts';
import type { DeviceOption } from './deviceChoice.ts';

/** Entries of Chromium's lists that stand for whichever device the system prefers. */
const systemChoices = new Set(['default', 'communications']);

/** How two lists of devices of one kind differ. */
export interface ListChange {
  readonly arrived: readonly DeviceOption[];
  readonly gone: readonly DeviceOption[];
}

/** An entry that changed its name is another device: the system's choice moves from one to the other. */
export function changeBetween(
  before: readonly DeviceOption[],
  after: readonly DeviceOption[],
): ListChange {
  const isIn = (list: readonly DeviceOption[]) => (one: DeviceOption) =>
    list.some(({ id, label }) => id === one.id && label === one.label);
  return {
    arrived: after.filter((one) => !isIn(before)(one)),
    gone: before.filter((one) => !isIn(after)(one)),
  };
}

/** Whether an entry is a device of its own, not the system's choice among the others. */
export function isOwnDevice({ id }: DeviceOption): boolean {
  return !systemChoices.has(id);
}

/** The entry of a device one knew before. Ids may be new after a while; names stay. */
export function sameDevice(
  known: RememberedDevice | null,
  among: readonly DeviceOption[],
): DeviceOption | undefined {
  if (known === null) return undefined;
  const byId = isOwnDevice(known) ? among.find(({ id }) => id === known.id) : undefined;
  return byId ?? among.find(({ label }) => known.label !== '' && label === known.label);
}
