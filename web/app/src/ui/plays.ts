import { noChange } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { directive, type ElementPart, PartType } from 'lit/directive.js';

type Output = HTMLMediaElement & { setSinkId?: (id: string) => Promise<void> };

interface Playing {
  /** Where the sound goes; empty for the system's default. */
  readonly speaker?: string;
  /** Called when the browser wants a touch or click before it lets anything sound. */
  readonly onBlocked?: () => void;
  /** Called when the chosen speaker cannot be used. */
  readonly onSpeakerLost?: () => void;
}

/** Plays one track on a media element; lets go of it when the track or the element goes. */
class Plays extends AsyncDirective {
  #element: Output | null = null;
  #track: MediaStreamTrack | null = null;
  #speaker = '';

  render(_track: MediaStreamTrack | null, _playing: Playing = {}): unknown {
    return noChange;
  }

  override update(part: ElementPart, [track, playing = {}]: Parameters<this['render']>): unknown {
    if (part.type !== PartType.ELEMENT) throw new TypeError('plays() belongs on an element');
    this.#element = part.element as Output;
    this.#route(playing);
    if (track === this.#track) return noChange;
    this.#track = track;
    this.#element.srcObject = track === null ? null : new MediaStream([track]);
    if (track !== null) this.#play(this.#element, playing);
    return noChange;
  }

  override disconnected(): void {
    if (this.#element) this.#element.srcObject = null;
  }

  override reconnected(): void {
    if (this.#element && this.#track) {
      this.#element.srcObject = new MediaStream([this.#track]);
      this.#play(this.#element, {});
    }
  }

  #route({ speaker = '', onSpeakerLost }: Playing): void {
    if (speaker === this.#speaker || this.#element?.setSinkId === undefined) return;
    this.#speaker = speaker;
    this.#element.setSinkId(speaker).catch(() => onSpeakerLost?.());
  }

  #play(element: Output, { onBlocked }: Playing): void {
    element.play().catch((error: unknown) => {
      // AbortError: a newer track took this one's place before it began.
      if ((error as { name?: unknown } | null)?.name === 'NotAllowedError') onBlocked?.();
    });
  }
}

/** `<audio ${plays(track)}>` */
export const plays = directive(Plays);
