ALTER TABLE job ADD COLUMN fingerprint {text};

ALTER TABLE job ADD COLUMN outputs {text};

ALTER TABLE attempt ADD COLUMN fingerprint {text}
