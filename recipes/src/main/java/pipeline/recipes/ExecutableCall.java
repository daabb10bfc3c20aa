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

    private final Program program;
    private final Files files;
    private final BiFunction<ComputeJob, List<String>, ComputeJob> terms;

    /**
     * What is run.
     *
     * @param parset its options; empty for none
     * @param file what stands for the file of the parset; empty if the options are arguments
     */
    record Program(
            String executable,
            List<String> arguments,
            Optional<ParsetOptions> parset,
            ArgumentsFormat format,
            String file) {}

    /**
     * What is worked on and made.
     *
     * @param inputKeys stand for the inputs, in their order; empty if the program gets none
     * @param outputs maps that align with the inputs
     * @param outputKeys stand for the outputs, in their order
     */
    record Files(
            AlignedMaps inputs, Optional<List<String>> inputKeys, List<DataMap> outputs, List<String> outputKeys) {}

    /**
     * Makes a call.
     *
     * @param terms gives a job, and the files that it makes, what else belongs to it
     */
    ExecutableCall(Program program, Files files, BiFunction<ComputeJob, List<String>, ComputeJob> terms) {
        this.program = program;
        this.files = files;
        this.terms = terms;
    }

    /** Returns the maps of the outputs. */
    List<DataMap> outputs() {
        return files.outputs();
    }

    /** Returns a job for each place that is skipped in no map. */
    List<ComputeJob> jobs() {
        return files.inputs().active().stream().map(this::job).toList();
    }

    private ComputeJob job(AlignedMaps.Row row) {
        List<String> made = files.outputs().stream()
                .map(map -> map.entries().get(row.index()).file())
                .toList();
        Map<String, String> values = new LinkedHashMap<>();
        List<String> last = new ArrayList<>();
        if (files.inputKeys().isPresent()) {
            List<String> keys = files.inputKeys().get();
            for (int i = 0; i < row.entries().size(); i++) {
                if (i < keys.size()) {
                    values.put(keys.get(i), row.file(i));
                } else if (keys.isEmpty()) {
                    last.add(row.file(i));
                }
            }
        }
        for (int i = 0; i < files.outputKeys().size(); i++) {
            values.put(files.outputKeys().get(i), made.get(i));
        }
        ComputeJob job = withWords(row.host(), directories(made), values, last);
        return terms.apply(
                job.label(JobLabel.shortened(row.entries().get(0).files().get(0)))
                        .reads(row.entries().stream()
                                .flatMap(entry -> entry.files().stream())
                                .filter(file -> !made.contains(file))
                                .toList()),
                made);
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
        List<String> all = new ArrayList<>(List.of(program.executable()));
        all.addAll(
                isFile
                        ? program.format().words(program.file(), arguments)
                        : program.format().words(written, arguments));
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
