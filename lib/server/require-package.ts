// Not an import of node:module: webpack follows `createRequire`, and would bundle every language of highlight.js.
const { createRequire } = process.getBuiltinModule("node:module");

/** Loads a package when it is first needed, in this process and in the worker thread. */
export const requirePackage: (name: string) => unknown = createRequire(import.meta.url);
