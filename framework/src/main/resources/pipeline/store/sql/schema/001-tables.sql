CREATE TABLE member (
  member_id {id},
  uuid {text36} NOT NULL,
  kind {text8} NOT NULL,
  recipe {text128} NOT NULL,
  job_name {text128} NOT NULL,
  command {text} NOT NULL,
  shares INTEGER NOT NULL,
  version {text64} NOT NULL,
  user_name {text255} NOT NULL,
  machine {text255} NOT NULL,
  boot_id {text64} NOT NULL,
  pid BIGINT NOT NULL,
  process_started BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  started_time BIGINT NOT NULL,
  heartbeat_time BIGINT NOT NULL,
  ended_time BIGINT,
  asked_time BIGINT
){end};

CREATE INDEX member_living ON member (ended_time, job_name);

CREATE TABLE open_batch (
  batch_id {id},
  member_id BIGINT NOT NULL
){end};

CREATE TABLE job (
  job_id {id},
  recipe {text128} NOT NULL,
  job_name {text128} NOT NULL,
  step {text255} NOT NULL,
  position INTEGER NOT NULL,
  key_hash {text64} NOT NULL,
  job_key {text} NOT NULL,
  host {text255} NOT NULL,
  program {text255} NOT NULL,
  work {text} NOT NULL,
  label {text255},
  priority INTEGER NOT NULL,
  status {text8} NOT NULL CHECK (status IN ('pending', 'reserved', 'success', 'error', 'ignore')),
  reason {text} NOT NULL,
  created_time BIGINT NOT NULL,
  scheduled_time BIGINT NOT NULL,
  reserved_time BIGINT,
  completed_time BIGINT,
  resubmitted_time BIGINT,
  duration {real},
  result {text},
  failure_kind {text16},
  exit_code INTEGER,
  error_message {text2047} NOT NULL,
  error_stack {text},
  user_name {text255} NOT NULL,
  pid BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  version {text64} NOT NULL,
  attempts INTEGER NOT NULL,
  owner BIGINT,
  reservation BIGINT NOT NULL,
  submitter BIGINT NOT NULL,
  batch BIGINT NOT NULL,
  UNIQUE (key_hash, job_name, recipe, step)
){end};

CREATE INDEX job_claim ON job (status, job_name, recipe, priority, scheduled_time, job_id) {pending};

CREATE INDEX job_place ON job (status, host, job_name, recipe, priority, scheduled_time, job_id);

CREATE INDEX job_owner ON job (owner, status);

CREATE TABLE attempt (
  job_id BIGINT NOT NULL,
  number INTEGER NOT NULL,
  reservation BIGINT NOT NULL,
  member_id BIGINT NOT NULL,
  host {text255} NOT NULL,
  user_name {text255} NOT NULL,
  machine {text255} NOT NULL,
  pid BIGINT NOT NULL,
  connection_id BIGINT NOT NULL,
  version {text64} NOT NULL,
  reserved_time BIGINT NOT NULL,
  started_time BIGINT,
  completed_time BIGINT,
  duration {real},
  ending {text8},
  failure_kind {text16},
  exit_code INTEGER,
  error_message {text2047} NOT NULL,
  error_stack {text},
  stdout_path {text},
  stderr_path {text},
  PRIMARY KEY (job_id, number)
){end};

CREATE VIEW jobs AS
SELECT job_id, recipe, job_name, step, status, host, program, label, priority, job_key, key_hash,
  {time:created_time} AS created, {time:scheduled_time} AS scheduled, {time:reserved_time} AS reserved,
  {time:completed_time} AS completed, duration, attempts, failure_kind, exit_code, error_message, reason,
  user_name, pid, connection_id, version, owner, reservation, result
FROM job WHERE batch NOT IN (SELECT batch_id FROM open_batch);

CREATE VIEW attempts AS
SELECT job_id, number, ending, host, machine, user_name, pid,
  {time:reserved_time} AS reserved, {time:started_time} AS started, {time:completed_time} AS completed,
  duration, failure_kind, exit_code, error_message, stdout_path, stderr_path
FROM attempt;

CREATE VIEW members AS
SELECT member_id, kind, recipe, job_name, user_name, machine, pid, command,
  {time:started_time} AS started, {time:heartbeat_time} AS heartbeat, {time:ended_time} AS ended
FROM member
