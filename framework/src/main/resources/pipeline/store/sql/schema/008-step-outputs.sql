ALTER TABLE step_record ADD COLUMN outputs {text};

ALTER TABLE step_record ADD COLUMN absent_time BIGINT;

DROP VIEW IF EXISTS steps;

CREATE VIEW steps AS
SELECT recipe, job_name, step, identity, outputs, {time:noted_time} AS noted, {time:absent_time} AS absent_since
FROM step_record
