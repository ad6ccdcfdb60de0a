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
	variables mediumblob,
	created_at bigint not null,
	send_at bigint not null,
	attempts int not null,
	lost_leases int not null,
	lane varchar(102),
	due_at bigint,
	lease binary(16),
	campaign varchar(64),
	variant varchar(20),
	index sendpost_email_queue (lane, due_at),
	index sendpost_email_status (status, id),
	index sendpost_email_sub_account (sub_account, id),
	index sendpost_email_campaign (campaign, id),
	index sendpost_email_route (route, id)
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
	key_routes text,
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
	number bigint not null auto_increment,
	name varchar(253) not null,
	sub_account varchar(100) not null,
	verified boolean not null,
	created_at bigint not null,
	checked_at bigint,
	due_at bigint not null,
	unique index sendpost_domain_number (number),
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

-- Templates that messages are made from, and their versions, in JSON.
create table if not exists sendpost_template (
	id binary(16) not null primary key,
	owner varchar(100) not null,
	name varchar(100) not null,
	published int,
	latest int not null,
	created_at bigint not null,
	changed_at bigint not null,
	unique (owner, name)
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_template_version (
	template_id binary(16) not null,
	number int not null,
	source mediumblob not null,
	created_at bigint not null,
	published_at bigint,
	primary key (template_id, number)
) default character set utf8mb4 collate utf8mb4_bin;

-- Which webhooks came, until copies of them are no longer believed.
create table if not exists sendpost_webhook_claim (
	source varchar(100) not null,
	key_hash binary(32) not null,
	processed boolean not null,
	expires_at bigint not null,
	primary key (source, key_hash),
	index sendpost_webhook_claim_expiry (expires_at)
) default character set utf8mb4 collate utf8mb4_bin;

-- Statistics: the facts that nobody has counted yet; a message counts as a fact under its own id.
create table if not exists sendpost_uncounted (
	email_id binary(16) not null,
	event_id binary(16) not null,
	primary key (email_id, event_id)
) default character set utf8mb4 collate utf8mb4_bin;

-- Counts of an hour or a day. The sub-account is empty where all are summed up.
create table if not exists sendpost_statistic (
	series varchar(9) not null,
	sub_account varchar(100) not null,
	name varchar(100) not null,
	starts_at bigint not null,
	processed bigint not null,
	sent bigint not null,
	delivered bigint not null,
	dropped bigint not null,
	smtp_dropped bigint not null,
	soft_bounced bigint not null,
	hard_bounced bigint not null,
	opened bigint not null,
	unique_opened bigint not null,
	machine_opened bigint not null,
	clicked bigint not null,
	unique_clicked bigint not null,
	machine_clicked bigint not null,
	unsubscribed bigint not null,
	spam bigint not null,
	primary key (series, sub_account, name, starts_at),
	index sendpost_statistic_start (series, starts_at)
) default character set utf8mb4 collate utf8mb4_bin;

-- The same, while it is recounted, and how far that is.
create table if not exists sendpost_statistic_recount (
	series varchar(9) not null,
	sub_account varchar(100) not null,
	name varchar(100) not null,
	starts_at bigint not null,
	processed bigint not null,
	sent bigint not null,
	delivered bigint not null,
	dropped bigint not null,
	smtp_dropped bigint not null,
	soft_bounced bigint not null,
	hard_bounced bigint not null,
	opened bigint not null,
	unique_opened bigint not null,
	machine_opened bigint not null,
	clicked bigint not null,
	unique_clicked bigint not null,
	machine_clicked bigint not null,
	unsubscribed bigint not null,
	spam bigint not null,
	primary key (series, sub_account, name, starts_at)
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_statistic_state (
	id smallint not null,
	recount_from bigint,
	recount_until bigint,
	recounted binary(16),
	recounted_messages bigint not null,
	primary key (id)
) default character set utf8mb4 collate utf8mb4_bin;

-- Who is told of facts, what is to be told, and what came of each attempt. The sub-account
-- is empty where all are meant.
create table if not exists sendpost_webhook_subscriber (
	id binary(16) not null primary key,
	number bigint not null auto_increment,
	sub_account varchar(100) not null,
	name varchar(200) not null,
	url varchar(2000) not null,
	events varchar(500) not null,
	form varchar(17) not null,
	enabled boolean not null,
	secret varchar(1000) not null,
	previous_secret varchar(1000),
	previous_until bigint,
	created_at bigint not null,
	changed_at bigint not null,
	failures int not null,
	failing_since bigint,
	paused_at bigint,
	reason varchar(500),
	unique index sendpost_webhook_subscriber_number (number),
	index sendpost_webhook_subscriber_sub_account (sub_account, id)
) default character set utf8mb4 collate utf8mb4_bin;

-- A delivery waits in a lane, that of its subscriber, while it has one. Attempts are those
-- since it exists, tries those since it was sent last on request.
create table if not exists sendpost_webhook_delivery (
	id binary(16) not null primary key,
	subscriber_id binary(16) not null,
	email_id binary(16) not null,
	event_id binary(16) not null,
	type varchar(13) not null,
	sub_account varchar(100) not null,
	state varchar(9) not null,
	attempts int not null,
	tries int not null,
	created_at bigint not null,
	lane binary(16),
	due_at bigint,
	lease binary(16),
	index sendpost_webhook_delivery_queue (lane, due_at),
	index sendpost_webhook_delivery_log (subscriber_id, state, id),
	index sendpost_webhook_delivery_age (created_at)
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_webhook_attempt (
	delivery_id binary(16) not null,
	number int not null,
	attempted_at bigint not null,
	duration bigint not null,
	status int,
	answer varchar(1000),
	problem varchar(500),
	primary key (delivery_id, number)
) default character set utf8mb4 collate utf8mb4_bin;

-- Contacts, lists, topics, and how contacts stand to these. Fields are a JSON object.
create table if not exists sendpost_contact (
	id binary(16) not null primary key,
	sub_account varchar(100) not null,
	mailbox varchar(254) not null,
	address varchar(254) not null,
	name varchar(500),
	locale varchar(35),
	fields mediumtext not null,
	created_at bigint not null,
	changed_at bigint not null,
	unique index sendpost_contact_mailbox (mailbox, sub_account),
	index sendpost_contact_sub_account (sub_account, id)
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_contact_list (
	id binary(16) not null primary key,
	sub_account varchar(100) not null,
	name varchar(200) not null,
	description varchar(1000),
	double_opt_in boolean not null,
	created_at bigint not null,
	unique index sendpost_contact_list_name (sub_account, name)
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_list_member (
	list_id binary(16) not null,
	contact_id binary(16) not null,
	status varchar(10) not null,
	since bigint not null,
	confirmed_at bigint,
	confirmed_from varchar(45),
	primary key (list_id, contact_id),
	index sendpost_list_member_contact (contact_id)
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_topic (
	id binary(16) not null primary key,
	sub_account varchar(100) not null,
	topic_key varchar(63) not null,
	name varchar(200) not null,
	description varchar(1000),
	received_by_default boolean not null,
	unique index sendpost_topic_key (sub_account, topic_key)
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_topic_choice (
	contact_id binary(16) not null,
	topic_id binary(16) not null,
	received boolean not null,
	chosen_at bigint not null,
	primary key (contact_id, topic_id),
	index sendpost_topic_choice_topic (topic_id)
) default character set utf8mb4 collate utf8mb4_bin;

-- Webhooks as they came. One waits while it has a due_at: when to look at it next, which is
-- when the lease runs out while lease holds one.
create table if not exists sendpost_received_webhook (
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
	index sendpost_received_webhook_due (due_at),
	index sendpost_received_webhook_received (received_at),
	index sendpost_received_webhook_source (source, state, received_at, id)
) default character set utf8mb4 collate utf8mb4_bin;

-- Campaigns: what they say (JSON), how far they are, and why contacts got nothing. next_at is
-- when to go on, while there is anything to do.
create table if not exists sendpost_campaign (
	id binary(16) not null primary key,
	sub_account varchar(100) not null,
	details longblob not null,
	status varchar(9) not null,
	phase varchar(6) not null,
	next_at bigint,
	last_member binary(16),
	created_at bigint not null,
	scheduled_at bigint,
	started_at bigint,
	finished_at bigint,
	audience bigint,
	queued bigint not null,
	excluded bigint not null,
	dropped bigint not null,
	failed bigint not null,
	test boolean not null,
	winner varchar(1),
	reason varchar(1000),
	index sendpost_campaign_next (next_at),
	index sendpost_campaign_sub_account (sub_account, id)
) default character set utf8mb4 collate utf8mb4_bin;

create table if not exists sendpost_campaign_loss (
	campaign_id binary(16) not null,
	kind varchar(8) not null,
	reason varchar(300) not null,
	contacts bigint not null,
	primary key (campaign_id, kind, reason)
) default character set utf8mb4 collate utf8mb4_bin;

-- Who changed what by hand.
create table if not exists sendpost_audit (
	id binary(16) not null primary key,
	at bigint not null,
	actor varchar(300) not null,
	action varchar(300) not null,
	subject varchar(300) not null,
	refusal varchar(1000),
	index sendpost_audit_actor (actor, id),
	index sendpost_audit_at (at)
) default character set utf8mb4 collate utf8mb4_bin;
