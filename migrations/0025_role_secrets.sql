CREATE TABLE "role_secrets" (
	"id" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"secret" "bytea" NOT NULL
);
--> statement-breakpoint
-- A random UUID has 122 random bits; the hash of four has 256.
insert into role_secrets (secret) select sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
  || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
--> statement-breakpoint
comment on table role_secrets is 'One row, which only the owner may read: the secret from which the passwords of the roles of this store are derived.';
--> statement-breakpoint
comment on column role_secrets.id is 'Always true.';
--> statement-breakpoint
comment on column role_secrets.secret is '32 random bytes. Left out of copies and dumps.';
