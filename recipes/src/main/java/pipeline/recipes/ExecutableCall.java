package pipeline.recipes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import pipeline.job.ComputeJob;
import pipeline.job.JobLabel;
import pipeline.mapfile.AlignedMaps;
import pipeline.mapfile.DataMap;

/** An executable with keys that stand for files: what each job gets in their place. */
final class ExecutableCall {

    /** Makes the directory of an output before it starts the program, which is where it would be otherwise. */
    private static final String IN_DIRECTORY = "mkdir -p -- \"$0\" && exec \"$@\"";

    private final CalledProgram program;
    private final CallMaps files;
    private final BiFunction<ComputeJob, List<String>, ComputeJob> terms;

    /**
     * What is run.
     *
     * @param parset its options; empty for none
     * @param file what stands for the file of the parset; empty if the options are arguments
     * @param isPlugin whether it is a file of Python whose function is called, with the options as its named arguments
     */
    record CalledProgram(
            String executable,
            List<String> arguments,
            Optional<ParsetOptions> parset,
            OptionStyle style,
            String file,
            boolean isPlugin) {

        private List<String> words(Map<String, String> options, List<String> others) {
            return isPlugin ? PythonPlugin.words(executable, others, options) : withStyle(style.words(options, others));
        }

        private List<String> wordsWithFile(List<String> others) {
            return isPlugin
                    ? PythonPlugin.words(executable, style.words(file, others), Map.of())
                    : withStyle(style.words(file, others));
        }

        private List<String> withStyle(List<String> words) {
            List<String> all = new ArrayList<>(List.of(executable));
            all.addAll(words);
            return all;
        }
    }

    /**
     * What is worked on and made.
     *
     * @param places the maps whose entries the jobs are for
     * @param inputs what the program is given of the input maps, in their order
     * @param outputs maps that align with the inputs
     * @param outputKeys stand for the outputs, in their order
     */
    record CallMaps(AlignedMaps places, List<KeyedInput> inputs, List<DataMap> outputs, List<String> outputKeys) {}

    /**
     * Makes a call.
     *
     * @param terms gives a job, and the files that it makes, what else belongs to it
     */
    ExecutableCall(CalledProgram program, CallMaps files, BiFunction<ComputeJob, List<String>, ComputeJob> terms) {
        this.program = program;
        this.files = files;
        this.terms = terms;
    }

    /** Returns the map whose entries the jobs are for: what is skipped in another one is skipped too. */
    DataMap places() {
        return files.places().map(0);
    }

    /** Returns the maps of the outputs. */
    List<DataMap> outputs() {
        return files.outputs();
    }

    /** Returns a job for each place that is skipped in no map. */
    List<ComputeJob> jobs() {
        return files.places().active().stream().map(this::job).toList();
    }

    private ComputeJob job(AlignedMaps.Row row) {
        List<List<String>> made = files.outputs().stream()
                .map(map -> KeyedInput.files(map.entries().get(row.index())))
                .toList();
        List<String> allMade = made.stream().flatMap(List::stream).toList();
        Map<String, String> values = new LinkedHashMap<>();
        List<String> last = new ArrayList<>();
        Set<String> read = new LinkedHashSet<>();
        row.entries().forEach(entry -> read.addAll(entry.files()));
        for (KeyedInput input : files.inputs()) {
            List<String> given = input.files().apply(row);
            read.addAll(given);
            input.key().ifPresentOrElse(key -> values.put(key, KeyedInput.text(given)), () -> last.addAll(given));
        }
        for (int i = 0; i < files.outputKeys().size(); i++) {
            values.put(files.outputKeys().get(i), KeyedInput.text(made.get(i)));
        }
        if (program.isPlugin()) {
            read.add(program.executable());
        }
        read.removeAll(allMade);
        ComputeJob job = withWords(row.host(), directories(allMade), values, last);
        return terms.apply(
                job.label(JobLabel.shortened(row.entries().get(0).files().get(0)))
                        .reads(read),
                allMade);
    }

    private ComputeJob withWords(String host, Set<String> directories, Map<String, String> values, List<String> last) {
        Set<String> unused = new LinkedHashSet<>(values.keySet());
        List<String> arguments = new ArrayList<>();
        for (String word : program.arguments()) {
            arguments.add(values.getOrDefault(word, word));
            unused.remove(word);
        }
        arguments.addAll(last);
        Optional<ParsetOptions> options = program.parset().map(parset -> parset.replacing(values, unused));
        Map<String, String> own = new LinkedHashMap<>();
        unused.forEach(key -> own.put(key, values.getOrDefault(key, "")));
        boolean isFile = options.isPresent() && !program.file().isEmpty();
        Map<String, String> written = new LinkedHashMap<>(
                isFile ? Map.of() : options.map(ParsetOptions::values).orElse(Map.of()));
        written.putAll(isFile ? Map.of() : own);
        List<String> all = isFile ? program.wordsWithFile(arguments) : program.words(written, arguments);
        ComputeJob job = ComputeJob.command(host, inDirectories(directories, all));
        return isFile ? job.parameterFile("parset", options.get().with(own).text()) : job;
    }

    private static List<String> inDirectories(Set<String> directories, List<String> words) {
        List<String> all = new ArrayList<>();
        for (String directory : directories) {
            all.addAll(List.of("sh", "-c", IN_DIRECTORY, directory));
        }
        all.addAll(words);
        return all;
    }

    private static Set<String> directories(List<String> made) {
        Set<String> directories = new TreeSet<>();
        for (String file : made) {
            int slash = file.lastIndexOf('/');
            if (slash > 0) {
                directories.add(file.substring(0, slash));
            }
        }
        return directories;
    }
}
