package pipeline.remote.shell;

/** The two streams on which a runner says each of its words. */
enum StandardStream {
    STDOUT,
    STDERR
}
