import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sendRequest } from "#support/send-request";
import { withServer } from "#support/server";

/** Clients as others use them: packages from the npm registry, in projects that know nothing of this repository. */
const TYPESCRIPT = "typescript@5.9.3";
const API_KEY = "a-key-for-the-clients";
const server = withServer({ POSTING: "members", API_KEY });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "octavo-client-"));
  write("package.json", { name: "project", private: true, type: "module" });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: object | string): void {
  writeFileSync(path.join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
}

/** The environment of a shell, without what npm and Jest have put there. */
function environment(): NodeJS.ProcessEnv {
  const outside = Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_OPTIONS$/i.test(name));
  return { ...Object.fromEntries(outside), NODE_ENV: "development" };
}

/** Runs a program in the project. @throws with what it wrote when it fails */
function run(command: string, args: string[], cwd = folder): string {
  try {
    return execFileSync(command, args, { cwd, env: environment(), encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(" ")}: ${stdout}${stderr}`);
  }
}

const install = (...packages: string[]) => run("npm", ["install", "--no-audit", "--no-fund", ...packages]);
const tsc = (options: object, files: string[] = []) => {
  const compilerOptions = { strict: true, target: "ES2022", ...options };
  write("tsconfig.json", { compilerOptions, files: ["program.ts", ...files] });
  return run(process.execPath, ["node_modules/typescript/bin/tsc"]);
};

/** Builds the typed client and packs it. @returns the path of the tarball */
function pack(): string {
  const out = path.join(folder, "client");
  run("npm", ["run", "--silent", "build:client", "--", out], process.cwd());
  mkdirSync(path.join(folder, "packed"));
  const [{ filename }] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", "../packed"], out));
  return path.join(folder, "packed", filename);
}

const program = (url: string) => `
import { ApiError, createClient, type Post } from "octavo-client";

const octavo = createClient({ origin: "${url}/", apiKey: "${API_KEY}" });
const seen: unknown[] = [];

const made: Post = await octavo.createPost({ title: "Made", content: "By a client", tags: ["one"] });
seen.push(made.title, made.version);
const { items, total } = await octavo.listPosts({ limit: 1, fields: ["id", "title"] });
seen.push(items[0]?.id === made.id, items[0]?.title, total);
const changed = await octavo.changePost(made.id, { title: "Changed" }, { version: made.version });
seen.push(changed.title, changed.version);
try {
  await octavo.changePost(made.id, { title: "Stale" }, { version: made.version });
} catch (error) {
  if (!(error instanceof ApiError)) throw error;
  seen.push(error.status, error.problem.type, error.problem.current?.title);
}
await octavo.deletePost(made.id, { version: changed.version });
seen.push(await octavo.getPost(made.id).catch((error: ApiError) => error.status));
// @ts-expect-error a title is text
void (() => octavo.createPost({ title: 1, content: "" }));
export const result = JSON.stringify(seen);
`;
const RUN = 'const { result } = await import("./program.js"); process.stdout.write(result);';

const SEEN = ["Made", 1, true, "Made", 1, "Changed", 2, 412, "/docs/errors#precondition-failed", "Changed", 404];

test("the packed client — strict projects with NodeNext and Bundler — type checks and runs", () => {
  install(TYPESCRIPT, pack());
  write("program.ts", program(server.url));
  write("run.mjs", RUN);
  // Where there are neither a browser's types nor Node's, zod's own still name this one.
  write("url.d.ts", "declare class URL {}");
  for (const [options, files] of [
    [{ module: "NodeNext", moduleResolution: "NodeNext" }, []],
    [{ module: "ESNext", moduleResolution: "Bundler" }, []],
    [{ module: "NodeNext", lib: ["ES2022"], types: [] }, ["url.d.ts"]],
  ] as const) {
    expect(tsc(options, [...files])).toBe("");
    expect(JSON.parse(run(process.execPath, ["run.mjs"]))).toEqual(SEEN);
  }
});

test("the packed client — zod as its only dependency, declarations instead of sources", () => {
  const tarball = pack();
  const files = run("tar", ["-tzf", tarball]).trim().split("\n");
  expect(files).toEqual(expect.arrayContaining(["package/package.json", "package/README.md"]));
  expect(files.filter((file) => /\.ts$/.test(file) && !/\.d\.ts$/.test(file))).toEqual([]);
  const manifest = JSON.parse(run("tar", ["-xzOf", tarball, "package/package.json"]));
  expect(Object.keys(manifest.dependencies)).toEqual(["zod"]);
});

test("a client generated by openapi-typescript — a folder of its own with TypeScript 5 — type checks and runs", async () => {
  write("openapi.json", (await sendRequest(`${server.url}/api/openapi.json`)).text);
  install(TYPESCRIPT, "openapi-typescript@7.13.0", "openapi-fetch@0.17.0");
  run(process.execPath, ["node_modules/openapi-typescript/bin/cli.js", "openapi.json", "-o", "schema.d.ts"]);
  write(
    "program.ts",
    `
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

const octavo = createClient<paths>({ baseUrl: "${server.url}", headers: { Authorization: "Bearer ${API_KEY}" } });
const seen: unknown[] = [];

const created = await octavo.POST("/api/posts", { body: { title: "Made", content: "By a client", tags: ["one"] } });
if (!created.data) throw new Error(created.error.title);
const post: components["schemas"]["Post"] = created.data;
seen.push(post.title, post.version);
const list = await octavo.GET("/api/posts", { params: { query: { limit: 1, fields: ["id", "title"] } } });
seen.push(list.data?.[0]?.id === post.id, list.data?.[0]?.title, Number(list.response.headers.get("X-Total-Count")));
const etag = created.response.headers.get("ETag") ?? "";
const params = { path: { id: post.id }, header: { "If-Match": etag } };
const changed = await octavo.PATCH("/api/posts/{id}", { params, body: { title: "Changed" } });
seen.push(changed.data?.title, changed.data?.version);
const stale = await octavo.PATCH("/api/posts/{id}", { params, body: { title: "Stale" } });
seen.push(stale.response.status, stale.error?.type, stale.error?.current?.title);
const ofPath = { params: { path: { id: post.id } } };
await octavo.DELETE("/api/posts/{id}", ofPath);
seen.push((await octavo.GET("/api/posts/{id}", ofPath)).response.status);
export const result = JSON.stringify(seen);
`,
  );
  write("run.mjs", RUN);
  expect(tsc({ module: "NodeNext", moduleResolution: "NodeNext" })).toBe("");
  expect(JSON.parse(run(process.execPath, ["run.mjs"]))).toEqual(SEEN);
});
