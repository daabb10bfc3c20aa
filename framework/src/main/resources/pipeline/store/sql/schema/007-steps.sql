CREATE TABLE step_record (
  recipe {text128} NOT NULL,
  job_name {text128} NOT NULL,
  step {text255} NOT NULL,
  identity {text} NOT NULL,
  noted_time BIGINT NOT NULL,
  PRIMARY KEY (recipe, job_name, step)
){end};

CREATE VIEW steps AS
SELECT recipe, job_name, step, identity, {time:noted_time} AS noted
FROM step_record
