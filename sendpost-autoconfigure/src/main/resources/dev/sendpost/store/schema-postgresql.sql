-- What sendpost remembers. Times are milliseconds since 1970-01-01 UTC.

create table if not exists sendpost_content (
	id uuid not null primary key,
	data bytea not null,
	layout text not null,
	expires_at bigint not null
);

create table if not exists sendpost_content_chunk (
	content_id uuid not null,
	chunk int not null,
	data bytea not null,
	primary key (content_id, chunk)
);

-- A message waits in a lane while it has one: due_at is when to look at it next, which is
-- when the lease runs out while lease holds one.
create table if not exists sendpost_email (
	id uuid not null primary key,
	message_id varchar(320) not null,
	content_id uuid not null,
	sub_account varchar(100) not null,
	stream varchar(13) not null,
	status varchar(9) not null,
	sender varchar(1300) not null,
	subject varchar(1000) not null,
	route varchar(100),
	tags text,
	metadata text,
	variables bytea,
	created_at bigint not null,
	send_at bigint not null,
	attempts int not null,
	lost_leases int not null,
	lane varchar(102),
	due_at bigint,
	lease uuid,
	campaign varchar(64),
	variant varchar(20)
);
create index if not exists sendpost_email_queue on sendpost_email (lane, due_at) where lane is not null;
create index if not exists sendpost_email_status on sendpost_email (status, id);
create index if not exists sendpost_email_sub_account on sendpost_email (sub_account, id);
create index if not exists sendpost_email_campaign on sendpost_email (campaign, id) where campaign is not null;
create index if not exists sendpost_email_route on sendpost_email (route, id) where route is not null;

-- Each row is updated once or twice, many of a page at a time: with room for that in the
-- page, no index is.
create table if not exists sendpost_recipient (
	email_id uuid not null,
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
	primary key (email_id, number)
) with (fillfactor = 50);
create index if not exists sendpost_recipient_mailbox on sendpost_recipient (mailbox, email_id);

create table if not exists sendpost_email_tag (
	tag varchar(100) not null,
	email_id uuid not null,
	primary key (tag, email_id)
);
create index if not exists sendpost_email_tag_email on sendpost_email_tag (email_id);

create table if not exists sendpost_event (
	email_id uuid not null,
	id uuid not null,
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
	primary key (email_id, id)
);
create index if not exists sendpost_event_provider on sendpost_event (provider_message_id)
	where provider_message_id is not null;

create table if not exists sendpost_idempotency (
	sub_account varchar(100) not null,
	idempotency_key varchar(200) not null,
	fingerprint char(64) not null,
	email_id uuid not null,
	expires_at bigint not null,
	primary key (sub_account, idempotency_key)
);
create index if not exists sendpost_idempotency_expiry on sendpost_idempotency (expires_at);

create table if not exists sendpost_pause (
	scope varchar(11) not null,
	name varchar(100) not null,
	since bigint not null,
	primary key (scope, name)
);

-- How many recipients of a provider each route was tried for on a day, which is counted
-- from 1970-01-01.
create table if not exists sendpost_warm_up (
	route varchar(100) not null,
	provider varchar(253) not null,
	sent_on bigint not null,
	recipients int not null,
	primary key (route, provider, sent_on)
);

-- Token buckets, in the form of Bucket4j.
create table if not exists sendpost_bucket (
	id varchar(200) not null primary key,
	state bytea not null,
	expires_at bigint not null
);

-- The jobs of db-scheduler, as its documentation lays the table out.
create table if not exists sendpost_task (
	task_name varchar(100) not null,
	task_instance varchar(100) not null,
	task_data bytea,
	execution_time timestamp with time zone not null,
	picked boolean not null,
	picked_by varchar(50),
	last_success timestamp with time zone,
	last_failure timestamp with time zone,
	consecutive_failures int,
	last_heartbeat timestamp with time zone,
	version bigint not null,
	priority smallint,
	primary key (task_name, task_instance)
);
create index if not exists sendpost_task_execution_time on sendpost_task (execution_time);
create index if not exists sendpost_task_heartbeat on sendpost_task (last_heartbeat);

-- Sub-accounts, their credentials at services that carry their mail (encrypted), and keys by their SHA-256.
create table if not exists sendpost_sub_account (
	name varchar(63) not null primary key,
	id int not null,
	display_name varchar(200),
	labels varchar(10000) not null,
	sender varchar(1300),
	route varchar(100),
	key_routes varchar(5050),
	requests_per_minute bigint,
	messages_per_hour bigint,
	messages_per_day bigint,
	max_recipients int,
	max_message_size bigint,
	block_reason varchar(1000),
	blocked_at bigint,
	created_at bigint not null,
	removed_at bigint
);
create unique index if not exists sendpost_sub_account_id on sendpost_sub_account (id);
create index if not exists sendpost_sub_account_order on sendpost_sub_account (name collate "C");

create table if not exists sendpost_upstream_credential (
	sub_account varchar(63) not null,
	transport varchar(100) not null,
	username varchar(6000),
	secret varchar(6000) not null,
	updated_at bigint not null,
	primary key (sub_account, transport)
);

create table if not exists sendpost_api_key (
	id uuid not null primary key,
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
	replaced_by uuid
);
create unique index if not exists sendpost_api_key_lookup on sendpost_api_key (lookup);
create index if not exists sendpost_api_key_sub_account on sendpost_api_key (sub_account);

-- The sending domains, their keys, and what was found of their records.
create table if not exists sendpost_domain (
	id uuid not null primary key,
	number bigint generated by default as identity,
	name varchar(253) not null,
	sub_account varchar(100) not null,
	verified boolean not null,
	created_at bigint not null,
	checked_at bigint,
	due_at bigint not null
);
create unique index if not exists sendpost_domain_number on sendpost_domain (number);
create unique index if not exists sendpost_domain_name on sendpost_domain (name, sub_account);
create index if not exists sendpost_domain_due on sendpost_domain (due_at);
create index if not exists sendpost_domain_sub_account on sendpost_domain (sub_account, id);

create table if not exists sendpost_domain_key (
	id uuid not null primary key,
	domain_id uuid not null,
	selector varchar(63) not null,
	algorithm varchar(7) not null,
	public_key varchar(1000) not null,
	private_key varchar(8000) not null,
	published_at bigint
);
create index if not exists sendpost_domain_key_domain on sendpost_domain_key (domain_id);

create table if not exists sendpost_domain_record (
	domain_id uuid not null,
	kind varchar(11) not null,
	host varchar(253) not null,
	expected varchar(2000) not null,
	state varchar(8) not null,
	reason varchar(1000),
	primary key (domain_id, kind, host)
);

-- Who must not get mail. An entry is found by the digest of its target, which is null
-- where only a hash is kept. The sub-account is empty where all are meant.
create table if not exists sendpost_suppression (
	target_key uuid not null,
	sub_account varchar(100) not null,
	reason smallint not null,
	id bigint generated by default as identity,
	target varchar(320),
	smtp_error varchar(1000),
	created_at bigint not null,
	created_by varchar(100) not null,
	expires_at bigint,
	primary key (target_key, sub_account, reason)
);
create unique index if not exists sendpost_suppression_id on sendpost_suppression (id);
create index if not exists sendpost_suppression_sub_account on sendpost_suppression (sub_account, id);
create index if not exists sendpost_suppression_expiry on sendpost_suppression (expires_at) where expires_at is not null;

create table if not exists sendpost_soft_bounce (
	target_key uuid not null,
	sub_account varchar(100) not null,
	email_id uuid not null,
	occurred_at bigint not null,
	primary key (target_key, sub_account, email_id)
);
create index if not exists sendpost_soft_bounce_time on sendpost_soft_bounce (occurred_at);

-- Templates that messages are made from, and their versions, in JSON.
create table if not exists sendpost_template (
	id uuid not null primary key,
	owner varchar(100) not null,
	name varchar(100) not null,
	published int,
	latest int not null,
	created_at bigint not null,
	changed_at bigint not null,
	unique (owner, name)
);

create table if not exists sendpost_template_version (
	template_id uuid not null,
	number int not null,
	source bytea not null,
	created_at bigint not null,
	published_at bigint,
	primary key (template_id, number)
);

-- Which webhooks came, until copies of them are no longer believed.
create table if not exists sendpost_webhook_claim (
	source varchar(100) not null,
	key_hash bytea not null,
	processed boolean not null,
	expires_at bigint not null,
	primary key (source, key_hash)
);
create index if not exists sendpost_webhook_claim_expiry on sendpost_webhook_claim (expires_at);

-- Statistics: the facts that nobody has counted yet; a message counts as a fact under its own id.
create table if not exists sendpost_uncounted (
	email_id uuid not null,
	event_id uuid not null,
	primary key (email_id, event_id)
);

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
	primary key (series, sub_account, name, starts_at)
);
create index if not exists sendpost_statistic_start on sendpost_statistic (series, starts_at);

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
);

create table if not exists sendpost_statistic_state (
	id smallint not null,
	recount_from bigint,
	recount_until bigint,
	recounted uuid,
	recounted_messages bigint not null,
	primary key (id)
);

-- Who is told of facts, what is to be told, and what came of each attempt. The sub-account
-- is empty where all are meant.
create table if not exists sendpost_webhook_subscriber (
	id uuid not null primary key,
	number bigint generated by default as identity,
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
	reason varchar(500)
);
create unique index if not exists sendpost_webhook_subscriber_number on sendpost_webhook_subscriber (number);
create index if not exists sendpost_webhook_subscriber_sub_account on sendpost_webhook_subscriber (sub_account, id);

-- A delivery waits in a lane, that of its subscriber, while it has one. Attempts are those
-- since it exists, tries those since it was sent last on request.
create table if not exists sendpost_webhook_delivery (
	id uuid not null primary key,
	subscriber_id uuid not null,
	email_id uuid not null,
	event_id uuid not null,
	type varchar(13) not null,
	sub_account varchar(100) not null,
	state varchar(9) not null,
	attempts int not null,
	tries int not null,
	created_at bigint not null,
	lane uuid,
	due_at bigint,
	lease uuid
);
create index if not exists sendpost_webhook_delivery_queue on sendpost_webhook_delivery (lane, due_at) where lane is not null;
create index if not exists sendpost_webhook_delivery_log on sendpost_webhook_delivery (subscriber_id, state, id);
create index if not exists sendpost_webhook_delivery_age on sendpost_webhook_delivery (created_at);

create table if not exists sendpost_webhook_attempt (
	delivery_id uuid not null,
	number int not null,
	attempted_at bigint not null,
	duration bigint not null,
	status int,
	answer varchar(1000),
	problem varchar(500),
	primary key (delivery_id, number)
);

-- Contacts, lists, topics, and how contacts stand to these. Fields are a JSON object.
create table if not exists sendpost_contact (
	id uuid not null primary key,
	sub_account varchar(100) not null,
	mailbox varchar(254) not null,
	address varchar(254) not null,
	name varchar(500),
	locale varchar(35),
	fields text not null,
	created_at bigint not null,
	changed_at bigint not null
);
create unique index if not exists sendpost_contact_mailbox on sendpost_contact (mailbox, sub_account);
create index if not exists sendpost_contact_sub_account on sendpost_contact (sub_account, id);

create table if not exists sendpost_contact_list (
	id uuid not null primary key,
	sub_account varchar(100) not null,
	name varchar(200) not null,
	description varchar(1000),
	double_opt_in boolean not null,
	created_at bigint not null
);
create unique index if not exists sendpost_contact_list_name on sendpost_contact_list (sub_account, name);

create table if not exists sendpost_list_member (
	list_id uuid not null,
	contact_id uuid not null,
	status varchar(10) not null,
	since bigint not null,
	confirmed_at bigint,
	confirmed_from varchar(45),
	primary key (list_id, contact_id)
);
create index if not exists sendpost_list_member_contact on sendpost_list_member (contact_id);

create table if not exists sendpost_topic (
	id uuid not null primary key,
	sub_account varchar(100) not null,
	topic_key varchar(63) not null,
	name varchar(200) not null,
	description varchar(1000),
	received_by_default boolean not null
);
create unique index if not exists sendpost_topic_key on sendpost_topic (sub_account, topic_key);

create table if not exists sendpost_topic_choice (
	contact_id uuid not null,
	topic_id uuid not null,
	received boolean not null,
	chosen_at bigint not null,
	primary key (contact_id, topic_id)
);
create index if not exists sendpost_topic_choice_topic on sendpost_topic_choice (topic_id);

-- Webhooks as they came. One waits while it has a due_at: when to look at it next, which is
-- when the lease runs out while lease holds one.
create table if not exists sendpost_received_webhook (
	id uuid not null primary key,
	source varchar(100) not null,
	received_at bigint not null,
	state varchar(12) not null,
	reason varchar(1000),
	body bytea,
	compressed boolean not null,
	headers varchar(4000),
	confirmation_url varchar(2000),
	attempts int not null,
	due_at bigint,
	lease uuid
);
create index if not exists sendpost_received_webhook_due on sendpost_received_webhook (due_at) where due_at is not null;
create index if not exists sendpost_received_webhook_received on sendpost_received_webhook (received_at);
create index if not exists sendpost_received_webhook_source on sendpost_received_webhook (source, state, received_at, id);

-- Campaigns: what they say (JSON), how far they are, and why contacts got nothing. next_at is
-- when to go on, while there is anything to do.
create table if not exists sendpost_campaign (
	id uuid not null primary key,
	sub_account varchar(100) not null,
	details bytea not null,
	status varchar(9) not null,
	phase varchar(6) not null,
	next_at bigint,
	last_member uuid,
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
	reason varchar(1000)
);
create index if not exists sendpost_campaign_next on sendpost_campaign (next_at) where next_at is not null;
create index if not exists sendpost_campaign_sub_account on sendpost_campaign (sub_account, id);

create table if not exists sendpost_campaign_loss (
	campaign_id uuid not null,
	kind varchar(8) not null,
	reason varchar(300) not null,
	contacts bigint not null,
	primary key (campaign_id, kind, reason)
);

-- Who changed what by hand.
create table if not exists sendpost_audit (
	id uuid not null primary key,
	at bigint not null,
	actor varchar(300) not null,
	action varchar(300) not null,
	subject varchar(300) not null,
	refusal varchar(1000)
);
create index if not exists sendpost_audit_actor on sendpost_audit (actor, id);
create index if not exists sendpost_audit_at on sendpost_audit (at);
