import { drawSocialImage } from "./draw-social-image.ts";
import { processImage } from "./process-image.ts";
import { verifyStored } from "./verify-stored.ts";

/** What the child process does, by name. Arguments and results are JSON. */
const tasks = { processImage, verifyStored, drawSocialImage };

type Tasks = typeof tasks;
export type ImageTaskName = keyof Tasks;
export type ImageTaskArgs<Name extends ImageTaskName> = Parameters<Tasks[Name]>;
export type ImageTaskResult<Name extends ImageTaskName> = Awaited<ReturnType<Tasks[Name]>>;
export type ImageTask = { [Name in ImageTaskName]: { name: Name; args: ImageTaskArgs<Name> } }[ImageTaskName];

/** Runs a task in this process. */
export function runImageTask({ args, name }: ImageTask): Promise<unknown> {
  const task: (...args: never[]) => Promise<unknown> = tasks[name];
  return task(...(args as unknown[] as never[]));
}
