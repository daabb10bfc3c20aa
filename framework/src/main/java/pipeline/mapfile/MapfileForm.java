package pipeline.mapfile;

/**
 * The forms of mapfiles that exist in the field.
 *
 * <pre>{@code
 * MapfileForm form = Mapfile.form(Path.of("raw.mapfile"));
 * Mapfile.write(Path.of("done.mapfile"), mapfile(0), Mapfile.fittingForm(form, mapfile(0)));
 * }</pre>
 */
public enum MapfileForm {
    /** {@code host = [ file, file ]}; no skip flags, one file for each entry, the entries of a host together. */
    PARSET,
    /** A Python list of {@code ('host', 'file')}; no skip flags, one file for each entry. */
    TUPLES,
    /** A Python list of {@code {'host': …, 'file': …, 'skip': …}}; one file for each entry. */
    DICTS,
    /** A Python list of dicts whose {@code file} is a list, with a skip flag for each file in {@code file_skip}. */
    MULTI,
    /** A JSON list of objects with the keys of {@link #MULTI}. */
    JSON,
    /** The objects of {@link #JSON}, one on each line, without the list around them. */
    JSON_LINES;

    /** Returns whether comments may stand between the entries. */
    public boolean hasComments() {
        return this != JSON && this != JSON_LINES;
    }
}
