package pipeline.recipes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import pipeline.job.ComputeJob;
import pipeline.job.ExitCodes;
import pipeline.job.Outcomes;
import pipeline.mapfile.AlignedMaps;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.MapfileException;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;
import pipeline.recipe.UsageException;

/** Runs any executable over the places of maps, with options from a parset; its inputs are those of LOFAR's recipe of this name. */
@Description(
        value = "Runs an executable for every place of one or more maps, as LOFAR's recipe of this name does.",
        arguments = "[WORD...]",
        details = {
            "There is a job for each entry of the first map that is not skipped in any. Keys stand for files: --inputkeys for"
                    + " those of the input maps, in their order, and --outputkeys for the outputs. A word of the arguments,"
                    + " or a value of the parset, that is a key is replaced; a key that stands nowhere becomes an option of"
                    + " its own. Without a key the files of the input maps are the last words. Several files of an entry"
                    + " are one word, [FILE,FILE].",
            "With --mapfiles-as-string the keys of --mapfiles-in stand for the names of the mapfiles themselves, which the"
                    + " hosts must see, too; so does that of --mapfile-in, if there are no others.",
            "A parset is options, as --args-format says: gnu --key=value, lofar key=value, argparse --key value, wsclean"
                    + " -key value, losoto key=value behind the other arguments. With --parsetasfile it is a file that"
                    + " comes along with each job, as the first argument (losoto: the last). What stands before a key and"
                    + " between key and value may be said in --args-format-option (keys of one letter),"
                    + " --args-format-longoption (others), --args-format-option-argument (a blank for two words), and"
                    + " before other arguments in --args-format-argument.",
            "An output is called DIRECTORY/NAME.STEP and the suffix, where DIRECTORY is that of the job name below"
                    + " working_directory, and NAME the base name of the input without its last extension; or as"
                    + " --mapfiles-out names it. It must be there and not be empty when the program has ended, unless"
                    + " --no-check-outputs is given. Two that would be one are refused before anything runs.",
            "With --nodescript python_plugin the executable is a file of Python: its function main gets arguments by place"
                    + " and options by name, all of them texts. The dict that it returns becomes a map for each key,"
                    + " STEP.KEY.mapfile.",
            "WORDs are arguments, too."
        })
public final class ExecutableArgs extends Recipe {

    private static final String PARSET_PLACE = "{parameters}";

    /** The variable that says to jobs that know only the names of mapfiles what stands in them. */
    private static final String MAPFILES = "MAPFILES_SHA256";

    /** The node script of LOFAR's recipe that starts the executable. */
    private static final String ITSELF = "executable_args";

    private final Input<String> executable =
            input("executable", "what is run on the hosts").nodeExecutable().required();
    private final Input<List<String>> arguments =
            input("arguments", "of the executable").text().list().byDefault(List.of());
    private final Input<Optional<DataMap>> mapIn =
            input("mapfile-in", "the input map").mapfile().optional();
    private final Input<List<DataMap>> mapsIn = input("mapfiles-in", "input maps, which must align")
            .mapfile()
            .list()
            .byDefault(List.of());
    private final Input<Boolean> mapsAsString = input(
                    "mapfiles-as-string", "the keys stand for the names of the mapfiles, not for files")
            .flag();
    private final Input<Optional<String>> inputKey =
            input("inputkey", "stands for the input file").text().optional();
    private final Input<List<String>> inputKeys = input("inputkeys", "stand for the files of the input maps")
            .text()
            .list()
            .byDefault(List.of());
    private final Input<Optional<DataMap>> mapOut =
            input("mapfile-out", "a map that names the outputs").mapfile().optional();
    private final Input<List<DataMap>> mapsOut =
            input("mapfiles-out", "maps that name the outputs").mapfile().list().byDefault(List.of());
    private final Input<Optional<String>> outputKey =
            input("outputkey", "stands for the output").text().optional();
    private final Input<List<String>> outputKeys =
            input("outputkeys", "stand for the outputs").text().list().byDefault(List.of());
    private final Input<List<String>> outputSuffixes =
            input("outputsuffixes", "of several outputs").text().list().byDefault(List.of(""));
    private final Input<Boolean> skipInfile =
            input("skip-infile", "the executable gets no input file").flag();
    private final Input<Boolean> skipOutfile =
            input("skip-outfile", "the executable makes no output").flag();
    private final Input<Boolean> inplace =
            input("inplace", "the input files are changed, and are the outputs").flag();
    private final Input<Boolean> checkOutputs =
            input("check-outputs", "outputs must be there, and not be empty").flag(true);
    private final Input<Optional<Path>> parset =
            input("parset", "a file with options for the executable").file().optional();
    private final Input<Boolean> parsetAsFile =
            input("parsetasfile", "the executable gets the parset as a file").flag();
    private final Input<ArgumentsFormat> format = input("args-format", "how options are written")
            .choice(ArgumentsFormat.class)
            .byDefault(ArgumentsFormat.GNU);
    private final Input<Optional<String>> argumentStart =
            input("args-format-argument", "stands before each argument").text().optional();
    private final Input<Optional<String>> optionStart = input("args-format-option", "stands before a key of one letter")
            .text()
            .optional("as the format has it");
    private final Input<Optional<String>> longOptionStart =
            input("args-format-longoption", "stands before a longer key").text().optional("as the format has it");
    private final Input<Optional<String>> optionSeparator = input(
                    "args-format-option-argument", "stands between key and value; a blank makes two words")
            .text()
            .optional("as the format has it");
    private final Input<Optional<String>> stepName =
            input("stepname", "part of the names of outputs").text().optional("the name of the executable");
    private final Input<Map<String, String>> variables =
            input("environment", "of the executable").text().dict().byDefault(Map.of());
    private final Input<Optional<Integer>> threads = input("nthreads", "cores that a job takes, and OMP_NUM_THREADS")
            .integer(1, 4096)
            .optional();
    private final Input<Optional<String>> nodeScript = input(
                    "nodescript",
                    "how it is started: python_plugin calls main of a file of Python, others have no effect")
            .text()
            .optional();
    private final Input<Optional<ExitCodes>> skipExit = input(
                    "skip-exit", "leave the item out when the executable ends with one of these exit codes: no failure")
            .as(ExitCodes.class, "CODES", ExitCodes.WANTED, ExitCodes::parse)
            .optional();
    private final Input<Boolean> tolerance =
            input("error-tolerance", "go on if some jobs fail, but not all").flag();

    private final Output<String> succeeded =
            output("succeeded", "how many jobs did").text();
    private final Output<Path> writtenMap = output("mapfile", "the map of the first output, what failed marked skip")
            .path()
            .optional();
    private final Output<List<?>> writtenMaps =
            output("mapfiles", "the maps of all outputs").list().optional();

    private final Output<List<?>> resultMaps = output("resultmaps", "the maps of what a Python plugin returned")
            .list()
            .optional();

    @Override
    protected int run() throws Exception {
        nodeScript
                .get()
                .filter(name -> !isPlugin() && !name.equals(ITSELF))
                .ifPresent(
                        name -> logger().warn("--nodescript {} has no effect: the executable is started itself", name));
        ExecutableCall call = call();
        Outcomes outcomes = scheduleJobs(call.jobs());
        Path directory = Files.createDirectories(jobDirectory().resolve("mapfiles"));
        List<Path> written = new ArrayList<>();
        for (int i = 0; i < call.outputs().size(); i++) {
            String suffix =
                    i < outputSuffixes.get().size() ? outputSuffixes.get().get(i) : "." + i;
            Path file = directory.resolve(step() + suffix.replace('/', '_') + ".mapfile");
            writeMap(file, call.outputs().get(i), outcomes);
            written.add(file);
        }
        if (!written.isEmpty()) {
            writtenMap.set(written.get(0));
            writtenMaps.set(written);
        }
        if (isPlugin()) {
            writeResults(directory, written, ResultMaps.of(call.places(), outcomes));
        }
        succeeded.set(outcomes.successCount() + " of " + outcomes.size());
        if (error.isSet() && isTolerable(outcomes)) {
            logger().warn(
                            "{} of {} jobs failed and are marked skip in the output maps; --error-tolerance goes on without them",
                            outcomes.size() - outcomes.successCount() - outcomes.skipCount(),
                            outcomes.size());
            error.clear();
        }
        return error.isSet() ? 1 : 0;
    }

    private void writeResults(Path directory, List<Path> written, Map<String, DataMap> maps) throws MapfileException {
        List<Path> results = new ArrayList<>();
        for (Map.Entry<String, DataMap> map : maps.entrySet()) {
            String name = step() + "." + map.getKey().replace('/', '_');
            Path file = directory.resolve(name + ".mapfile");
            Path free = written.contains(file) || results.contains(file)
                    ? directory.resolve(name + ".result" + results.size() + ".mapfile")
                    : file;
            writeMap(free, map.getValue());
            results.add(free);
        }
        if (!results.isEmpty()) {
            resultMaps.set(results);
        }
    }

    private boolean isPlugin() {
        return nodeScript.get().equals(Optional.of(PythonPlugin.NAME));
    }

    /** What waits for a host, or was not started, is no failure that one could do without. */
    private boolean isTolerable(Outcomes outcomes) {
        return tolerance.get()
                && outcomes.successCount() > 0
                && outcomes.stream().allMatch(outcome -> switch (outcome.state()) {
                    case SUCCEEDED, FAILED, IGNORED, SKIPPED -> true;
                    case PARKED, NOT_STARTED -> false;
                });
    }

    @Override
    protected Optional<List<ComputeJob>> source() throws Exception {
        return Optional.of(call().jobs());
    }

    private ExecutableCall call() throws MapfileException {
        List<DataMap> inputs = both(mapIn.get(), mapsIn.get());
        if (inputs.isEmpty()) {
            throw new UsageException("--mapfile-in is missing: the map of the files that are worked on");
        }
        List<String> outKeys = both(outputKey.get(), outputKeys.get());
        List<DataMap> others = IntStream.range(1, inputs.size())
                .filter(i -> !isName(i))
                .mapToObj(inputs::get)
                .toList();
        AlignedMaps places = AlignedMaps.of(inputs.get(0), others.toArray(DataMap[]::new));
        List<DataMap> outputs = skipOutfile.get() ? List.of() : outputs(places.map(0));
        refuseUnused("outputkeys", outKeys, "outputs", outputs.size());
        List<String> words = new ArrayList<>(arguments.get());
        words.addAll(args());
        ExecutableCall.CalledProgram program = new ExecutableCall.CalledProgram(
                executable.get(),
                words,
                parset.get().map(ParsetOptions::read),
                format.get()
                        .style()
                        .with(argumentStart.get(), optionStart.get(), longOptionStart.get(), optionSeparator.get()),
                parsetAsFile.get() ? PARSET_PLACE : "",
                isPlugin());
        List<String> names = IntStream.range(0, inputs.size())
                .filter(this::isName)
                .mapToObj(i -> nameOf(inputs.get(i)))
                .toList();
        Optional<String> digest = names.isEmpty() ? Optional.empty() : Optional.of(MapfileDigest.of(names));
        return new ExecutableCall(
                program,
                new ExecutableCall.CallMaps(places, given(inputs), outputs, outKeys),
                (job, made) -> withTerms(
                        digest.map(text -> job.environment(MAPFILES, text)).orElse(job), made));
    }

    /** Returns what the executable gets of the input maps. */
    private List<KeyedInput> given(List<DataMap> inputs) {
        List<String> keys = both(inputKey.get(), inputKeys.get());
        refuseUnused("inputkeys", keys, "input maps", inputs.size());
        List<KeyedInput> given = new ArrayList<>();
        int aligned = 0;
        for (int i = 0; i < inputs.size() && !skipInfile.get(); i++) {
            Optional<String> key = i < keys.size() ? Optional.of(keys.get(i)) : Optional.empty();
            boolean isKnown = key.isPresent() || keys.isEmpty();
            if (isName(i)) {
                String name = nameOf(inputs.get(i));
                given.addAll(isKnown ? List.of(KeyedInput.name(key, name)) : List.of());
                aligned += i == 0 ? 1 : 0;
            } else {
                given.addAll(isKnown ? List.of(KeyedInput.entries(key, aligned)) : List.of());
                aligned++;
            }
        }
        return given;
    }

    /** Returns whether the executable gets the name of an input map, and not the files of its entries. */
    private boolean isName(int input) {
        boolean isPlace = input == 0 && mapIn.get().isPresent() && !mapsIn.get().isEmpty();
        return mapsAsString.get() && !isPlace;
    }

    private static String nameOf(DataMap map) {
        return map.readFrom()
                .map(Path::of)
                .filter(Files::isRegularFile)
                .orElseThrow(() -> new UsageException("--mapfiles-as-string gives the names of mapfiles, but one of the"
                        + " maps is no file; write it into one first: pipeline mapfile scan HOSTSET GLOB -o FILE"))
                .toAbsolutePath()
                .normalize()
                .toString();
    }

    private ComputeJob withTerms(ComputeJob job, List<String> made) {
        ComputeJob own = isPlugin() ? job.captureOutput() : job;
        ComputeJob all = checkOutputs.get() && !inplace.get() ? own.outputs(made.toArray(String[]::new)) : own;
        for (Map.Entry<String, String> variable : variables.get().entrySet()) {
            all = all.environment(variable.getKey(), variable.getValue());
        }
        all = all.skipExit(skipExit.get().orElse(ExitCodes.NONE));
        if (threads.get().isPresent()) {
            all = all.cores(threads.get().get())
                    .environment("OMP_NUM_THREADS", threads.get().get().toString());
        }
        return all;
    }

    private List<DataMap> outputs(DataMap first) throws MapfileException {
        if (inplace.get()) {
            return List.of(first);
        }
        List<DataMap> given = both(mapOut.get(), mapsOut.get());
        List<DataMap> named = new ArrayList<>();
        if (given.isEmpty()) {
            for (String suffix : outputSuffixes.get()) {
                named.add(first.mapping(entry -> entry.withFile(outputName(entry, suffix))));
            }
        }
        for (DataMap map : given) {
            named.add(DataMap.align(first, map).get(1));
        }
        for (DataMap map : named) {
            map.requireDistinct();
        }
        return named;
    }

    private String outputName(MapEntry entry, String suffix) {
        String name = Placeholder.BASE_NAME_WITHOUT_EXTENSION.of(entry.files().get(0));
        return workingDirectory().map(directory -> directory + "/").orElse("") + jobName() + "/" + name + "." + step()
                + suffix;
    }

    private String step() {
        return stepName.get().orElse(Placeholder.BASE_NAME.of(executable.get()));
    }

    private static <T> List<T> both(Optional<T> one, List<T> more) {
        List<T> all = new ArrayList<>(one.map(List::of).orElse(List.of()));
        all.addAll(more);
        return all;
    }

    private static void refuseUnused(String option, List<String> keys, String what, int count) {
        if (keys.size() > count) {
            throw new UsageException("--%s has %d keys for %d %s: %s stands for none"
                    .formatted(option, keys.size(), count, what, keys.get(count)));
        }
    }
}
