import { readFileSync } from "node:fs";
import path from "node:path";
import { database } from "#lib/server/db/database";
import { files } from "#lib/server/files/files";
import { executeRun, type StopReason } from "#lib/server/import/jobs/execute";
import { type StartProcess, useImportProcess } from "#lib/server/import/jobs/import-process";
import { Import } from "#lib/shared/imports";
import one from "../../pages/api/imports/[id]";
import imports from "../../pages/api/imports/index";
import { call } from "./call.ts";
import { fixture } from "./import.ts";

export type Sender = { headers: Record<string, string> };
export type File = { name: string; content: string | Uint8Array };

export const fixtureFile = (name: string): File => ({
  name: path.basename(name),
  content: readFileSync(fixture(name)),
});

/** A multipart body, as a browser sends it. */
export async function formOf(sent: File[]): Promise<{ raw: Uint8Array; headers: Record<string, string> }> {
  const form = new FormData();
  for (const { content, name } of sent) form.append("file", new Blob([new Uint8Array(Buffer.from(content))]), name);
  const encoded = new Response(form);
  const raw = new Uint8Array(await encoded.arrayBuffer());
  return { raw, headers: { "content-type": encoded.headers.get("content-type") ?? "" } };
}

/** Uploads files as one source. */
export async function sendSource(sent: File[], { headers }: Sender = { headers: {} }) {
  const form = await formOf(sent);
  return call(imports, { method: "POST", raw: form.raw, headers: { ...headers, ...form.headers } });
}

/**
 * Runs imports in the process of the test instead of child processes: a database in memory has only one.
 */
export function withImportsInProcess() {
  let ended: Promise<unknown>[] = [];
  let gate: Promise<void> = Promise.resolve();
  let open = () => {};
  const start: StartProcess = (run, onProgress) => {
    const controller = new AbortController();
    const stop = (reason: StopReason) => controller.abort(reason);
    const kill = Promise.withResolvers<string>();
    const work = async () => {
      await gate;
      await executeRun(await database(), await files(), run, { signal: controller.signal, onProgress });
      return "exit code 0";
    };
    const end = Promise.race([work(), kill.promise]);
    ended.push(end);
    return { ended: end, cancel: () => stop("cancelled"), kill: () => kill.resolve("SIGKILL") };
  };
  beforeEach(() => {
    ended = [];
    gate = Promise.resolve();
    useImportProcess(start);
  });
  afterEach(async () => {
    open();
    await Promise.all(ended);
    useImportProcess(undefined);
  });
  return {
    /** Lets runs wait before they do anything. @returns lets them go on */
    hold(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      open = resolve;
      return resolve;
    },
    /** Resolves when all runs have ended. */
    settled: () => Promise.all(ended),
  };
}

/** Loads an import. */
export async function importById(id: string, { headers }: Sender): Promise<Import> {
  return Import.parse((await call(one, { query: { id }, headers })).json());
}
