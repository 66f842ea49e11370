import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { cloneTo } from "#support/clone";
import { withSharedFolder } from "#support/folder";
import { noise } from "#support/image-files";
import { sendRequest } from "#support/send-request";
import { rememberOutput } from "#support/setup-code";
import { shellEnvironment } from "#support/shell";
import { signUpAt } from "#support/signed-in";

/** Installs and builds Octavo as an operator does, in a folder of its own. */
const folder = withSharedFolder();

/** A user without privileges, where the tests run as root: root may write everywhere. */
const OTHER_USER = 65_534;
const isRoot = process.getuid?.() === 0;
/** The oldest Node.js that Octavo runs on, which npm has as a package for each platform. */
const OLDEST_NODE = "22.18.0";

/** The environment of a server. */
function environment(more: Record<string, string>, node?: string): NodeJS.ProcessEnv {
  return {
    ...shellEnvironment(node),
    NODE_ENV: "production",
    DATABASE_URL: "file:./data/octavo.db",
    HOST: "127.0.0.1",
    PORT: "0",
    POSTING: "open",
    SAMPLE_POSTS: "true",
    ...more,
  };
}

/** Runs npm as it is typed in a shell. @returns what it writes */
function npm(...args: string[]): string {
  const env = { ...shellEnvironment(), NEXT_TELEMETRY_DISABLED: "1" };
  return execFileSync("npm", args, { cwd: folder.path, env, encoding: "utf8", stdio: "pipe" });
}

/** Makes Node report another version. */
function disguise(version: string): string {
  const program = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`;
  return `--import=data:text/javascript,${encodeURIComponent(program)}`;
}

/** `npm start`, until it is ready or has ended. @param as the user, and the folder of the Node.js to run on */
async function start(more: Record<string, string> = {}, as: { user?: number; node?: string } = {}) {
  const child: ChildProcess = spawn("npm", ["start", "--silent"], {
    cwd: folder.path,
    env: environment(more, as.node),
    ...(as.user === undefined ? {} : { uid: as.user, gid: as.user }),
  });
  let written = "";
  const ready = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        written += chunk;
        const [, url] = /^Octavo is ready on (\S+)$/m.exec(written) ?? [];
        if (!url) return;
        rememberOutput(url, () => written);
        resolve(url);
      });
    }
  });
  const ended = once(child, "close").then(([code]) => code as number | null);
  const url = await Promise.race([ready, ended.then(() => undefined)]);
  return { url, ended, written: () => written, stop: () => child.kill("SIGTERM") };
}

beforeAll(() => {
  chmodSync(folder.path, 0o755);
  cloneTo(folder.path);
});

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
      expect((await signUpAt(url, "Olga")).up.status).toBe(201);
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

  describe("read-only project folder", () => {
    const data = withSharedFolder();
    let nodes: Record<string, string>;
    beforeAll(() => {
      if (isRoot) chownSync(data.path, OTHER_USER, OTHER_USER);
      else execFileSync("chmod", ["-R", "a-w", folder.path]);
      const oldest = `node-${process.platform}-${process.arch}`;
      const tools = data.file("tools");
      npm("install", "--prefix", tools, "--no-audit", "--no-fund", `${oldest}@${OLDEST_NODE}`);
      mkdirSync(path.join(tools, "current"));
      cpSync(process.execPath, path.join(tools, "current/node"));
      nodes = { current: path.join(tools, "current"), oldest: path.join(tools, "node_modules", oldest, "bin") };
    });
    afterAll(() => {
      if (!isRoot) execFileSync("chmod", ["-R", "u+w", folder.path]);
    });

    test.each(["current", "oldest"])(
      "npm start — another user, %s Node.js — serves, stores and stops; writes nothing there",
      async (name) => {
        const node = nodes[name] ?? "";
        const version = execFileSync(path.join(node, "node"), ["--version"], { encoding: "utf8" }).trim();
        expect(version).toBe(name === "oldest" ? `v${OLDEST_NODE}` : process.version);
        const own = data.file(name);
        mkdirSync(own);
        if (isRoot) chownSync(own, OTHER_USER, OTHER_USER);
        const settings = {
          DATABASE_URL: `file:${own}/octavo.db`,
          FILES_URL: `file:${own}/images`,
          HOME: own,
          NODE_COMPILE_CACHE: `${own}/compiled`,
          LOG_LEVEL: "info",
        };
        const as = { node, ...(isRoot ? { user: OTHER_USER } : {}) };
        const listFiles = () =>
          execFileSync("find", [folder.path, "-type", "f", "-printf", "%p %T@\\n"], { maxBuffer: 1e9 }).toString();
        const before = listFiles();
        const { ended, stop, url = "", written } = await start(settings, as);
        try {
          for (const at of ["/", "/blog", "/blog/1/first-post", "/blog-static", "/docs/api", "/og.png", "/feed.xml"]) {
            expect([at, (await sendRequest(url + at)).status]).toEqual([at, 200]);
          }
          const { headers } = await signUpAt(url, "Olga");
          const upload = {
            method: "POST",
            headers: { ...headers, "Content-Type": "image/png" },
            body: new Uint8Array(await noise(800, 600)),
          };
          expect((await sendRequest(`${url}/api/images`, upload)).status).toBe(201);
        } finally {
          stop();
          await ended;
        }
        expect(readdirSync(path.join(own, "compiled"))).not.toEqual([]);
        expect(statSync(path.join(own, "octavo.db")).uid).toBe(isRoot ? OTHER_USER : process.getuid?.());
        expect(written()).not.toMatch(/EACCES|EROFS|EPERM|"level":"(?:warn|error)"/);
        expect(listFiles()).toBe(before);
      },
    );
  });

  /** Megabytes that a folder takes on the disk. */
  const megabytes = (at: string) =>
    Number(execFileSync("du", ["-sk", at], { cwd: folder.path, encoding: "utf8" }).split("\t")[0]) / 1000;
  /** The production packages, as folders relative to the project. */
  const packages = () => {
    const listed = npm("ls", "--omit=dev", "--all", "--parseable").trim().split("\n");
    return [...new Set(listed)].map((at) => path.relative(folder.path, at)).filter(Boolean);
  };

  test("docs/operations.md — packages and megabytes of the installation — as they are, within a tenth", () => {
    const [, count, size] = /(\d+) packages, (\d+) MB/.exec(readFileSync("docs/operations.md", "utf8")) ?? [];
    expect(packages().length / Number(count)).toBeCloseTo(1, 1);
    expect(megabytes("node_modules") / Number(size)).toBeCloseTo(1, 1);
  });

  test("docs/decisions/048-deployment.md — the table of packages — has every one above 5 MB, with its size", () => {
    const rows = readFileSync("docs/decisions/048-deployment.md", "utf8").matchAll(/^\| `([^`]+)` +\| (\d+) +\|/gm);
    const documented = new Map([...rows].map(([, name = "", size]) => [name, Number(size)]));
    const large = packages()
      .map((at) => [at.replace("node_modules/", "").replace(/-(?:linux|darwin|win32).*/, "-…"), megabytes(at)] as const)
      .filter(([, size]) => size > 5);
    expect(large.map(([name]) => name).sort()).toEqual([...documented.keys()].sort());
    for (const [name, size] of large)
      expect([name, Math.abs(size - (documented.get(name) ?? 0)) < 2 + size / 10]).toEqual([name, true]);
  });
});
