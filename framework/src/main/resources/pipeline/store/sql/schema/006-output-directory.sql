ALTER TABLE member ADD COLUMN output_directory {text}
