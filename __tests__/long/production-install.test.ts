import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sendRequest } from "#support/send-request";

/** Installs and builds Octavo as an operator does, in a folder of its own. */
let folder: string;

/** The environment of a shell in which this Node is the machine's own. */
function environment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const outside = (process.env.PATH ?? "").split(path.delimiter).filter((at) => !at.includes("node_modules"));
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_OPTIONS$/i.test(name))),
    NODE_ENV: "production",
    PATH: [path.dirname(process.execPath), ...outside].join(path.delimiter),
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: "file:./data/octavo.db",
    HOST: "127.0.0.1",
    PORT: "0",
    POSTING: "open",
    SAMPLE_POSTS: "true",
    ...more,
  };
}

/** Runs npm as it is typed in a shell. NODE_ENV is not set: with "production" npm would leave out what builds. */
function npm(...args: string[]): void {
  const { NODE_ENV: _, ...env } = environment();
  execFileSync("npm", args, { cwd: folder, env: env as NodeJS.ProcessEnv, stdio: "pipe" });
}

/** Makes Node report another version. */
function disguise(version: string): string {
  const program = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`;
  return `--import=data:text/javascript,${encodeURIComponent(program)}`;
}

/** `npm start`, until it is ready or has ended. */
async function start(more: Record<string, string> = {}) {
  const child: ChildProcess = spawn("npm", ["start", "--silent"], {
    cwd: folder,
    env: environment(more),
    // A group of its own: npm does not pass a signal on to what it has started.
    detached: true,
  });
  let written = "";
  const ready = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        written += chunk;
        const [, url] = /^Octavo is ready on (\S+)$/m.exec(written) ?? [];
        if (url) resolve(url);
      });
    }
  });
  const ended = once(child, "close").then(([code]) => code as number | null);
  const url = await Promise.race([ready, ended.then(() => undefined)]);
  return { url, ended, written: () => written, stop: () => process.kill(-(child.pid ?? 0), "SIGTERM") };
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "octavo-production-"));
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" });
  for (const file of files.split("\n").filter(Boolean)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    cpSync(file, path.join(folder, file));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function refusal(more: Record<string, string> = {}): Promise<string> {
  const { ended, url, written } = await start(more);
  expect(url).toBeUndefined();
  expect(await ended).toBe(1);
  return written();
}

test("npm start — packages not installed — one line with the command to run", async () => {
  expect(await refusal()).toBe("Octavo cannot start: its packages are not installed; run `npm install`.\n");
});

test("npm start — no build — one line with the command to run", async () => {
  npm("ci", "--no-audit", "--no-fund");
  expect(await refusal()).toBe("Octavo cannot start: there is no build yet; run `npm run build` first\n");
});

describe("built, then npm ci --omit=dev", () => {
  beforeAll(() => {
    npm("run", "build");
    npm("ci", "--omit=dev", "--no-audit", "--no-fund");
  });

  test("npm start — pages, feeds and writes work without development packages", async () => {
    const { ended, stop, url = "", written } = await start();
    try {
      for (const path of [
        "/",
        "/blog",
        "/blog/1/first-post",
        "/docs/api",
        "/feed.xml",
        "/api/openapi.json",
        "/signup",
      ]) {
        expect([path, (await sendRequest(url + path)).status]).toEqual([path, 200]);
      }
      const body = { title: "Hello", content: "*World*, `code`, [^1]\n\n```js\nlet a = 1;\n```\n\n[^1]: note" };
      expect((await sendRequest(`${url}/api/posts`, { method: "POST", body })).status).toBe(201);
      const setupCode = /with the setup code (\S+)/.exec(written())?.[1];
      const account = { name: "Olga", email: "olga@octavo.test", password: "correct horse battery", setupCode };
      expect((await sendRequest(`${url}/api/auth/sign-up`, { method: "POST", body: account })).status).toBe(201);
      expect(written()).not.toContain('"level":"error"');
    } finally {
      stop();
      await ended;
    }
  });

  test("npm start — Node too old — one line says so", async () => {
    expect(await refusal({ NODE_OPTIONS: disguise("20.20.2") })).toBe(
      "Octavo needs Node.js 22.18, 23.6 or later (this is 20.20.2): install one, or run `npm ci` without `--omit=dev`, which brings one along.\n",
    );
  });
});
