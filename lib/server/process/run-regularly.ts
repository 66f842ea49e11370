import { setTimeout as wait } from "node:timers/promises";
import { log } from "#lib/server/log";
import { isStopping } from "./stopping.ts";

type Options = {
  /** Milliseconds from the end of a run to the next one. */
  interval: number;
  /** The log message of a run that fails. */
  failure: string;
};

/** Runs periodic work now and after each interval until the process stops. A run that fails is logged; the next one tries again. */
export async function runRegularly(work: () => Promise<void>, { failure, interval }: Options): Promise<void> {
  while (!isStopping()) {
    try {
      await work();
    } catch (error) {
      log.error({ err: error }, failure);
    }
    // Without `ref`, so that it does not keep the process alive.
    await wait(interval, undefined, { ref: false });
  }
}
