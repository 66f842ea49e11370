import { execFileSync } from "node:child_process";

/** Copies the files that Git knows, and those that it would, into a folder, as a clone has them. */
export function cloneTo(folder: string): void {
  // -z: names of other letters as they are.
  const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    encoding: "utf8",
  });
  execFileSync("cp", ["--parents", "--no-dereference", ...files.split("\0").filter(Boolean), folder]);
}
