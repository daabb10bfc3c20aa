package pipeline.cli.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The man page pipeline(1) in the macros of man(7). */
public final class ManPage {

    /** Room for the hyphens, which become longer. */
    private static final int LONGEST_LINE = 68;

    private static final String BEGINNING = """
            .TH PIPELINE 1 "%s" "Pipeline %s" "User Commands"
            .SH NAME
            pipeline \\- run programs over SSH on the hosts that hold your files
            .SH SYNOPSIS
            .B pipeline
            .I RECIPE
            .B \\-j
            .I JOB
            [\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]
            .br
            .B pipeline
            .I COMMAND
            [\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]
            .SH DESCRIPTION
            A recipe runs jobs over SSH on the hosts that a mapfile names, a few at a
            time on each host, and brings their logs, their results and an honest exit
            status back to one place.
            Every job is a row of a job table; the same command again does what is left.
            .PP
            Each recipe and each command shows its options with
            .BR \\-\\-help .
            Words that begin with @ name files with arguments.
            """;

    private static final String END = """
            .SH EXIT STATUS
            .TP
            .B 0
            All is done.
            .TP
            .B 1
            Jobs failed, or the recipe reports a failure.
            .TP
            .B 2
            The command line is wrong.
            .TP
            .B 3
            The configuration, a mapfile or the job table cannot be used, or a host is
            unknown.
            Nothing was started.
            .TP
            .B 4
            Nothing failed, but jobs are parked until their hosts are back.
            .TP
            .B 5
            A rule of the run stopped it.
            .TP
            .B 6
            Another master has the job name.
            .TP
            .B 70
            An internal error.
            .TP
            .BR 129 ", " 130 ", " 143
            Interrupted.
            .TP
            .B 137
            Out of memory, or killed.
            .SH ENVIRONMENT
            .TP
            .B JAVA_HOME
            The Java to use; without it the java in PATH.
            .TP
            .B JAVA_OPTS
            Options for Java.
            .TP
            .BR PIPELINE_JOBS_URL ", " PIPELINE_JOBS_USER ", " PIPELINE_JOBS_PASSWORD
            The job table, before what the configuration says.
            .TP
            .B SSH_AUTH_SOCK
            The agent that holds keys.
            .SH FILES
            .TP
            .IR ./pipeline.cfg ", " \\(ti/.config/pipeline/pipeline.cfg ", " /etc/pipeline/pipeline.cfg
            The configuration: the first one that is there.
            .TP
            .I \\(ti/.local/state/pipeline
            The job table, and the results and logs of each job name.
            .SH SEE ALSO
            .BR ssh (1),
            .BR ssh_config (5)
            .PP
            The pages in the directory docs of the release.
            """;

    private final List<String> lines = new ArrayList<>();

    private ManPage() {}

    /**
     * Returns the page.
     *
     * @param date the day of the release, such as {@code 2026-11-21}
     */
    public static String of(CommandLine root, String version, String date) {
        ManPage page = new ManPage();
        page.commands(root);
        return BEGINNING.formatted(date, version) + String.join("\n", page.lines) + "\n" + END;
    }

    private void commands(CommandLine root) {
        List<CommandEntry> top = new CommandEntry(List.of(), root.getCommandSpec()).next();
        List<CommandEntry> recipes = top.stream().filter(ManPage::isRecipe).toList();
        Set<String> shared = shared(recipes);
        lines.add(".SH RECIPES");
        for (CommandEntry recipe : recipes) {
            entry(recipe, shared);
        }
        lines.add(".SH OPTIONS OF ALL RECIPES");
        optionsOfAll(recipes);
        lines.add(".SH COMMANDS");
        for (CommandEntry command : top) {
            if (!isRecipe(command)) {
                CommandEntry.all(command.spec().commandLine()).stream()
                        .map(below -> new CommandEntry(joined(command, below), below.spec()))
                        .filter(below -> below.words().size() < 2 || !isRecipe(below))
                        .forEach(below -> entry(below, Set.of()));
            }
        }
    }

    private static Set<String> shared(List<CommandEntry> recipes) {
        return recipes.stream()
                .map(recipe -> recipe.options().stream().map(ManPage::text).collect(Collectors.toSet()))
                .reduce((some, others) -> some.stream().filter(others::contains).collect(Collectors.toSet()))
                .orElse(Set.of());
    }

    private void optionsOfAll(List<CommandEntry> recipes) {
        Set<String> shared = shared(recipes);
        recipes.stream()
                .limit(1)
                .forEach(recipe -> recipe.options().stream()
                        .filter(option -> shared.contains(text(option)))
                        .forEach(this::option));
    }

    private static List<String> joined(CommandEntry first, CommandEntry below) {
        List<String> words = new ArrayList<>(first.words());
        words.addAll(below.words());
        return words;
    }

    /** A recipe, under any words, may have hidden positional arguments; commands show theirs. */
    private static boolean isRecipe(CommandEntry entry) {
        return entry.spec().positionalParameters().stream().anyMatch(argument -> argument.hidden());
    }

    private void entry(CommandEntry entry, Set<String> elsewhere) {
        lines.add(".SS " + escaped(entry.path()));
        entry.synopsis().forEach(line -> lines.addAll(List.of(".B " + escaped(line), ".br")));
        if (!lines.isEmpty() && lines.get(lines.size() - 1).equals(".br")) {
            lines.set(lines.size() - 1, ".PP");
        }
        paragraph(entry.description());
        entry.options().stream()
                .filter(option -> !elsewhere.contains(text(option)))
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .forEach(this::option);
        if (entry.next().stream().allMatch(ManPage::isRecipe)) {
            optionsOfAll(entry.next());
        }
        if (!entry.footer().isEmpty()) {
            lines.addAll(List.of(".PP", "Example:", ".RS 4", ".nf"));
            entry.footer().forEach(line -> lines.add(escaped(line.strip())));
            lines.addAll(List.of(".fi", ".RE"));
        }
    }

    private void paragraph(List<String> text) {
        boolean isTable = false;
        for (String line : text) {
            boolean wasTable = isTable;
            isTable = line.startsWith(" ");
            if (line.isBlank()) {
                lines.add(".PP");
            } else if (isTable) {
                lines.addAll(List.of(".br", escaped(line.strip().replaceAll(" {2,}", ": "))));
            } else {
                if (wasTable) {
                    lines.add(".PP");
                }
                plain(line);
            }
        }
        dropDoubleParagraphs();
    }

    private void dropDoubleParagraphs() {
        for (int i = lines.size() - 1; i > 0; i--) {
            if (lines.get(i).equals(".PP") && lines.get(i - 1).equals(".PP")) {
                lines.remove(i);
            }
        }
    }

    private void option(OptionSpec option) {
        lines.add(".TP");
        lines.add(".B " + escaped(names(option)));
        plain(CommandEntry.description(option));
    }

    private static String names(OptionSpec option) {
        return String.join(", ", option.names()) + CommandEntry.value(option);
    }

    /** Returns what distinguishes an option from another one of the same name. */
    private static String text(OptionSpec option) {
        return names(option) + " " + CommandEntry.description(option);
    }

    /** Adds a text, each sentence on lines of its own, none of them long. */
    private void plain(String text) {
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" +", -1)) {
            if (line.length() + word.length() >= LONGEST_LINE) {
                end(line);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
            if (word.matches(".*[.?!:;]")) {
                end(line);
            }
        }
        end(line);
    }

    private void end(StringBuilder line) {
        if (!line.isEmpty()) {
            lines.add(escaped(line.toString()));
            line.setLength(0);
        }
    }

    /** Returns a text as roff takes it for plain: hyphens that may be copied, nothing that is a request. */
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("~", "\\(ti")
                .replace("^", "\\(ha");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
