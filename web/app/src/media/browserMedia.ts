import type { CaptureKind, MediaEnvironment } from './localMedia.ts';

/** The devices of this browser. */
export function browserMedia(handheld: boolean): MediaEnvironment {
  return {
    // Missing in insecure contexts, whatever the type says.
    devices: navigator.mediaDevices as MediaDevices | undefined,
    secure: isSecureContext,
    handheld,
    permission,
  };
}

async function permission(kind: CaptureKind): Promise<PermissionState | 'unknown'> {
  try {
    const status = await navigator.permissions.query({ name: kind as PermissionName });
    return status.state;
  } catch {
    return 'unknown';
  }
}
