/** A certificate's SHA-256: upper-case hex with colons, 32 bytes. */
const form = /^[\dA-F]{2}(?::[\dA-F]{2}){31}$/;

export function isFingerprint(text: unknown): text is string {
  return typeof text === 'string' && form.test(text);
}

/**
 * The one certificate a description is made for (RFC 8122). Null when it names none, several
 * distinct ones, or uses another hash than SHA-256: then nobody can say who would be on the line.
 */
export function fingerprintOf(sdp: string): string | null {
  const mentions = sdp.match(/fingerprint/gi)?.length ?? 0;
  const lines = [...sdp.matchAll(/^a=fingerprint:sha-256 ([\dA-Fa-f:]+)[ \t]*\r?$/gm)];
  // A mention that is not such a line might still be read by a more generous parser than ours.
  if (lines.length === 0 || lines.length !== mentions) return null;
  const distinct = new Set(lines.map((line) => line[1]?.toUpperCase()));
  const [only] = distinct;
  return distinct.size === 1 && isFingerprint(only) ? only : null;
}
