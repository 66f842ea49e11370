/** The key, in a page's props, of the same props as JSON, where they are serialized already. */
export const SERIALIZED = Symbol.for("octavo.serialized-props");
