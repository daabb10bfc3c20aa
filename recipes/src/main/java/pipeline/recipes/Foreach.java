package pipeline.recipes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import pipeline.job.ComputeJob;
import pipeline.job.DeclaredOutput;
import pipeline.job.ExitCodes;
import pipeline.job.JobLabel;
import pipeline.job.Outcomes;
import pipeline.job.Scratch;
import pipeline.job.Secrets;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.MapfileException;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;
import pipeline.recipe.ShellWords;
import pipeline.recipe.UsageException;

/** Runs any command for every entry of a map, on the host of the entry; what the commands print goes to standard output. */
@Description(
        value = "Runs a command for every entry of a map, on the host that holds the file.",
        arguments = "MAPFILE -- COMMAND [WORD...]",
        details = {
            "Every word of the command may hold placeholders:",
            "  {}      the file",
            "  {/}     its base name",
            "  {.}     the file without its last extension",
            "  {/.}    its base name without its last extension",
            "  {host}  the host, as the map names it",
            "Without any placeholder the file is appended as the last word. For an entry with several files a word"
                    + " that holds a placeholder for the file is repeated for each of them.",
            "The words arrive as they are, no shell looks at them, unless --shell is given: then they are joined by"
                    + " blanks and run by sh -c, files and host quoted (several files with blanks between them); put no"
                    + " quotes of your own around a placeholder.",
            "--outputs takes the same placeholders: what it names must be there and not be empty after a command ended with 0,"
                    + " or the command counts as failed. Say it for what a command writes by itself or with >: a full disk"
                    + " leaves empty files, and not every tool says so.",
            "--skip-exit 42 is for a command that looks at its file and finds nothing to do: with this exit code the item is left out."
                    + " That is no failure, it is not tried again, and the output map marks the entry skip.",
            "--atomic-output takes them too: the command writes to {out}, a temporary name on the same file system, or with --shell to"
                    + " \"$PIPELINE_OUTPUT\" (of a second one: {out2}, $PIPELINE_OUTPUT_2), and the file or directory gets its"
                    + " name when the command has ended with 0. A killed one never looks finished.",
            "What the commands print to standard output goes to standard output byte for byte, a line at a time; the"
                    + " results go to standard error.",
        },
        exampleMap = "localhost = [ /etc/passwd ]",
        example = "--mini-cluster first.mapfile -- sha256sum {}")
public final class Foreach extends Recipe {

    private static final Pattern PATH = Pattern.compile("\\.{0,2}/");

    private static final Set<String> SHELL_WORDS =
            Set.of("|", "||", "&", "&&", ";", "<", ">", ">>", "2>", "2>&1", "2>/dev/null");

    private final Input<Boolean> shell =
            input("shell", "run the words as a command of sh").flag();
    private final Input<Boolean> tag =
            input("tag", "put HOST and a tab before every line").flag();
    private final Input<List<String>> outputs = input(
                    "outputs", "a file or directory that each command has to leave on its host, such as {.}.done")
            .list()
            .byDefault(List.of());
    private final Input<List<String>> atomicOutputs = input(
                    "atomic-output",
                    "a file or directory that each command writes to {out}, and that gets its name when the command has succeeded")
            .list()
            .byDefault(List.of());
    private final Input<Boolean> scratch = input(
                    "scratch", "make a directory for each command, $PIPELINE_SCRATCH, and remove it at the end")
            .flag();
    private final Input<Boolean> keepScratch = input("keep-scratch", "the same, but keep it when the command failed")
            .flag();
    private final Input<List<String>> secrets = input(
                    "secret",
                    "give each command the secret NAME of the environment, or, with NAME=@FILE, what a file holds; no log and no"
                            + " table shows it")
            .list()
            .byDefault(List.of());
    private final Input<Optional<ExitCodes>> skipExit = input(
                    "skip-exit",
                    "leave the item out when its command ends with one of these exit codes, such as 42 or 64-78,100: no failure")
            .as(ExitCodes.class, "CODES", ExitCodes.WANTED, ExitCodes::parse)
            .optional();
    private final Input<Optional<Path>> outputMap = input("output-map", "write the map, failed entries marked skip")
            .outputFile()
            .optional();

    private final Output<String> succeeded =
            output("succeeded", "how many commands succeeded, of how many").text();
    private final Output<String> skipped =
            output("skipped", "how many items their commands left out").text().optional();
    private final Output<Path> writtenMap =
            output("output_map", "the map that was written").path().optional();

    @Override
    protected int run() throws Exception {
        CommandTemplate template = template();
        warnOfShellWords();
        DataMap map = takeable(mapfile(0));
        LinePrinter printer = new LinePrinter(standardOutput(), tag.get());
        Outcomes outcomes = scheduleJobs(jobs(template, map), maxPerNode(), printer);
        if (printer.hasJoinedLines()) {
            logger().warn("what a command printed last has no line end, so what another printed goes on in that line;"
                    + " --tag gives every line an end");
        }
        succeeded.set("%d of %d".formatted(outcomes.successCount(), outcomes.size()));
        if (outcomes.skipCount() > 0) {
            skipped.set(String.valueOf(outcomes.skipCount()));
        }
        if (outputMap.get().isPresent()) {
            writeMap(outputMap.get().get(), map, outcomes);
            writtenMap.set(outputMap.get().get());
        }
        return error.isSet() ? 1 : 0;
    }

    @Override
    protected Optional<List<ComputeJob>> source() throws MapfileException {
        return Optional.of(jobs(template(), takeable(mapfile(0))));
    }

    private List<ComputeJob> jobs(CommandTemplate template, DataMap map) {
        Secrets given = secrets();
        ArgumentTemplate left = ArgumentTemplate.asTyped(outputs.get());
        ArgumentTemplate atomic = ArgumentTemplate.asTyped(atomicOutputs.get());
        List<ComputeJob> jobs = new ArrayList<>();
        for (MapEntry entry : map.active()) {
            List<String> files = entry.activeFiles();
            ComputeJob job = ComputeJob.command(entry.host(), template.words(entry.host(), files))
                    .secrets(given)
                    .label(JobLabel.shortened(String.join(" ", files)))
                    .reads(files)
                    .outputs(left.words(entry.host(), files).toArray(String[]::new));
            for (String output : atomic.words(entry.host(), files)) {
                job = job.atomicOutput(output);
            }
            jobs.add(onScratch(job.skipExit(skipExit.get().orElse(ExitCodes.NONE))));
        }
        return jobs;
    }

    private ComputeJob onScratch(ComputeJob job) {
        if (keepScratch.get()) {
            return job.scratch(Scratch.CONFIGURED.keptOnFailure());
        }
        return scratch.get() ? job.scratch() : job;
    }

    private Secrets secrets() {
        try {
            return Secrets.read(secrets.get(), System.getenv());
        } catch (IllegalArgumentException e) {
            throw new UsageException("--secret: " + e.getMessage());
        }
    }

    private CommandTemplate template() {
        arg(0, "MAPFILE");
        List<String> words = args().subList(1, args().size());
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new UsageException("the command is missing; type it after the mapfile:\n  pipeline foreach -j "
                    + jobName() + " MAPFILE -- COMMAND [WORD...]");
        }
        if (shell.get()) {
            refuseOutputPlaceholder(words);
            return new ShellTemplate(String.join(" ", words));
        }
        refuseLine(words.get(0));
        return new ArgumentTemplate(words);
    }

    private void refuseOutputPlaceholder(List<String> words) {
        if (!atomicOutputs.get().isEmpty()
                && words.stream().anyMatch(word -> word.contains(DeclaredOutput.PLACEHOLDER))) {
            throw new UsageException("with --shell write \"$PIPELINE_OUTPUT\" in place of {out}");
        }
    }

    /** A whole line in quotes is one word, and no program is called so; a path may hold blanks. */
    private static void refuseLine(String program) {
        if (program.chars().anyMatch(Character::isWhitespace)
                && !PATH.matcher(program).lookingAt()) {
            throw new UsageException(
                    "there is no shell that would cut %1$s into words; for a line of shell, pipes and all, type --shell before the mapfile:\n  --shell MAPFILE -- %1$s\nor take the quotes away around a command without | and the like"
                            .formatted(ShellWords.quote(program)));
        }
    }

    /** Warns of a word that looks as if a shell were to read it: it may be meant, as in {@code tr '|' ,}. */
    private void warnOfShellWords() {
        List<String> words = args().subList(1, args().size());
        for (int i = 1; i < words.size() && !shell.get(); i++) {
            if (SHELL_WORDS.contains(words.get(i)) && !words.get(i - 1).startsWith("-")) {
                logger().warn(
                                "{} reaches {} as a plain word, no shell looks at it; for a shell type --shell before the mapfile: --shell {} -- {}",
                                words.get(i),
                                words.get(0),
                                arg(0, "MAPFILE"),
                                ShellWords.quote(String.join(" ", words)));
                return;
            }
        }
    }

    /** An entry all of whose files are to be left out is left out itself. */
    private static DataMap takeable(DataMap map) {
        return map.skipping(entry -> entry.activeFiles().isEmpty());
    }
}
