import { browserIdentities } from '@hearth/peering';
import { html, type nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import './home/home-page.ts';
import { KeptIdentities } from './keptIdentities.ts';
import { browserStorage, Memory } from './memory.ts';
import { RecentRooms } from './recentRooms.ts';
import { pathOfRoom, type Route, routeOf, sameRoute } from './routing.ts';
import { LightElement } from './ui/lightElement.ts';
import { applyTheme } from './ui/theme.ts';
import { applyLanguage } from './words/language.ts';
import { words } from './words/words.ts';

/** Everything behind a room's link is its own bundle: the home page needs none of it. */
const roomDoor = (): Promise<unknown> => import('./room-door.ts');
const trustPage = (): Promise<unknown> => import('./trust/trust-page.ts');

/** The whole app: shows the page the address points to. */
@customElement('hearth-app')
export class HearthApp extends LightElement {
  readonly #memory = new Memory(browserStorage());
  /** The first page waits for its language; what the shell shows stands there meanwhile. */
  readonly #speaking = applyLanguage(this.#memory.get('language'));
  readonly #recent = new RecentRooms(browserStorage());
  @state() accessor #route: Route = routeOf(location);
  @state() accessor #failed = false;
  /** Whether one page has led to another: then the new one is read from its heading on. */
  #moved = false;

  constructor() {
    super();
    KeptIdentities.follow(this.#recent, browserIdentities);
  }

  override connectedCallback(): void {
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

  protected override async scheduleUpdate(): Promise<void> {
    await this.#speaking;
    if (!this.hasUpdated) this.replaceChildren();
    super.scheduleUpdate();
  }

  override render(): TemplateResult | typeof nothing {
    if (this.#route.page === 'home') {
      return html`<home-page .recent=${this.#recent} .moved=${this.#moved}></home-page>`;
    }
    if (this.#failed) return this.#renderFailed();
    if (this.#route.page === 'trust') return html`<trust-page></trust-page>`;
    return html`<room-door
      .route=${this.#route}
      .memory=${this.#memory}
      .recent=${this.#recent}
      .moved=${this.#moved}
    ></room-door>`;
  }

  #renderFailed(): TemplateResult {
    return html`<main class="end">
      <h1>${words().app.failedTitle}</h1>
      <p class="quiet" role="alert">${words().app.failedWords}</p>
      <button class="button button-main" type="button" @click=${() => location.reload()}>
        ${words().app.loadAgain}
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
    if (this.#route.page === 'room') document.title = `${this.#route.room} · Hearth`;
    const fetched = this.#route.page === 'room' ? roomDoor() : trustPage();
    fetched.catch(() => {
      this.#failed = true;
    });
  }
}
