CREATE TABLE drain (
  host {text255} NOT NULL,
  job_name {text128} NOT NULL,
  user_name {text255} NOT NULL,
  machine {text255} NOT NULL,
  reason {text2047} NOT NULL,
  drained_time BIGINT NOT NULL,
  PRIMARY KEY (host, job_name)
){end};

CREATE VIEW drains AS
SELECT host, job_name, user_name, machine, reason, {time:drained_time} AS drained
FROM drain
