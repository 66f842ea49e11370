import { globSync, readFileSync } from "node:fs";
import dockerIgnore from "@balena/dockerignore";
import { DCLinter } from "dclint";
import { validate } from "dockerfile-utils";
import { parse } from "yaml";
import { z } from "zod";
import { Env } from "#lib/server/env";
import { parseDockerfile } from "#support/dockerfile";

const read = (file: string) => readFileSync(file, "utf8");
const COMPOSE_FILES = ["compose.yaml", "deployment/compose.postgres.yaml"];

/** How long a stop takes with the default STOP_DELAY, in seconds: lib/server/process/stop.ts. */
const STOP_S = 1 + 10 + 2;
const seconds = (text = "") => Number(/^(\d+)(?:s|sec)?$/.exec(text)?.[1] ?? Number(/^(\d+)m/.exec(text)?.[1]) * 60);

describe("Dockerfile", () => {
  const stages = parseDockerfile(read("Dockerfile"));
  const last = stages.at(-1)?.steps ?? [];
  const step = (keyword: string) => last.filter((one) => one.keyword === keyword);

  test("Dockerfile — its linter — nothing to report", () => {
    expect(validate(read("Dockerfile"))).toEqual([]);
  });

  test("Dockerfile — base images — the Node that the packages bring, by version", () => {
    const { devDependencies } = z
      .object({ devDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read("package.json")));
    for (const { base } of stages) expect(base).toBe(`node:${devDependencies.node}-bookworm-slim`);
  });

  test("Dockerfile — user — a number that is not root, and nothing runs after it", () => {
    expect(step("USER").map(({ text }) => text)).toEqual(["1000:1000"]);
    const after = last.slice(last.findIndex(({ keyword }) => keyword === "USER"));
    expect(after.filter(({ keyword }) => keyword === "RUN" || keyword === "COPY")).toEqual([]);
  });

  test("Dockerfile — build arguments and variables — no secret among them", () => {
    const all = stages.flatMap(({ steps }) => steps);
    expect(all.filter(({ keyword }) => keyword === "ARG")).toEqual([]);
    const names = all
      .filter(({ keyword }) => keyword === "ENV")
      .flatMap(({ words }) => words.map((word) => word.split("=")[0]));
    expect(names).toEqual(["NODE_ENV", "HOST", "PORT", "DATABASE_URL", "FILES_URL"]);
  });

  test.each([
    ".env",
    ".env.local",
    ".env.production.local",
    "octavo.env",
    "deployment/octavo.env",
    "data/octavo.db",
    "backup.db",
    "backup.db-wal",
    ".git/config",
    "node_modules/next/package.json",
    ".next/BUILD_ID",
  ])(".dockerignore — %s — not in the build context", (file) => {
    expect(dockerIgnore().add(read(".dockerignore")).ignores(file)).toBe(true);
  });

  test.each([
    "docs/guide/start.md",
    "server.ts",
    "public/head.js",
    "lib/server/env.ts",
    "scripts/bin.js",
    "package-lock.json",
  ])(".dockerignore — %s — in the build context", (file) => {
    expect(globSync(file)).toEqual([file]);
    expect(dockerIgnore().add(read(".dockerignore")).ignores(file)).toBe(false);
  });
});

/** What the tests below look at; the linter checks the whole schema of Compose. */
const Service = z.object({
  image: z.string().optional(),
  build: z.string().optional(),
  restart: z.literal("unless-stopped"),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal("ALL")]),
  security_opt: z.tuple([z.literal("no-new-privileges:true")]),
  tmpfs: z.array(z.string()).min(1),
  stop_grace_period: z.string(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  environment: z.record(z.string(), z.string()),
  depends_on: z.record(z.string(), z.object({ condition: z.literal("service_healthy") })).optional(),
});
const Compose = z.object({ services: z.record(z.string(), Service), volumes: z.record(z.string(), z.object({})) });

describe.each(COMPOSE_FILES)("%s", (file) => {
  const compose = () => Compose.parse(parse(read(file), { merge: true }));

  test("Compose file — its linter and the schema of Compose — no error", () => {
    // The order of keys, and quotes, are as in the other YAML files here. A proxy listens on all interfaces.
    const style = [
      "service-keys-order",
      "services-alphabetical-order",
      "top-level-properties-order",
      "require-quotes-in-ports",
    ];
    const off = [...style, ...(file.includes("postgres") ? ["no-unbound-port-interfaces"] : [])];
    const rules = Object.fromEntries(off.map((rule) => [rule, 0 as const]));
    const results = new DCLinter({ rules, quiet: false, debug: false, exclude: [] }).lintFiles([file], false);
    expect(results.flatMap(({ messages }) => messages.map(({ line, message }) => `${line}: ${message}`))).toEqual([]);
    expect(results).toHaveLength(1);
  });

  test("Compose file — every service — read-only, without privileges, pinned, time to stop", () => {
    for (const [name, service] of Object.entries(compose().services)) {
      if (service.image !== undefined) expect(service.image).toMatch(/:\d+\.\d+/);
      expect([name, seconds(service.stop_grace_period)]).toEqual([name, expect.any(Number)]);
      const delay = Number(service.environment.STOP_DELAY ?? 1);
      expect(seconds(service.stop_grace_period)).toBeGreaterThan(STOP_S - 1 + delay);
    }
  });

  test("Compose file — settings in it — are settings of Octavo, and no secret", () => {
    const own = Object.values(compose().services).filter(({ build }) => build !== undefined);
    expect(own.length).toBeGreaterThan(0);
    for (const { environment } of own) {
      for (const [name, value] of Object.entries(environment)) {
        expect(Object.keys(Env.shape)).toContain(name);
        if (value.includes("PASSWORD")) expect(value).toMatch(/:\$\{POSTGRES_PASSWORD:\?[^}]+\}@/);
      }
    }
  });
});

test("deployment/octavo.env.example — every line — a setting of Octavo, or of the compose file; no secret has a value", () => {
  const lines = read("deployment/octavo.env.example")
    .split("\n")
    .filter((line) => /^#?[A-Z_]+=/.test(line));
  const names = lines.map((line) => line.replace("#", "").split("=")[0] ?? "");
  expect(names.filter((name) => !(name in Env.shape))).toEqual(["POSTGRES_PASSWORD", "SITE_HOST"]);
  for (const line of lines)
    expect(line).not.toMatch(/^#?(?:AUTH_SECRET|METRICS_TOKEN|SMTP_URL|POSTGRES_PASSWORD|API_KEY)=./);
});

test.each(globSync("deployment/systemd/*.service"))("%s — TimeoutStopSec — longer than a stop", (file) => {
  const [, limit] = /^TimeoutStopSec=(.*)$/m.exec(read(file)) ?? [];
  expect(seconds(limit)).toBeGreaterThan(STOP_S);
});
