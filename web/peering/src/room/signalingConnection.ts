/** The connection to the server, opened in the lobby so that joining is one round trip. */
export declare class SignalingConnection {
  private constructor();
  static open(options: { origin?: string; signal?: AbortSignal }): SignalingConnection;
  close(): void;
}
