# An image of Octavo: `docker build --tag octavo .`, started by `docker compose up` (compose.yaml).
# docs/operations.md explains how to run it.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No package that runs or builds Octavo has an install script.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# Afterwards only what runs stays: neither the compiler (@next/swc-…), nor the build's cache, nor source maps of packages.
RUN npm run build \
 && npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && rm -rf .next/cache node_modules/@next/swc-* \
 && find node_modules -name '*.map' -delete \
 && mkdir /data

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATABASE_URL=file:/data/octavo.db \
    FILES_URL=file:/data/images
WORKDIR /app
# Belongs to root: the server can change neither its code nor its packages.
COPY --from=build /app ./
COPY --from=build --chown=1000:1000 /data /data
RUN ln -s /app/scripts/bin.js /usr/local/bin/octavo
# The user `node`, as a number: Kubernetes can tell that it is not root.
USER 1000:1000
VOLUME /data
EXPOSE 3000
# The process lives and serves requests. It listens once its database is open and migrated, which may take minutes.
HEALTHCHECK --interval=10s --timeout=5s --start-period=300s \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Ends it cleanly, within STOP_DELAY (1) and twelve more seconds; `docker stop` waits for ten, unless told: --time 30.
STOPSIGNAL SIGTERM
# As `npm start`, but without npm, which would receive the signals.
CMD ["node", "--import", "./start/require-node.js", "--import", "./start/compile-cache.js", "server.ts"]
