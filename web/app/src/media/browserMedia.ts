import { later } from '../news.ts';
import type { CaptureKind, MediaEnvironment } from './localMedia.ts';

/** The devices of this browser. */
export function browserMedia(handheld: boolean): MediaEnvironment {
  return {
    // Missing in insecure contexts, whatever the type says.
    devices: navigator.mediaDevices as MediaDevices | undefined,
    secure: isSecureContext,
    handheld,
    permission,
    watchPermission,
    later,
  };
}

async function permission(kind: CaptureKind): Promise<PermissionState | 'unknown'> {
  try {
    return (await ask(kind)).state;
  } catch {
    return 'unknown';
  }
}

function watchPermission(kind: CaptureKind, tell: () => void): () => void {
  const watching = new AbortController();
  const { signal } = watching;
  // Undefined in insecure contexts, whatever the type says.
  if (!('permissions' in navigator)) return () => {};
  ask(kind).then(
    (status) => status.addEventListener('change', tell, { signal }),
    // A browser that cannot be asked cannot tell either.
    () => {},
  );
  return () => watching.abort();
}

function ask(kind: CaptureKind): Promise<PermissionStatus> {
  return navigator.permissions.query({ name: kind as PermissionName });
}
