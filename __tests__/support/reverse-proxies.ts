import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isInstalled } from "./is-installed.ts";

/** A running reverse proxy with the configuration of `deployment/`, in front of two ports. */
export type ReverseProxy = {
  /** Where it listens, with https. */
  url: string;
  /** Where it listens without, to redirect. */
  plainUrl: string;
  /** Takes an instance out of service before it is stopped, as the documentation says, or puts it back. */
  setInService(instance: 0 | 1, isInService: boolean): Promise<void>;
  /** What it has logged of requests. */
  log(): string;
  stop(): Promise<void>;
};

export type ProxyPorts = { https: number; http: number; instances: [number, number] };
type StartProxy = (ports: ProxyPorts) => Promise<ReverseProxy>;

/** Replaces what a machine's own configuration would have; each of it has to be there. */
function adapt(text: string, replacements: [from: string | RegExp, to: string][]): string {
  return replacements.reduce((done, [from, to]) => {
    const next = done.replaceAll(from instanceof RegExp ? new RegExp(from, "g") : from, to);
    if (next === done) throw new Error(`The configuration has no ${from}`);
    return next;
  }, text);
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const isOpen = await Promise.race([
    once(socket, "connect").then(() => true),
    once(socket, "error").then(() => false),
  ]);
  socket.destroy();
  return isOpen;
}

/** Resolves when the process listens. @throws with its output if it ends before */
async function started(child: ChildProcess, port: number): Promise<void> {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => (output += chunk));
  while (!(await listens(port).catch(() => false))) {
    if (child.exitCode !== null) throw new Error(`The proxy did not start:\n${output}`);
    await wait(50);
  }
}

async function end(child: ChildProcess, folder: string): Promise<void> {
  const ended = child.exitCode === null ? once(child, "exit") : undefined;
  child.kill("SIGTERM");
  await ended;
  rmSync(folder, { recursive: true, force: true });
}

const startNginx: StartProxy = async ({ http, https, instances }) => {
  const folder = mkdtempSync(path.join(tmpdir(), "octavo-nginx-"));
  const file = (name: string) => path.join(folder, name);
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", file("key.pem")];
  execFileSync("openssl", ["req", "-x509", "-days", "2", ...key, "-out", file("cert.pem"), ...subject], {
    stdio: "pipe",
  });
  const site = adapt(readFileSync("deployment/nginx/octavo.conf", "utf8"), [
    [/ +listen \[::\]:.*\n/, ""],
    ["listen 80;", `listen 127.0.0.1:${http};`],
    ["listen 443 ", `listen 127.0.0.1:${https} `],
    ["/etc/letsencrypt/live/example.org/fullchain.pem", file("cert.pem")],
    ["/etc/letsencrypt/live/example.org/privkey.pem", file("key.pem")],
    ["https://$host$request_uri", `https://$host:${https}$request_uri`],
    ["127.0.0.1:3000", `127.0.0.1:${instances[0]}`],
    ["127.0.0.1:3001", `127.0.0.1:${instances[1]}`],
  ]);
  writeFileSync(file("octavo.conf"), site);
  const folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => {
    mkdirSync(file(name));
    return `${name}_temp_path ${file(name)};`;
  });
  // As Debian's nginx.conf, which compresses by default.
  writeFileSync(
    file("nginx.conf"),
    `daemon off; ${process.getuid?.() === 0 ? "user root;" : ""} worker_processes 2; pid ${file("nginx.pid")}; error_log ${file("error.log")} info;
    events { worker_connections 1024; }
    http {
      types { text/html html; } default_type application/octet-stream; sendfile on; gzip on; gzip_types *;
      access_log ${file("access.log")}; ${folders.join(" ")}
      include ${file("octavo.conf")};
    }`,
  );
  execFileSync("nginx", ["-t", "-q", "-c", file("nginx.conf"), "-e", file("error.log")], { stdio: "pipe" });
  const child = spawn("nginx", ["-c", file("nginx.conf"), "-e", file("error.log")], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  await started(child, https);
  const reloads = () => readFileSync(file("error.log"), "utf8").split("exited with code 0").length;
  return {
    url: `https://localhost:${https}`,
    plainUrl: `http://localhost:${http}`,
    async setInService(instance, isInService) {
      const server = `server 127.0.0.1:${instances[instance]} `;
      const [from, to] = isInService ? [`${server}down `, server] : [server, `${server}down `];
      writeFileSync(file("octavo.conf"), adapt(readFileSync(file("octavo.conf"), "utf8"), [[from, to]]));
      const before = reloads();
      execFileSync("nginx", ["-s", "reload", "-c", file("nginx.conf"), "-e", file("error.log")], { stdio: "pipe" });
      // The workers with the old configuration have ended.
      while (reloads() < before + 2) await wait(50);
    },
    log: () => readFileSync(file("access.log"), "utf8"),
    stop: () => end(child, folder),
  };
};

const startCaddy: StartProxy = async ({ http, https, instances }) => {
  const folder = mkdtempSync(path.join(tmpdir(), "octavo-caddy-"));
  const config = path.join(folder, "Caddyfile");
  const options = `admin off\n http_port ${http}\n https_port ${https}\n skip_install_trust\n default_sni localhost`;
  writeFileSync(config, `{\n ${options}\n}\n${readFileSync("deployment/caddy/Caddyfile", "utf8")}`);
  const child = spawn("caddy", ["run", "--config", config, "--adapter", "caddyfile"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      HOME: folder,
      XDG_DATA_HOME: folder,
      XDG_CONFIG_HOME: folder,
      SITE_HOST: "localhost",
      OCTAVO_INSTANCES: instances.map((port) => `127.0.0.1:${port}`).join(" "),
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk));
  await started(child, https);
  return {
    url: `https://localhost:${https}`,
    plainUrl: `http://localhost:${http}`,
    // It checks /api/ready by itself.
    setInService: async () => {},
    log: () => output,
    stop: () => end(child, folder),
  };
};

/** The proxies that `deployment/` has configurations for; `start` is undefined where Debian's package is not installed. */
export const REVERSE_PROXIES: { name: string; start: StartProxy | undefined }[] = [
  { name: "nginx", start: isInstalled("nginx", "-v") ? startNginx : undefined },
  { name: "Caddy", start: isInstalled("caddy", "version") ? startCaddy : undefined },
];
