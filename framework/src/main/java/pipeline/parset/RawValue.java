package pipeline.parset;

/**
 * A value in a parameter set and its place.
 *
 * @param text of one line, without comments
 * @param begin of the value in the source
 * @param end behind its last character there
 */
record RawValue(String key, String text, int begin, int end) {}
