import type { Page } from 'playwright-core';

interface Drawer {
  readonly opened: MediaStreamTrack[];
  unplug(label: string): void;
  plugIn(label: string): void;
}

/** Runs in the page: the browser's fake devices, as if their plugs could be pulled. */
function install(): void {
  // An empty page has none, whatever the type says.
  const mediaDevices = navigator.mediaDevices as MediaDevices | undefined;
  if (mediaDevices === undefined) return;
  const hidden = new Set<string>();
  const opened: MediaStreamTrack[] = [];
  const list = mediaDevices.enumerateDevices.bind(mediaDevices);
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.enumerateDevices = async () =>
    (await list()).filter(({ label }) => !hidden.has(label));
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    opened.push(...stream.getTracks());
    return stream;
  };
  const changed = (): void => {
    mediaDevices.dispatchEvent(new Event('devicechange'));
  };
  const drawer: Drawer = {
    opened,
    unplug(label) {
      hidden.add(label);
      for (const track of opened) {
        if (track.label !== label || track.readyState === 'ended') continue;
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
      changed();
    },
    plugIn(label) {
      hidden.delete(label);
      changed();
    },
  };
  Object.assign(window, { drawer });
}

/**
 * A drawer full of devices: no browser here lets a test pull the plug of a real one. What the page
 * opens, hears and sends is the browser's own.
 */
export class DeviceDrawer {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  static async of(page: Page): Promise<DeviceDrawer> {
    await page.addInitScript(install);
    return new DeviceDrawer(page);
  }

  async unplug(label: string): Promise<void> {
    await this.#page.evaluate(
      (name) => (window as unknown as { drawer: Drawer }).drawer.unplug(name),
      label,
    );
  }

  async plugIn(label: string): Promise<void> {
    await this.#page.evaluate(
      (name) => (window as unknown as { drawer: Drawer }).drawer.plugIn(name),
      label,
    );
  }

  /** Names of all tracks that are open, and how the browser cleans those of microphones. */
  open(): Promise<readonly { label: string; settings: MediaTrackSettings }[]> {
    return this.#page.evaluate(() =>
      (window as unknown as { drawer: Drawer }).drawer.opened
        .filter(({ readyState }) => readyState === 'live')
        .map((track) => ({ label: track.label, settings: track.getSettings() })),
    );
  }
}
