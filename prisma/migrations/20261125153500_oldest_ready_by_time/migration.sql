-- The oldest ready message of a server. Ordered by the time it was made and not by its id alone: for one server the
-- primary key gives the order of ids too, and Postgres then takes it, past every message that was ever sent.
DROP INDEX "message_ready_oldest";
CREATE INDEX "message_ready_oldest" ON "message"("server_id", "created_at", "id") WHERE "state" = 'ready';
