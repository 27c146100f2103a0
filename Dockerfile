# syntax=docker/dockerfile:1
# One image, two processes: the API (default command) and the worker (`apps/server/start apps/server/src/worker.ts`).
# Postgres and Redis are servers of their own; the Postgres from npm is not in the image.

FROM node:24-bookworm-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json ./
COPY packages/contract/package.json packages/contract/
COPY packages/letter/package.json packages/letter/
COPY packages/mailer/package.json packages/mailer/
COPY packages/pdf/package.json packages/pdf/
COPY apps/server/package.json apps/server/
COPY apps/web/package.json apps/web/

# What building needs: the database client, and the web application. The server itself is not built.
FROM manifests AS build
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json prisma.config.ts ./
COPY prisma/schema.prisma prisma/
COPY packages packages
COPY apps apps
COPY scripts/build.ts scripts/
# The engine variable keeps Prisma from looking for an engine to download: generating needs none.
RUN PRISMA_SCHEMA_ENGINE_BINARY=/bin/true CHECKPOINT_DISABLE=1 node node_modules/prisma/build/index.js generate \
  && node scripts/build.ts

# What running needs: the server's packages, without the web application's.
FROM manifests AS modules
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund --omit=dev \
  -w apps/server -w packages/contract -w packages/letter -w packages/mailer -w packages/pdf

FROM node:24-bookworm-slim
# Debian's Chromium prints the letters and gets Debian's security updates. Without any font it prints blank pages;
# the letter fonts themselves come from npm.
RUN apt-get update \
  && apt-get install -y --no-install-recommends chromium fonts-liberation \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=modules /app ./
COPY --from=build /app/packages packages
COPY --from=build /app/apps/server/src apps/server/src
COPY apps/server/start apps/server/stripped.mjs apps/server/
COPY --from=build /app/apps/web/dist apps/web/dist
COPY prisma/schema.prisma prisma/
COPY prisma/migrations prisma/migrations
# Here, since the user below may not write.
RUN node apps/server/stripped.mjs
RUN install -d -o node -g node -m 700 /data
# HOST: a container is reached from outside. PUPPETEER_EXECUTABLE_PATH: this Chromium or none, never a silent other.
ENV HOST=0.0.0.0 PORT=3000 DATA_DIR=/data PUPPETEER_EXECUTABLE_PATH=/usr/bin/chromium
# Chromium's sandbox works only where its user is not root.
USER node
EXPOSE 3000
CMD ["apps/server/start", "apps/server/src/api.ts"]
