import "@testing-library/jest-dom";
import { TextDecoder, TextEncoder } from "node:util";
import { deserialize, serialize } from "node:v8";
import { configure } from "@testing-library/react";

/** How long a test waits for what a page shows, in milliseconds: a busy machine takes longer than a second. */
configure({ asyncUtilTimeout: 10_000 });

process.env.LOG_LEVEL = "silent";
process.env.DATABASE_URL = "file::memory:";
process.env.WRITE_LIMIT = "0";
process.env.SEARCH_LIMIT = "0";

// APIs of browsers that jsdom lacks.
Object.assign(globalThis, {
  TextDecoder,
  TextEncoder,
  // Node does not know the Blob of jsdom, which never changes.
  structuredClone: (value: unknown) => (value instanceof Blob ? value : deserialize(serialize(value))),
});
// Never idle: what waits for that is tested by itself.
window.requestIdleCallback = () => 0;
window.cancelIdleCallback = () => {};
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};
