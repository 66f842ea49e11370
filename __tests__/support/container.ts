import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
} from "node:fs";
import path from "node:path";
import dockerIgnore from "@balena/dockerignore";
import { commandOf, parseDockerfile, type Stage, type Step, variablesOf } from "./dockerfile.ts";
import { programFolders } from "./shell.ts";

/** The user who executes RUN, and owns the files of a stage meanwhile: root of a container has no more permissions than that. */
const BUILDER = 1000;

/** Whether this machine can run containers as this module does: as root, with Debian's `bubblewrap`. */
export const canRunContainers =
  process.getuid?.() === 0 && spawnSync("bwrap", ["--ro-bind", "/", "/", "true"]).status === 0;

/** What an image says about its containers. */
export type Image = {
  /** The folder that is the image's root. */
  root: string;
  env: Record<string, string>;
  workdir: string;
  user: number;
  volumes: string[];
  command: string[];
  healthcheck: string[];
};

/** Of this machine, as the base image would bring it. */
const SYSTEM = ["/usr", "/etc"];
const LINKS = ["bin", "sbin", "lib", "lib64"];

/** What npm needs to reach its registry from here. */
const fromHere = () =>
  Object.entries(process.env).filter(([name]) => /^(?:https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS)$/i.test(name));

/** Lets everything below a folder belong to a user. */
function own(folder: string, user: number): void {
  execFileSync("chown", ["--recursive", "--no-dereference", `${user}:${user}`, folder]);
}

/** The base image of Node: this machine's system, with the Node of the npm package, and npm. */
function makeBase(root: string): void {
  for (const folder of ["usr/local/bin", "usr/local/lib/node_modules", "tmp", "dev", "proc", "root", "etc"])
    mkdirSync(path.join(root, folder), { recursive: true });
  for (const name of LINKS) symlinkSync(`usr/${name}`, path.join(root, name));
  cpSync(realpathSync(process.execPath), path.join(root, "usr/local/bin/node"));
  const npm = programFolders()
    .map((at) => path.join(at, "npm"))
    .find((file) => existsSync(file));
  if (npm === undefined) throw new Error("npm is not on the path");
  const folder = path.dirname(path.dirname(realpathSync(npm)));
  cpSync(folder, path.join(root, "usr/local/lib/node_modules/npm"), { recursive: true });
  symlinkSync("../lib/node_modules/npm/bin/npm-cli.js", path.join(root, "usr/local/bin/npm"));
}

type Sandbox = { root: string; workdir: string; env: Record<string, string>; user: number };

/** A command in a root file system of its own. @param more mounts and other options of bubblewrap */
function inside({ env, root, user, workdir }: Sandbox, isReadOnly: boolean, more: string[]): string[] {
  const bind = isReadOnly ? "--ro-bind" : "--bind";
  return [
    "bwrap",
    ...[bind, root, "/"],
    ...SYSTEM.flatMap((folder) => ["--ro-bind", folder, folder]),
    ...[bind, path.join(root, "usr/local"), "/usr/local"],
    ...[
      "--dev",
      "/dev",
      "--proc",
      "/proc",
      "--perms",
      "1777",
      "--tmpfs",
      "/tmp",
      "--unshare-pid",
      "--die-with-parent",
      "--clearenv",
    ],
    ...Object.entries({ PATH: "/usr/local/bin:/usr/bin:/bin", HOME: "/tmp", ...env }).flatMap((pair) => [
      "--setenv",
      ...pair,
    ]),
    ...["--chdir", workdir],
    ...more,
    ...["setpriv", `--reuid=${user}`, `--regid=${user}`, "--clear-groups", "--bounding-set=-all", "--no-new-privs"],
  ];
}

function copy(step: Step, workdir: string, root: string, from: string, isIgnored: (file: string) => boolean): void {
  const sources = step.words.slice(0, -1);
  const to = path.join(root, path.posix.resolve(workdir, step.words.at(-1) ?? ""));
  for (const source of sources) {
    const at = path.join(from, source);
    const isFolder = execFileSync("stat", ["--format=%F", at], { encoding: "utf8" }).startsWith("directory");
    cpSync(at, isFolder ? to : path.join(to, path.basename(source)), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => !isIgnored(path.relative(from, file)),
    });
  }
}

/**
 * Builds the image of a Dockerfile by executing its instructions in root folders below `into`: COPY by copying, RUN in a sandbox, as a user
 * without privileges. The base image is this machine's system with our Node.
 */
export function buildImage(context: string, into: string): Image {
  const ignore = dockerIgnore().add(readFileSync(path.join(context, ".dockerignore"), "utf8"));
  const ignored = (file: string) => file !== "" && ignore.ignores(file);
  const built = new Map<string, string>();

  function build(stage: Stage, index: number): Image {
    const root = path.join(into, stage.name ?? String(index));
    mkdirSync(root, { recursive: true });
    makeBase(root);
    own(root, BUILDER);
    const image: Image = { root, env: {}, workdir: "/", user: 0, volumes: [], command: [], healthcheck: [] };
    const owners: [string, number][] = [];
    for (const step of stage.steps) execute(step, image, owners);
    // The instructions ran as the root of a container.
    own(root, 0);
    for (const [file, user] of owners) own(path.join(root, file), user);
    if (stage.name) built.set(stage.name, root);
    return image;
  }

  function execute(step: Step, image: Image, owners: [string, number][]): void {
    const { root, workdir } = image;
    switch (step.keyword) {
      case "ENV":
        Object.assign(image.env, variablesOf(step));
        return;
      case "WORKDIR":
        image.workdir = path.posix.resolve(workdir, step.text);
        mkdirSync(path.join(root, image.workdir), { recursive: true });
        chownSync(path.join(root, image.workdir), BUILDER, BUILDER);
        return;
      case "COPY": {
        const from = step.flags.from === undefined ? context : built.get(step.flags.from);
        if (from === undefined) throw new Error(`line ${step.line}: no stage ${step.flags.from}`);
        copy(step, workdir, root, from, from === context ? ignored : () => false);
        own(root, BUILDER);
        if (step.flags.chown) owners.push([step.words.at(-1) ?? "", Number(step.flags.chown.split(":")[0])]);
        return;
      }
      case "RUN": {
        const sandbox = {
          ...image,
          env: { ...(Object.fromEntries(fromHere()) as Record<string, string>), ...image.env },
          user: BUILDER,
        };
        const [program = "", ...args] = inside(sandbox, false, []);
        execFileSync(program, [...args, "sh", "-c", step.text], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
        return;
      }
      case "USER":
        image.user = Number(step.text.split(":")[0]);
        return;
      case "VOLUME":
        image.volumes.push(...step.words);
        return;
      case "CMD":
        image.command = commandOf(step);
        return;
      case "HEALTHCHECK":
        image.healthcheck = commandOf(step);
        return;
      case "EXPOSE":
      case "STOPSIGNAL":
        return;
      default:
        throw new Error(`line ${step.line}: ${step.keyword} is not executed by the tests`);
    }
  }

  const images = parseDockerfile(readFileSync(path.join(context, "Dockerfile"), "utf8")).map(build);
  const last = images.at(-1);
  if (last === undefined) throw new Error("The Dockerfile has no stage");
  return last;
}

/** A folder that is a new volume: with the content and the owner of the image's. */
export function newVolume(image: Image, volume: string, at: string): void {
  cpSync(path.join(image.root, volume), at, { recursive: true });
  own(at, image.user);
  chmodSync(at, 0o755);
}

/** As `docker run --read-only --tmpfs /tmp --volume …`, with the command as process 1. */
export function runContainer(
  image: Image,
  {
    command = image.command,
    env = {},
    volumes,
  }: { command?: string[]; env?: Record<string, string>; volumes: Record<string, string> },
): ChildProcess {
  const mounts = Object.entries(volumes).flatMap(([at, folder]) => ["--bind", folder, at]);
  const sandbox = { ...image, env: { ...image.env, ...env } };
  const [program = "", ...args] = inside(sandbox, true, [...mounts, "--as-pid-1", "--info-fd", "3"]);
  return spawn(program, [...args, ...command], { stdio: ["ignore", "pipe", "pipe", "pipe"] });
}

/** Every file of an image below a folder, by its path in the image. */
export const filesOf = (image: Image, folder: string): string[] =>
  globSync("**/*", { cwd: path.join(image.root, folder), exclude: (name) => name === "node_modules" });
