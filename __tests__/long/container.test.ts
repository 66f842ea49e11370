import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { cloneTo } from "#support/clone";
import { buildImage, canRunContainers, type Image, newVolume, runContainer } from "#support/container";
import { withSharedFolder } from "#support/folder";
import { freePort } from "#support/free-port";
import { noise } from "#support/image-files";
import { sendRequest } from "#support/send-request";
import { rememberOutput, setupCodeAt } from "#support/setup-code";
import { signUpAt } from "#support/signed-in";

/*
 * No container engine: the instructions of the Dockerfile are executed in a folder, and its command runs there with a root file system of its own,
 * read-only, as the image's user and process 1. Needs root, and bubblewrap: `apt-get install bubblewrap`.
 */
const containerTest = canRunContainers ? test : test.skip;

const folder = withSharedFolder();
let image: Image;

beforeAll(() => {
  if (!canRunContainers) return;
  chmodSync(folder.path, 0o755);
  const context = folder.file("context");
  mkdirSync(context);
  cloneTo(context);
  // What somebody's folder has besides, and no image may have.
  execFileSync(
    "sh",
    ["-c", "mkdir data; for file in .env .env.local octavo.env data/octavo.db; do echo secret > $file; done"],
    {
      cwd: context,
    },
  );
  image = buildImage(context, folder.file("stages"));
});

/** A started container. */
async function start(volume: string, env: Record<string, string> = {}) {
  const port = String(await freePort());
  const settings = { HOST: "127.0.0.1", PORT: port, ...env };
  const volumes = { "/data": volume };
  const child = runContainer(image, { env: settings, volumes });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk));
  let info = "";
  for await (const chunk of child.stdio[3] as Readable) info += chunk;
  const { "child-pid": pid } = JSON.parse(info) as { "child-pid": number };
  const exited = once(child, "exit").then(([code]) => code as number | null);
  while (!output.includes("Octavo is ready")) {
    if (child.exitCode !== null) throw new Error(output);
    await wait(50);
  }
  const url = `http://127.0.0.1:${port}`;
  rememberOutput(url, () => output);
  return {
    url,
    pid,
    output: () => output,
    /** As `docker exec`. */
    async execute(command: string[]): Promise<{ code: number | null; output: string }> {
      const other = runContainer(image, { command, env: settings, volumes });
      let written = "";
      for (const stream of [other.stdout, other.stderr]) stream?.on("data", (chunk: Buffer) => (written += chunk));
      const [code] = (await once(other, "close")) as [number | null];
      return { code, output: written };
    },
    /** As `docker stop`: STOPSIGNAL to process 1. */
    async stop(): Promise<number | null> {
      process.kill(pid, "SIGTERM");
      return exited;
    },
  };
}

containerTest(
  "docker build — the image — no data, no secret, nothing of development, nothing that its user can change",
  () => {
    const inApp = (...args: string[]) => execFileSync("find", ["app", ...args], { cwd: image.root, encoding: "utf8" });
    expect(
      inApp("-name", "node_modules", "-prune", "-o", "(", "-name", "*.env*", "-o", "-name", "*.db", ")", "-print"),
    ).toBe("");
    const { devDependencies } = JSON.parse(readFileSync("package.json", "utf8")) as { devDependencies: object };
    // A production package brings types.
    const names = Object.keys(devDependencies).filter((name) => !name.startsWith("@types/"));
    const unwanted = [...names, "@next/swc-linux-x64-gnu"].map((name) => `node_modules/${name}`);
    for (const name of ["__tests__", "bench", "data", ".git", ".next/cache", ...unwanted]) {
      expect([name, existsSync(path.join(image.root, "app", name))]).toEqual([name, false]);
    }
    expect(inApp("-not", "-uid", "0")).toBe("");
    expect(inApp("-type", "f", "-perm", "/022")).toBe("");
  },
);

containerTest("docs/operations.md — megabytes of the image's own layers — as they are, within a tenth", () => {
  const [, documented] = /(\d+) MB above the base image/.exec(readFileSync("docs/operations.md", "utf8")) ?? [];
  const size = Number(execFileSync("du", ["-sk", "app"], { cwd: image.root, encoding: "utf8" }).split("\t")[0]) / 1000;
  expect(size / Number(documented)).toBeCloseTo(1, 1);
});

containerTest(
  "docker run --read-only — pages, writes, uploads, the command line, the health check, a restart — all work",
  async () => {
    const volume = folder.file("volume");
    newVolume(image, "/data", volume);
    const first = await start(volume, { POSTING: "open", SAMPLE_POSTS: "true" });
    for (const at of [
      "/",
      "/blog",
      "/blog/1/first-post",
      "/blog-static",
      "/docs/api",
      "/feed.xml",
      "/signup",
      "/api/openapi.json",
    ]) {
      expect([at, (await sendRequest(first.url + at)).status]).toEqual([at, 200]);
    }
    // The process has no permission that a container would not give it.
    const status = readFileSync(`/proc/${first.pid}/status`, "utf8");
    expect(status).toMatch(/^Uid:\t1000\t1000\t1000\t1000$/m);
    expect(status).toMatch(/^CapEff:\t0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);

    const post = await sendRequest(`${first.url}/api/posts`, {
      method: "POST",
      body: { title: "Hello", content: "*World*" },
    });
    expect(post.status).toBe(201);
    expect(await first.execute(["octavo", "setup-code"])).toMatchObject({
      code: 0,
      output: expect.stringContaining(setupCodeAt(first.url) ?? "no setup code"),
    });
    const { headers, up } = await signUpAt(first.url, "Olga");
    expect(up.status).toBe(201);
    const upload = await sendRequest(`${first.url}/api/images`, {
      method: "POST",
      headers: { ...headers, "Content-Type": "image/png" },
      body: new Uint8Array(await noise(1200, 900)),
    });
    expect([upload.status, upload.text]).toEqual([201, expect.any(String)]);
    expect(await first.execute(image.healthcheck)).toEqual({ code: 0, output: "" });
    expect(await first.stop()).toBe(0);
    expect(await first.execute(image.healthcheck)).toMatchObject({ code: 1 });
    expect(first.output()).not.toMatch(/EROFS|EACCES|EPERM|"level":"(?:warn|error)"/);

    const again = await start(volume);
    expect((await sendRequest(`${again.url}/api/posts/3`)).json()).toMatchObject({ title: "Hello" });
    expect(
      (await sendRequest(again.url + new URL((upload.json() as { url: string }).url, again.url).pathname)).status,
    ).toBe(200);
    expect(await again.stop()).toBe(0);
  },
);

containerTest("docker run — a volume of another user — one line says what cannot be written", async () => {
  const volume = folder.file("foreign");
  newVolume(image, "/data", volume);
  execFileSync("chown", ["0:0", volume]);
  await expect(start(volume)).rejects.toThrow(/Octavo cannot start: DATABASE_URL=file:\/data\/octavo\.db: .*\n$/);
});
