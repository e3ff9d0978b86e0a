const encoder = new TextEncoder();

/** Every field preceded by its length in bytes, 32 bits, big-endian: no two lists of fields read the same. */
export function lengthPrefixed(texts: readonly string[]): Uint8Array<ArrayBuffer> {
  const fields = texts.map((text) => encoder.encode(text));
  const bytes = new Uint8Array(fields.reduce((sum, field) => sum + 4 + field.length, 0));
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const field of fields) {
    view.setUint32(offset, field.length);
    bytes.set(field, offset + 4);
    offset += 4 + field.length;
  }
  return bytes;
}
