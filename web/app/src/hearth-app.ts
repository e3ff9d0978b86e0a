import { html, type nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import './home/home-page.ts';
import { browserStorage, Memory } from './memory.ts';
import { pathOfRoom, type Route, routeOf, sameRoute } from './routing.ts';
import { LightElement } from './ui/lightElement.ts';
import { applyTheme } from './ui/theme.ts';

/** Everything behind a room's link is its own bundle: the home page needs none of it. */
const roomDoor = (): Promise<unknown> => import('./room-door.ts');

/** The whole app: shows the page the address points to. */
@customElement('hearth-app')
export class HearthApp extends LightElement {
  readonly #memory = new Memory(browserStorage());
  @state() accessor #route: Route = routeOf(location);
  @state() accessor #failed = false;
  /** Whether one page has led to another: then the new one is read from its heading on. */
  #moved = false;

  override connectedCallback(): void {
    // What the shell shows until the first page is there.
    this.replaceChildren();
    super.connectedCallback();
    applyTheme(this.#memory.get('theme'));
    addEventListener('popstate', this.#follow);
    addEventListener('hashchange', this.#follow);
    this.addEventListener('go', this.#go);
    this.#fetchPage();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('popstate', this.#follow);
    removeEventListener('hashchange', this.#follow);
    this.removeEventListener('go', this.#go);
  }

  override render(): TemplateResult | typeof nothing {
    if (this.#route.page === 'home') return html`<home-page .moved=${this.#moved}></home-page>`;
    if (this.#failed) return this.#renderFailed();
    return html`<room-door
      .route=${this.#route}
      .memory=${this.#memory}
      .moved=${this.#moved}
    ></room-door>`;
  }

  #renderFailed(): TemplateResult {
    return html`<main class="end">
      <h1>This page did not load completely</h1>
      <p class="quiet" role="alert">Check your connection, then load it again.</p>
      <button class="button button-main" type="button" @click=${() => location.reload()}>
        Load again
      </button>
    </main>`;
  }

  readonly #go = (event: Event): void => {
    const { room, keyText } = (event as CustomEvent<{ room?: string; keyText?: string }>).detail;
    const path = room === undefined ? '/' : pathOfRoom(room, keyText ?? '');
    history.pushState(null, '', path);
    this.#follow();
  };

  readonly #follow = (): void => {
    const route = routeOf(location);
    if (sameRoute(route, this.#route)) return;
    this.#moved = true;
    this.#route = route;
    document.title = route.page === 'room' ? `${route.room} · Hearth` : 'Hearth';
    scrollTo(0, 0);
    this.#fetchPage();
  };

  #fetchPage(): void {
    if (this.#route.page === 'home') return;
    document.title = `${this.#route.room} · Hearth`;
    roomDoor().catch(() => {
      this.#failed = true;
    });
  }
}
