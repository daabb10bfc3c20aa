package pipeline.recipes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.JobLabel;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.MapfileException;
import pipeline.nodes.ChecksumNode;
import pipeline.recipe.Description;
import pipeline.recipe.Input;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;
import pipeline.recipe.ResultTable;

/** Takes the SHA-256 of every file of a map where it lies, and writes a manifest and an output map. */
@Description(
        value = "Takes the SHA-256 of every file of a map, on the host that holds it.",
        arguments = "MAPFILE",
        details = {
            "Writes a manifest that sha256sum -c accepts, with the names of the map, and an output map in which what"
                    + " failed is marked skip.",
            "Where hosts hold different files under one name, ask for a manifest for each host: put {host} into the"
                    + " name that you give to --manifest.",
        },
        exampleMap = "localhost = [ /etc/passwd ]",
        example = "--mini-cluster first.mapfile")
public final class Checksum extends Recipe {

    private static final int MOST_NAMED = 20;

    private final Input<Optional<Path>> manifest =
            input("manifest", "where to write the checksums").path().optional("SHA256SUMS in the job directory");
    private final Input<Optional<Path>> outputMap = input("output-map", "where to write the map")
            .outputFile()
            .optional("MAP.checksum.mapfile in the job directory");

    private final Output<String> files =
            output("files", "how many have a checksum, and their size").text();
    private final Output<String> withoutChecksum = output("without_checksum", "files whose job ended well without one")
            .text()
            .optional();
    private final Output<String> manifests =
            output("manifest", "the files with the checksums").text();
    private final Output<Path> writtenMap =
            output("output_map", "the map with what failed marked skip").path();
    private final Output<ResultTable> checksums = output(
                    "checksums", "a row for each file, or for each host if there are many files")
            .table();

    @Override
    protected int run() throws Exception {
        noArgumentsAfter(1);
        ChecksumManifest sums =
                new ChecksumManifest(manifest.get().orElse(jobDirectory().resolve("SHA256SUMS")));
        Path mapOut = outputMap.get().orElseGet(this::defaultOutputMap);
        manifest.get().ifPresent(file -> outputFile(sums.fileFor("host")));
        DataMap map = mapfile(0);
        ChecksumReport report = new ChecksumReport(map, scheduleJobs(jobs(map)));
        report.withoutSum().forEach(this::complain);
        report.sums().forEach(sums::add);
        sums.write();
        writeMap(mapOut, report.outputMap());
        files.set(report.counts());
        if (!report.withoutSum().isEmpty()) {
            withoutChecksum.set(named(report.withoutSum()));
        }
        manifests.set(sums.files());
        writtenMap.set(mapOut);
        checksums.set(report.table());
        return error.isSet() ? 1 : 0;
    }

    /** An answer that is no checksum costs its own entry. */
    private void complain(ChecksumReport.Unsummed file) {
        error.set();
        logger().error(
                        "{} has no checksum: its job {} ended well, but what it gave back is none; is the node program there one"
                                + " of another version? Run it again with --fresh",
                        file,
                        file.outcome().attempt().map(Attempt::number).orElse(0L));
    }

    private static String named(List<ChecksumReport.Unsummed> files) {
        String some = files.stream()
                .limit(MOST_NAMED)
                .map(ChecksumReport.Unsummed::toString)
                .collect(Collectors.joining("; "));
        return files.size() > MOST_NAMED ? some + "; and " + (files.size() - MOST_NAMED) + " more" : some;
    }

    @Override
    protected Optional<List<ComputeJob>> source() throws MapfileException {
        noArgumentsAfter(1);
        return Optional.of(jobs(mapfile(0)));
    }

    private List<ComputeJob> jobs(DataMap map) {
        List<ComputeJob> jobs = new ArrayList<>();
        for (MapEntry entry : map.active()) {
            for (String file : entry.activeFiles()) {
                jobs.add(nodeJob(entry.host(), ChecksumNode.class, file)
                        .label(JobLabel.shortened(file))
                        .reads(file));
            }
        }
        return jobs;
    }

    private Path defaultOutputMap() {
        // of files that were found on hosts the pattern is all that is there for a name
        String name = String.valueOf(Path.of(arg(0, "MAPFILE")).getFileName()).replaceAll("[*?\\[\\]]+", "_");
        String stem = name.endsWith(".mapfile") ? name.substring(0, name.length() - ".mapfile".length()) : name;
        return jobDirectory().resolve(stem + ".checksum.mapfile");
    }
}
