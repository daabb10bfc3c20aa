package pipeline.cli.jobs;

import picocli.CommandLine.Option;

/** The option that says why jobs are changed. */
final class ReasonOption {

    @Option(names = "--reason", paramLabel = "TEXT", order = 10, description = "Why; it stands in the table.")
    private String text = "";

    /** Returns what was typed; empty if nothing was. */
    String text() {
        return text;
    }
}
