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
};
