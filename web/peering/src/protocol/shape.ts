/** The form of a JSON value: what a message of the server must look like before anything reads it. */
export type Shape =
  | 'string'
  | 'integer'
  | 'boolean'
  | 'any'
  | readonly string[]
  | { readonly each: Shape }
  | { readonly fields: { readonly [name: string]: Shape } };

/** True when the value has that form. A field whose name ends in `?` may be missing; unknown fields are ignored. */
export function hasShape(value: unknown, shape: Shape): boolean {
  if (shape === 'any') return value !== undefined;
  if (shape === 'integer') return Number.isSafeInteger(value);
  if (typeof shape === 'string') return typeof value === shape;
  if (Array.isArray(shape)) return shape.includes(value as string);
  if ('each' in shape) return Array.isArray(value) && value.every((v) => hasShape(v, shape.each));
  if (!('fields' in shape) || typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  return Object.entries(shape.fields).every(([name, field]) => {
    const optional = name.endsWith('?');
    const key = optional ? name.slice(0, -1) : name;
    const found = Object.hasOwn(fields, key) ? fields[key] : undefined;
    return (optional && found === undefined) || hasShape(found, field);
  });
}
