import type { RememberedDevice } from '../memory.ts';
import { words } from '../words/words.ts';

export type DeviceKind = 'camera' | 'microphone' | 'speaker';

/** One entry of a combo box. */
export interface DeviceOption {
  readonly id: string;
  readonly label: string;
}

const kinds = { camera: 'videoinput', microphone: 'audioinput', speaker: 'audiooutput' } as const;

type Listed = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>;

/**
 * The devices of a kind as a person may choose them. Before permission browsers list devices
 * without an id: those cannot be chosen and are left out.
 */
export function optionsOf(devices: readonly Listed[], kind: DeviceKind): readonly DeviceOption[] {
  const seen = new Set<string>();
  return devices
    .filter((device) => device.kind === kinds[kind] && device.deviceId !== '')
    .filter((device) => !seen.has(device.deviceId) && seen.add(device.deviceId))
    .map((device, index) => ({
      id: device.deviceId,
      label: device.label || `${words().devices.names[kind]} ${index + 1}`,
    }));
}

/**
 * The device to use for a remembered choice: the same id, else the same label (ids change when a
 * browser forgets a site), else none, which means the system's default.
 */
export function resolveDevice(
  remembered: RememberedDevice | null,
  options: readonly DeviceOption[],
): DeviceOption | null {
  if (remembered === null) return null;
  return (
    options.find((option) => option.id === remembered.id) ??
    options.find((option) => remembered.label !== '' && option.label === remembered.label) ??
    null
  );
}
