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
	primary key (email_id, id)
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
