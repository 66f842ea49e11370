// Imported first by programs that run outside Next: sets NODE_ENV and loads the .env files, as Next itself does, before any
// module of lib/server/ reads a setting.
import nextEnv from "@next/env";

const isDevelopment = process.argv.includes("--dev");

Object.assign(process.env, { NODE_ENV: isDevelopment ? "development" : "production" });
nextEnv.loadEnvConfig(process.cwd(), isDevelopment);
