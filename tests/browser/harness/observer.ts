/** What the observer keeps on `window` of every page under test. */
export interface Observed {
  /** Every RTCPeerConnection the page has made, oldest first. */
  readonly connections: RTCPeerConnection[];
  /** Those that had another end; a page may keep one in stock, with its offer made. */
  readonly links: readonly RTCPeerConnection[];
}

declare global {
  interface Window {
    observed: Observed;
    /** Hands a sentence about what must never happen to the test. */
    reportFault(fault: string): Promise<void>;
  }
}

/**
 * Runs in the page before any of its scripts: notes connections, unhandled rejections and reports
 * of the content security policy. Self-contained, since it is sent as text.
 */
export function observe(): void {
  const connections: RTCPeerConnection[] = [];
  const observed: Observed = {
    connections,
    get links() {
      return connections.filter(({ remoteDescription }) => remoteDescription !== null);
    },
  };
  window.observed = observed;
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      observed.connections.push(this);
    }
  };
  window.addEventListener('unhandledrejection', (event) => {
    void window.reportFault(`unhandled rejection: ${String(event.reason)}`);
  });
  window.addEventListener('error', (event) => {
    void window.reportFault(`uncaught exception: ${event.message}`);
  });
  document.addEventListener('securitypolicyviolation', (event) => {
    void window.reportFault(
      `content security policy: ${event.effectiveDirective} blocked ${event.blockedURI} ${event.sample}`,
    );
  });
}
