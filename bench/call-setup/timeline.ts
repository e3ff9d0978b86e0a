/** What happened in a page between the click and the first frame; milliseconds of its clock. */
export interface Timeline {
  readonly marks: Record<string, number>;
  firstFrame: number | null;
}

declare global {
  interface Window {
    timeline: Timeline;
  }
}

/**
 * Runs in a page before any of its scripts: notes the first time of each step after the last click.
 * Self-contained, since it is sent as text.
 */
export function recordTimeline(): void {
  const timeline: Timeline = { marks: {}, firstFrame: null };
  window.timeline = timeline;
  const mark = (name: string, at = performance.now()): void => {
    timeline.marks[name] ??= at;
  };
  const remoteTracks = new Set<string>();

  document.addEventListener(
    'click',
    (event) => {
      for (const name of Object.keys(timeline.marks)) delete timeline.marks[name];
      timeline.firstFrame = null;
      mark('click', event.timeStamp);
    },
    { capture: true },
  );

  const NativeSocket = window.WebSocket;
  window.WebSocket = class extends NativeSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => {
        const type = /"type":"(\w+)"/.exec(String(data))?.[1] ?? 'other';
        mark(`received ${type}`);
      });
    }
    override send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
      const type = /"type":"(\w+)"/.exec(String(data))?.[1] ?? 'other';
      mark(`sent ${type}`);
      super.send(data as string);
    }
  };

  const NativeConnection = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends NativeConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      mark('connection made');
      this.addEventListener('track', (event) => {
        remoteTracks.add(event.track.id);
        mark('remote track');
        event.track.addEventListener('unmute', () => mark(`first ${event.track.kind} packet`));
      });
      this.addEventListener('signalingstatechange', () => mark(`signaling ${this.signalingState}`));
      this.addEventListener('iceconnectionstatechange', () =>
        mark(`ice ${this.iceConnectionState}`),
      );
      this.addEventListener('connectionstatechange', () => mark(`link ${this.connectionState}`));
    }
  };

  const source = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject');
  const watch = (video: HTMLVideoElement): void => {
    video.requestVideoFrameCallback((now) => {
      const stream = video.srcObject;
      const remote =
        stream instanceof MediaStream &&
        stream.getVideoTracks().some((track) => remoteTracks.has(track.id));
      if (!remote) watch(video);
      else if (timeline.firstFrame === null && timeline.marks.click !== undefined) {
        timeline.firstFrame = now;
      }
    });
  };
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
    ...source,
    set(value: MediaProvider | null) {
      source?.set?.call(this, value);
      if (!(this instanceof HTMLVideoElement) || value === null) return;
      mark('shown');
      watch(this);
    },
  });
}
