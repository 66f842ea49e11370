import { spawnSync } from "node:child_process";

/** Whether a program is installed on this machine. @param args with which it ends at once, without an error */
export const isInstalled = (program: string, ...args: string[]): boolean => spawnSync(program, args).status === 0;
