import type { Locator, Page } from 'playwright-core';

type Role = Parameters<Page['getByRole']>[0];

/** One person in front of one page. Finds everything by what a screen reader would say. */
export class Person {
  readonly name: string;
  readonly origin: string;
  readonly page: Page;

  constructor(name: string, origin: string, page: Page) {
    this.name = name;
    this.origin = origin;
    this.page = page;
  }

  find(role: Role, name: string): Locator {
    return this.page.getByRole(role, { name, exact: true });
  }

  button(name: string): Locator {
    return this.find('button', name);
  }

  async press(name: string): Promise<void> {
    await this.button(name).click();
  }

  async sees(text: string | RegExp): Promise<void> {
    await this.page.getByText(text).first().waitFor();
  }

  /** Waits for a `status` or `alert` that says so. */
  async isTold(text: string | RegExp): Promise<void> {
    const news = this.page.getByRole('status').or(this.page.getByRole('alert'));
    await news.filter({ hasText: text }).first().waitFor();
  }

  /** Waits until no `status` or `alert` says so any more. */
  async isNoLongerTold(text: string | RegExp): Promise<void> {
    const news = this.page.getByRole('status').or(this.page.getByRole('alert'));
    await news.filter({ hasText: text }).first().waitFor({ state: 'hidden' });
  }

  /** The same person in front of another page. */
  at(page: Page): Person {
    return new Person(this.name, this.origin, page);
  }

  async goHome(): Promise<void> {
    await this.page.goto(`${this.origin}/`);
    await this.button('Start a room').waitFor();
  }

  /** From home into the lobby of a new room; returns the room's link with its key. */
  async startRoom(): Promise<string> {
    await this.goHome();
    await this.press('Start a room');
    await this.find('textbox', 'Your name').waitFor();
    return this.page.url();
  }

  async open(link: string): Promise<void> {
    await this.page.goto(link);
    await this.find('textbox', 'Your name').waitFor();
  }

  /** On a first visit by the button; later visits turn the devices on by themselves. */
  async turnOnDevices(): Promise<void> {
    const turnOn = this.button('Turn on camera and microphone');
    const preview = this.page.getByLabel('Your camera', { exact: true });
    await turnOn.or(preview).first().waitFor();
    if (await turnOn.isVisible()) await turnOn.click();
    await preview.waitFor();
  }

  /** From the lobby into the room with camera and microphone. */
  async join(): Promise<void> {
    await this.find('textbox', 'Your name').fill(this.name);
    await this.turnOnDevices();
    await this.press('Join room');
    await this.isInside();
  }

  async joinWithout(): Promise<void> {
    await this.find('textbox', 'Your name').fill(this.name);
    await this.press('Join without camera and microphone');
    await this.isInside();
  }

  async isInside(): Promise<void> {
    await this.tile(`${this.name} (you)`).waitFor();
  }

  async start(): Promise<string> {
    const link = await this.startRoom();
    await this.join();
    return link;
  }

  async comeTo(link: string): Promise<void> {
    await this.open(link);
    await this.join();
  }

  tile(member: string): Locator {
    return this.find('region', 'Participants').getByRole('group', { name: member, exact: true });
  }

  /** Waits until the link to a member is up. */
  async isConnectedTo(member: string): Promise<void> {
    await this.tile(member).filter({ hasText: 'Connected' }).waitFor();
  }

  async openChat(): Promise<void> {
    if (!(await this.find('region', 'Chat').isVisible())) await this.press('Chat');
    await this.find('textbox', 'Message').waitFor();
  }

  /** Waits until the participants show this many moving pictures. */
  async hasVideos(count: number): Promise<void> {
    const videos = this.find('region', 'Participants').locator('video:visible');
    await videos.nth(count - 1).waitFor();
    await videos.nth(count).waitFor({ state: 'hidden' });
  }

  /** Names of all tiles in their order. */
  async tiles(): Promise<string[]> {
    const groups = this.find('region', 'Participants').getByRole('group');
    return groups.evaluateAll((tiles) =>
      tiles.map((tile) => tile.getAttribute('aria-label') ?? ''),
    );
  }
}
