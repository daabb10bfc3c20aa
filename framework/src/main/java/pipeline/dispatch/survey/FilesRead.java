package pipeline.dispatch.survey;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import pipeline.job.ComputeJob;
import pipeline.job.DeclaredOutput;
import pipeline.job.JobCommand;
import pipeline.job.identity.NamedFiles;
import pipeline.job.identity.Provenance;

/** Finds out which files jobs read. Immutable. */
final class FilesRead {

    private final NamedFiles named;

    FilesRead(Provenance provenance) {
        this.named = new NamedFiles(provenance.files());
    }

    /**
     * Returns the files and directories of its host that a job reads: what it says itself, or those of the maps that it names. What it
     * leaves is compared as an output, and the two ends of a transfer always are.
     */
    List<String> of(ComputeJob job) {
        if (job.isAlways()) {
            return List.of();
        }
        Set<String> left = new HashSet<>();
        job.options().outputs().stream().map(DeclaredOutput::path).forEach(left::add);
        return job.filesRead()
                .map(List::stream)
                .orElseGet(() -> ofMaps(job))
                .distinct()
                .filter(path -> !left.contains(path))
                .toList();
    }

    private Stream<String> ofMaps(ComputeJob job) {
        return job.command() instanceof JobCommand.Transfer
                ? Stream.of()
                : named.of(job).stream().map(NamedFiles.Place::file).sorted();
    }
}
