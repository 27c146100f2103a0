-- The few that a person must look at, among all that was ever sent: the home page counts them at each visit.
CREATE INDEX "message_for_people" ON "message"("dispatch_id") WHERE "state" IN ('failed', 'prepare_failed', 'needs_decision');
