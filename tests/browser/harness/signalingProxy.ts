import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';

/** Any message of the signaling wire. */
export type Message = Record<string, unknown> & { type: string; seq?: number };
export type Direction = 'to-server' | 'to-browser';

/** Decides what goes on in place of a message; `line.inject` adds others before it. */
export type Rule = (message: Message, direction: Direction, line: Line) => Message;

const passOn: Rule = (message) => message;

/**
 * Sequence numbers of one direction. Messages that the proxy adds take numbers of their own, so
 * that neither side can tell it is there.
 */
class Renumbering {
  /** Numbers, as the receiver counts, of the messages the proxy added. */
  readonly #added: number[] = [];
  #last = 0;

  passed(message: Message): Message {
    if (message.seq === undefined) return message;
    this.#last = message.seq + this.#added.length;
    return { ...message, seq: this.#last };
  }

  added(message: Message): Message {
    this.#last++;
    this.#added.push(this.#last);
    return { ...message, seq: this.#last };
  }

  /** The number the sender knows for what the receiver calls `seq`. */
  original(seq: number): number {
    return seq - this.#added.filter((number) => number <= seq).length;
  }
}

/** One WebSocket between a browser and the server. */
export class Line {
  readonly #browser: WebSocket;
  readonly #server: WebSocket;
  readonly #numbers = { 'to-server': new Renumbering(), 'to-browser': new Renumbering() };
  readonly #rule: () => Rule;

  constructor(browser: WebSocket, server: WebSocket, rule: () => Rule) {
    this.#browser = browser;
    this.#server = server;
    this.#rule = rule;
    const waiting: string[] = [];
    browser.on('message', (data) => {
      const text = String(data);
      if (server.readyState === WebSocket.OPEN) this.#pass(text, 'to-server');
      else waiting.push(text);
    });
    server.on('open', () => {
      for (const text of waiting.splice(0)) this.#pass(text, 'to-server');
    });
    server.on('message', (data) => this.#pass(String(data), 'to-browser'));
    browser.on('close', () => server.terminate());
    server.on('close', () => browser.terminate());
    browser.on('error', () => server.terminate());
    server.on('error', () => browser.terminate());
  }

  /** Puts a message of the proxy's own on the line. */
  inject(message: Message, direction: Direction): void {
    this.#send(this.#numbers[direction].added(message), direction);
  }

  cut(): void {
    this.#browser.terminate();
    this.#server.terminate();
  }

  #pass(text: string, direction: Direction): void {
    const message = JSON.parse(text) as Message;
    if (message.type === 'ack' && typeof message.seq === 'number') {
      const opposite = direction === 'to-server' ? 'to-browser' : 'to-server';
      const seq = this.#numbers[opposite].original(message.seq);
      if (seq > 0) this.#send({ ...message, seq }, direction);
      return;
    }
    const decided = this.#rule()(message, direction, this);
    this.#send(this.#numbers[direction].passed(decided), direction);
  }

  #send(message: Message, direction: Direction): void {
    const target = direction === 'to-server' ? this.#server : this.#browser;
    if (target.readyState === WebSocket.OPEN) target.send(JSON.stringify(message));
  }
}

/**
 * Stands between browsers and a server: pages pass through untouched, signaling as a rule decides.
 * It plays the network that fails and the server that lies.
 */
export class SignalingProxy {
  /** May be changed at any time; holds for every line. */
  rule: Rule = passOn;
  readonly #target: URL;
  readonly #http: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #lines = new Set<Line>();
  readonly #ids = new Map<string, string>();
  readonly #resumes = new Set<() => void>();
  #links: readonly string[] = [];
  #isCut = false;

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#http = createServer((incoming, response) => {
      const { hostname, port } = this.#target;
      const { method, url, headers } = incoming;
      const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      incoming.pipe(onward);
    });
    this.#http.on('upgrade', (incoming, socket, head) => this.#open(incoming, socket, head));
  }

  static async start(target: string): Promise<SignalingProxy> {
    const proxy = new SignalingProxy(target);
    await new Promise<void>((resolve) => proxy.#http.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  get lines(): readonly Line[] {
    return [...this.#lines];
  }

  /** The id of a member that browsers behind this proxy were told of. */
  idOf(name: string): string {
    const id = this.#ids.get(name);
    if (id === undefined) throw new Error(`nobody was told of ${name}`);
    return id;
  }

  /** The links that the newest topology names. */
  get links(): readonly string[] {
    return this.#links;
  }

  /** Waits until this many places, counted from now, have been resumed. */
  resumed(places: number): Promise<void> {
    return new Promise((resolve) => {
      let left = places;
      const count = (): void => {
        left--;
        if (left > 0) return;
        this.#resumes.delete(count);
        resolve();
      };
      this.#resumes.add(count);
    });
  }

  /** From now on no signaling passes and none can be opened. */
  cut(): void {
    this.#isCut = true;
    for (const line of this.#lines) line.cut();
  }

  mend(): void {
    this.#isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  readonly #decide: Rule = (message, direction, line) => {
    const told = [message.member, ...((message.members as unknown[] | undefined) ?? [])];
    for (const member of told as ({ id: string; name: string } | undefined)[]) {
      if (member !== undefined) this.#ids.set(member.name, member.id);
    }
    if (message.type === 'resumed') for (const count of this.#resumes) count();
    const topology = message.type === 'topology' ? message : message.topology;
    const links = (topology as { links?: readonly string[] } | undefined)?.links;
    if (links !== undefined) this.#links = links;
    return this.rule(message, direction, line);
  };

  #open(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.#isCut) {
      socket.destroy();
      return;
    }
    const { host = '', origin = '' } = incoming.headers;
    const server = new WebSocket(`ws://${this.#target.host}${incoming.url}`, {
      headers: { host, origin },
    });
    server.on('error', () => socket.destroy());
    this.#sockets.handleUpgrade(incoming, socket, head, (browser) => {
      const line = new Line(browser, server, () => this.#decide);
      this.#lines.add(line);
      browser.on('close', () => this.#lines.delete(line));
    });
  }
}
