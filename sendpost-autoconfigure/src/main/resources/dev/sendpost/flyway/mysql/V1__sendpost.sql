-- What sendpost remembers. Times are milliseconds since 1970-01-01 UTC.

create table if not exists sendpost_content (
	id binary(16) not null primary key,
	data mediumblob not null,
	layout mediumtext not null,
	expires_at bigint not null
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_content_chunk (
	content_id binary(16) not null,
	chunk int not null,
	data mediumblob not null,
	primary key (content_id, chunk)
) default character set utf8mb4 collate utf8mb4_bin;

-- A message waits in a lane while it has one: due_at is when to look at it next, which is
-- when the lease runs out while lease holds one.
create table if not exists sendpost_email (
	id binary(16) not null primary key,
	message_id varchar(320) not null,
	content_id binary(16) not null,
	sub_account varchar(100) not null,
	stream varchar(13) not null,
	status varchar(9) not null,
	sender varchar(1300) not null,
	subject varchar(1000) not null,
	route varchar(100),
	tags mediumtext,
	metadata mediumtext,
	created_at bigint not null,
	send_at bigint not null,
	attempts int not null,
	lost_leases int not null,
	lane varchar(102),
	due_at bigint,
	lease binary(16),
	index sendpost_email_queue (lane, due_at),
	index sendpost_email_status (status, id),
	index sendpost_email_sub_account (sub_account, id)
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_recipient (
	email_id binary(16) not null,
	number int not null,
	kind varchar(3) not null,
	mailbox varchar(254) not null,
	address varchar(1300) not null,
	status varchar(9) not null,
	transport varchar(100),
	status_code varchar(11),
	server_text varchar(1000),
	reason varchar(1000),
	perhaps_sent boolean not null,
	primary key (email_id, number),
	index sendpost_recipient_mailbox (mailbox, email_id)
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_email_tag (
	tag varchar(100) not null,
	email_id binary(16) not null,
	primary key (tag, email_id),
	index sendpost_email_tag_email (email_id)
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_event (
	email_id binary(16) not null,
	id binary(16) not null,
	type varchar(12) not null,
	address varchar(1300),
	occurred_at bigint not null,
	source varchar(100) not null,
	transport varchar(100),
	status_code varchar(11),
	server_text varchar(1000),
	reason varchar(1000),
	perhaps_sent boolean not null,
	provider_message_id varchar(200),
	automated boolean not null,
	url varchar(2000),
	ip_address varchar(45),
	user_agent varchar(500),
	primary key (email_id, id),
	index sendpost_event_provider (provider_message_id)
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_idempotency (
	sub_account varchar(100) not null,
	idempotency_key varchar(200) not null,
	fingerprint char(64) not null,
	email_id binary(16) not null,
	expires_at bigint not null,
	primary key (sub_account, idempotency_key),
	index sendpost_idempotency_expiry (expires_at)
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_pause (
	scope varchar(11) not null,
	name varchar(100) not null,
	since bigint not null,
	primary key (scope, name)
) default character set utf8mb4 collate utf8mb4_bin;

-- How many recipients of a provider each route was tried for on a day, which is counted
-- from 1970-01-01.
create table if not exists sendpost_warm_up (
	route varchar(100) not null,
	provider varchar(253) not null,
	sent_on bigint not null,
	recipients int not null,
	primary key (route, provider, sent_on)
) default character set utf8mb4 collate utf8mb4_bin;

-- Token buckets, in the form of Bucket4j.
create table if not exists sendpost_bucket (
	id varchar(200) not null primary key,
	state blob not null,
	expires_at bigint not null
) default character set utf8mb4 collate utf8mb4_bin;

-- The jobs of db-scheduler, as its documentation lays the table out.
create table if not exists sendpost_task (
	task_name varchar(100) not null,
	task_instance varchar(100) not null,
	task_data mediumblob,
	execution_time timestamp(6) not null,
	picked boolean not null,
	picked_by varchar(50),
	last_success timestamp(6) null,
	last_failure timestamp(6) null,
	consecutive_failures int,
	last_heartbeat timestamp(6) null,
	version bigint not null,
	priority smallint,
	primary key (task_name, task_instance),
	index sendpost_task_execution_time (execution_time),
	index sendpost_task_heartbeat (last_heartbeat)
) default character set utf8mb4 collate utf8mb4_bin;

-- Sub-accounts, their credentials at services that carry their mail (encrypted), and keys by their SHA-256.
create table if not exists sendpost_sub_account (
	name varchar(63) not null primary key,
	id int not null,
	display_name varchar(200),
	labels varchar(10000) not null,
	sender varchar(1300),
	route varchar(100),
	requests_per_minute bigint,
	messages_per_hour bigint,
	messages_per_day bigint,
	max_recipients int,
	max_message_size bigint,
	block_reason varchar(1000),
	blocked_at bigint,
	created_at bigint not null,
	removed_at bigint,
	unique index sendpost_sub_account_id (id)
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_upstream_credential (
	sub_account varchar(63) not null,
	transport varchar(100) not null,
	username varchar(6000),
	secret varchar(6000) not null,
	updated_at bigint not null,
	primary key (sub_account, transport)
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_api_key (
	id binary(16) not null primary key,
	lookup bigint not null,
	hash char(64) not null,
	hint varchar(20) not null,
	style varchar(8) not null,
	name varchar(200) not null,
	sub_account varchar(63),
	scope varchar(14) not null,
	test boolean not null,
	created_at bigint not null,
	expires_at bigint,
	revoked_at bigint,
	last_used_at bigint,
	replaced_by binary(16),
	unique index sendpost_api_key_lookup (lookup),
	index sendpost_api_key_sub_account (sub_account)
) default character set utf8mb4 collate utf8mb4_bin;

-- The sending domains, their keys, and what was found of their records.
create table if not exists sendpost_domain (
	id binary(16) not null primary key,
	name varchar(253) not null,
	sub_account varchar(100) not null,
	verified boolean not null,
	created_at bigint not null,
	checked_at bigint,
	due_at bigint not null,
	unique index sendpost_domain_name (name, sub_account),
	index sendpost_domain_due (due_at),
	index sendpost_domain_sub_account (sub_account, id)
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_domain_key (
	id binary(16) not null primary key,
	domain_id binary(16) not null,
	selector varchar(63) not null,
	algorithm varchar(7) not null,
	public_key varchar(1000) not null,
	private_key varchar(8000) not null,
	published_at bigint,
	index sendpost_domain_key_domain (domain_id)
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_domain_record (
	domain_id binary(16) not null,
	kind varchar(11) not null,
	host varchar(253) not null,
	expected varchar(2000) not null,
	state varchar(8) not null,
	reason varchar(1000),
	primary key (domain_id, kind, host)
) default character set utf8mb4 collate utf8mb4_bin;

-- Who must not get mail. An entry is found by the digest of its target, which is null
-- where only a hash is kept. The sub-account is empty where all are meant.
create table if not exists sendpost_suppression (
	target_key binary(16) not null,
	sub_account varchar(100) not null,
	reason smallint not null,
	id bigint not null auto_increment,
	target varchar(320),
	smtp_error varchar(1000),
	created_at bigint not null,
	created_by varchar(100) not null,
	expires_at bigint,
	primary key (target_key, sub_account, reason),
	unique index sendpost_suppression_id (id),
	index sendpost_suppression_sub_account (sub_account, id),
	index sendpost_suppression_expiry (expires_at)
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_soft_bounce (
	target_key binary(16) not null,
	sub_account varchar(100) not null,
	email_id binary(16) not null,
	occurred_at bigint not null,
	primary key (target_key, sub_account, email_id),
	index sendpost_soft_bounce_time (occurred_at)
) default character set utf8mb4 collate utf8mb4_bin;

-- Which webhooks came, until copies of them are no longer believed.
create table if not exists sendpost_webhook_claim (
	source varchar(100) not null,
	key_hash binary(32) not null,
	expires_at bigint not null,
	primary key (source, key_hash),
	index sendpost_webhook_claim_expiry (expires_at)
) default character set utf8mb4 collate utf8mb4_bin;

-- Webhooks as they came. One waits while it has a due_at: when to look at it next, which is
-- when the lease runs out while lease holds one.
create table if not exists sendpost_webhook_delivery (
	id binary(16) not null primary key,
	source varchar(100) not null,
	received_at bigint not null,
	state varchar(12) not null,
	reason varchar(1000),
	body longblob,
	compressed boolean not null,
	headers varchar(4000),
	confirmation_url varchar(2000),
	attempts int not null,
	due_at bigint,
	lease binary(16),
	index sendpost_webhook_delivery_due (due_at),
	index sendpost_webhook_delivery_received (received_at)
) default character set utf8mb4 collate utf8mb4_bin;
