# The ready-to-run process: pages, bundles and the chat server. Build it with: docker build -t chatdock .

FROM node:24-bookworm-slim AS build
WORKDIR /app
# Install scripts are left out: none of what builds needs one, and one of the test tools' would fetch another Node.
COPY package.json package-lock.json ./
COPY server/package.json server/
COPY src/protocol/package.json src/protocol/
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
ENV PATH=$PATH:/app/node_modules/.bin
RUN node scripts/build.ts

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY server/package.json server/
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund --workspace server
# Optional: what CHATDOCK_REDIS_URL, CHATDOCK_FILES and CHATDOCK_TRACES need.
RUN npm install --no-save --save-prod --omit=dev --ignore-scripts --no-audit --no-fund --workspace server @opentelemetry/api@^1.9.0 aws4fetch@^1.0.20 rate-limit-redis@^6.0.1 redis@^6.3.1

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8787
ENV DATABASE_URL=file:/data/chatdock.sqlite
# Settings without a value of their own point below data/, and only /data can be written to.
RUN mkdir /data /app && chown node:node /data && ln -s /data /app/data
WORKDIR /app
COPY --from=packages /app ./
COPY --from=build /app/dist dist
COPY --from=build /app/server/dist server/dist
COPY demo demo
USER node
VOLUME /data
EXPOSE 8787
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/dist/cli.js"]
