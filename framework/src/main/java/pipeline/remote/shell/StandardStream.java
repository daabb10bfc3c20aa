package pipeline.remote.shell;

/** The two streams on which a runner sends each of its messages. */
enum StandardStream {
    STDOUT,
    STDERR
}
