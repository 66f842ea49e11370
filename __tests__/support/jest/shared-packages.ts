import crypto from "node:crypto";
import { createRequire, syncBuiltinESMExports } from "node:module";
import Runtime from "jest-runtime";

/**
 * Packages that are loaded per test file: components and idb need the `window` of their file, tests mock parts of Next, Octavo
 * tests the errors of pg with `instanceof Error`, and sanitize-html its options with `instanceof RegExp`.
 */
const PER_FILE = /^(next|react|react-dom|swr|idb|fake-indexeddb|pg|sanitize-html|@testing-library|jest-|@jest)(\/|$)/;

/** The name of a package: not a path, a Node module, or one of the folders in package.json's `imports`. */
const isPackage = (name: string) => /^@?[a-z]/.test(name) && !name.startsWith("node:");

/** Classes that packages test with `instanceof`. A test file has a realm of its own, whose classes would be others. */
const SAME_IN_BOTH = ["Date", "Map", "Set"] as const;

type Scrypt = (...args: Parameters<typeof crypto.scrypt>) => void;

/** Memoizes scrypt, which better-auth hashes passwords with: tests sign in with the same few, at 0.1 s each. */
function memoizeScrypt(): void {
  const scrypt = crypto.scrypt as Scrypt;
  const keys = new Map<string, Buffer>();
  crypto.scrypt = ((password, salt, length, options, callback) => {
    const input = JSON.stringify([String(password), String(salt), length, options]);
    const known = keys.get(input);
    if (known) return void setImmediate(callback, null, Buffer.from(known));
    scrypt(password, salt, length, options, (error, key) => {
      if (!error) keys.set(input, Buffer.from(key));
      callback(error, key);
    });
  }) as Scrypt as typeof crypto.scrypt;
  syncBuiltinESMExports();
}
memoizeScrypt();

/**
 * Jest's module loader, except that a package is loaded once per worker process instead of once per test file: loading
 * modules was most of the suite's time. A package that a test mocks goes through Jest as usual.
 */
export default class SharedPackages extends Runtime {
  constructor(...args: ConstructorParameters<typeof Runtime>) {
    super(...args);
    const [, { global }] = args;
    // Only what is assigned to later needs a setter: fake timers replace `Date`, in the packages too.
    for (const name of SAME_IN_BOTH) {
      Object.defineProperty(global, name, {
        configurable: true,
        get: () => globalThis[name],
        set: (value: never) => {
          globalThis[name] = value;
        },
      });
    }
  }

  override requireModule<T>(...args: Parameters<Runtime["requireModule"]>): T {
    const [from, name, options] = args;
    const isShared = name && isPackage(name) && !PER_FILE.test(name) && !from.includes("/node_modules/");
    if (isShared && !options?.isInternalModule) return createRequire(from)(name) as T;
    return super.requireModule(...args) as T;
  }
}
