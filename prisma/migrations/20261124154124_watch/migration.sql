-- AlterTable
ALTER TABLE "smtp_server" DROP COLUMN "held_senders",
ADD COLUMN     "day_at" TIMESTAMPTZ(3),
ADD COLUMN     "day_used" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "paused_at" TIMESTAMPTZ(3),
ADD COLUMN     "paused_by" TEXT,
ADD COLUMN     "per_day" INTEGER;

-- AlterTable
ALTER TABLE "worker_beat" ADD COLUMN     "metrics" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "alert" (
    "id" BIGSERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "sample" TEXT[],
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "restore_mark" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "cluster" TEXT NOT NULL,
    "counter" BIGINT NOT NULL DEFAULT 0,
    "watched_at" TIMESTAMPTZ(3),

    CONSTRAINT "restore_mark_pkey" PRIMARY KEY ("id")
);
