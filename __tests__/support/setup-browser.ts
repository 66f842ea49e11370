import "@testing-library/jest-dom";
import { TextDecoder, TextEncoder } from "node:util";

process.env.LOG_LEVEL = "silent";
process.env.DATABASE_URL = "file::memory:";
process.env.WRITE_LIMIT = "0";
process.env.SEARCH_LIMIT = "0";

// What browsers have and jsdom has not.
Object.assign(globalThis, { TextDecoder, TextEncoder });
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};
