package pipeline.dispatch.rules;

/**
 * A place that every host must have on which a job of a run starts.
 *
 * @param option by which it was named, such as {@code --wsclean}
 * @param path as it was given; a relative one starts where the job does, and a program without a slash is looked for in its PATH
 */
public record RequiredPlace(String option, Kind kind, String path) {

    /** What must be there. */
    public enum Kind {
        FILE("file"),
        DIRECTORY("directory"),
        PROGRAM("program");

        private final String noun;

        Kind(String noun) {
            this.noun = noun;
        }

        /** Returns what people call it. */
        public String noun() {
            return noun;
        }
    }
}
