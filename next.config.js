import "./scripts/require-node.js";

/** @type {import("next").NextConfig} */
export default {
  reactStrictMode: true,
  poweredByHeader: false,
  agentRules: false,
  devIndicators: false,
  experimental: {
    // The shared runtime is started by an inline script; without it every page holds under `script-src 'self'`.
    turbopackSharedRuntime: false,
  },
  async headers() {
    // It stands before the first paint of every page: an hour without asking for it again.
    return [{ source: "/theme.js", headers: [{ key: "Cache-Control", value: "public, max-age=3600" }] }];
  },
};
