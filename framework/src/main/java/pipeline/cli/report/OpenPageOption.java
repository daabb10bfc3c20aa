package pipeline.cli.report;

import picocli.CommandLine.Option;

/** The option that shows a page in the browser. */
final class OpenPageOption {

    @Option(names = "--open", order = 5, description = "Opens the page in the browser.")
    private boolean isTyped;

    boolean isTyped() {
        return isTyped;
    }
}
