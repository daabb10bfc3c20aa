package pipeline.recipes;

/** How a program takes options that a parset has as keys and values; the names are those of LOFAR's recipe. */
enum ArgumentsFormat {
    /** {@code --key=value}. */
    GNU,
    /** {@code key=value}. */
    LOFAR,
    /** {@code --key value}, in two words. */
    ARGPARSE,
    /** {@code -key value}, and several words for several values. */
    WSCLEAN,
    /** {@code key=value}, behind all other arguments; so is the file of a parset that is given as a file. */
    LOSOTO;

    OptionStyle style() {
        return switch (this) {
            case GNU -> OptionStyle.of("--", "=");
            case LOFAR -> OptionStyle.of("", "=");
            case ARGPARSE -> OptionStyle.of("--", " ");
            case WSCLEAN -> OptionStyle.of("-", " ").splittingLists();
            case LOSOTO -> OptionStyle.of("", "=").last();
        };
    }
}
