-- AlterTable
ALTER TABLE "institution" ADD COLUMN     "accent" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "head_name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "head_title" TEXT NOT NULL DEFAULT '';
