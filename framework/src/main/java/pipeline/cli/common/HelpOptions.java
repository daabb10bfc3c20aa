package pipeline.cli.common;

import picocli.CommandLine.Option;

/** The options that every command has, at the end of its help. */
public final class HelpOptions {

    private static final int LAST = 200;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = LAST,
            description = "Show this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            order = LAST + 1,
            description = "Show the version.")
    boolean version;
}
