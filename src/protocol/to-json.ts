/** JSON serialisation that works on any page. */

/**
 * `JSON.stringify` without the `Array.prototype.toJSON` of old libraries (Prototype 1.6), which turns arrays into
 * strings.
 */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, function (this: Record<string, unknown>, key, given: unknown) {
    return Array.isArray(this[key]) ? this[key] : given;
  });
