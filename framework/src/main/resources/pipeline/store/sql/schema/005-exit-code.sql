UPDATE job SET exit_code = 0 WHERE status = 'success' AND exit_code IS NULL;

UPDATE attempt SET exit_code = 0 WHERE ending = 'success' AND exit_code IS NULL
