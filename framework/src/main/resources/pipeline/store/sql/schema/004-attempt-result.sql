ALTER TABLE attempt ADD COLUMN result {text}
