comment on column api_keys.retry_allowed_at is 'When a person last allowed schedules to try the key again after it was refused.';
