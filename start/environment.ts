// Imported first by the programs that start outside of Next: what Next does for itself, choosing the mode and reading
// the .env files, has to be done before any module of lib/server/ reads a setting.
import nextEnv from "@next/env";

const isDevelopment = process.argv.includes("--dev");

Object.assign(process.env, { NODE_ENV: isDevelopment ? "development" : "production" });
nextEnv.loadEnvConfig(process.cwd(), isDevelopment);
