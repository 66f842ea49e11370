import path from "node:path";

/** The folders of programs that a shell knows: none of a package. */
export const programFolders = (): string[] =>
  (process.env.PATH ?? "").split(path.delimiter).filter((at) => !at.includes("node_modules"));

/**
 * The environment of a shell, without what npm and Jest have put there.
 * @param node the folder of the Node.js that it finds
 */
export function shellEnvironment(node = path.dirname(process.execPath)): NodeJS.ProcessEnv {
  const theirs = /^(?:npm_.*|NODE_OPTIONS|NODE_ENV)$/i;
  const rest = Object.entries(process.env).filter(([name]) => !theirs.test(name));
  const folders = [node, ...programFolders()].join(path.delimiter);
  const env: Partial<NodeJS.ProcessEnv> = Object.fromEntries([...rest, ["PATH", folders]]);
  return env as NodeJS.ProcessEnv;
}
