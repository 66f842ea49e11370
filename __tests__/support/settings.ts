import { type Env, env } from "#lib/server/env";

/** Overrides settings for the tests of a file, or of a `describe`. */
export function withSettings(settings: Partial<Env>): void {
  const before = { ...env() };
  beforeEach(() => {
    Object.assign(env(), settings);
  });
  afterEach(() => {
    for (const name of Object.keys(settings) as (keyof Env)[]) delete env()[name];
    Object.assign(env(), before);
  });
}
