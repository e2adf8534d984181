/** Values to JSON, on any page. */

/** `JSON.stringify`, deaf to the `Array.prototype.toJSON` of old libraries (Prototype 1.6), which makes texts of arrays. */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, function (this: Record<string, unknown>, key, given: unknown) {
    return Array.isArray(this[key]) ? this[key] : given;
  });
