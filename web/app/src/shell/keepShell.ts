const script = '/sw.js';
const idleWithinMs = 10_000;

interface ScriptPolicies {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): {
    createScriptURL(url: string): unknown;
  };
}

/**
 * Registers the service worker once the page has nothing better to do. Without one (an insecure
 * page, a private window) everything works but the offline page.
 */
export function keepShell(): void {
  if (!isSecureContext || !('serviceWorker' in navigator)) return;
  const begin = (): void => {
    if ('requestIdleCallback' in globalThis)
      requestIdleCallback(register, { timeout: idleWithinMs });
    else setTimeout(register, idleWithinMs);
  };
  if (document.readyState === 'complete') begin();
  else addEventListener('load', begin, { once: true });
}

function register(): void {
  navigator.serviceWorker
    .register(trusted(script), { updateViaCache: 'none' })
    .catch(() => undefined);
}

/** The page's policy lets scripts be named by trusted values only; this one is the only one. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: ScriptPolicies };
  const policy = trustedTypes?.createPolicy('hearth-worker', { createScriptURL: (own) => own });
  return (policy?.createScriptURL(url) ?? url) as string;
}
