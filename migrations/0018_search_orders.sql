DROP INDEX "profile_search_company";--> statement-breakpoint
DROP INDEX "profile_search_role_since";--> statement-breakpoint
CREATE INDEX "profile_search_company" ON "profile_search" USING btree ("company","role_since" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "profile_search_role_since" ON "profile_search" USING btree ("role_since","title","profile_id");