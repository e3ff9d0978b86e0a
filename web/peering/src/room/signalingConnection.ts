import { Session } from '../session/session.ts';
import { browserEnvironment, type Environment } from './environment.ts';

/** The connection to the server, opened in the lobby so that joining is one round trip. */
export class SignalingConnection {
  /** For `Room.join`, which takes the connection over. */
  readonly session: Session;
  /** Made while people are still in the lobby. */
  readonly certificate: Promise<RTCCertificate | undefined>;
  readonly environment: Environment;

  private constructor(origin: string, environment: Environment) {
    const { clock, randomness } = environment;
    this.environment = environment;
    this.certificate = environment.createCertificate().catch(() => undefined);
    this.session = new Session({ open: environment.openTransport(origin), clock, randomness });
    this.session.open();
  }

  static open(
    options: { origin?: string; signal?: AbortSignal },
    environment: Environment = browserEnvironment,
  ): SignalingConnection {
    const { origin = location.origin, signal } = options;
    const connection = new SignalingConnection(origin, environment);
    if (signal?.aborted) connection.close();
    signal?.addEventListener('abort', () => connection.close(), { once: true });
    return connection;
  }

  /** Also ends the place of a room that was joined over it. */
  close(): void {
    this.session.close();
  }
}
