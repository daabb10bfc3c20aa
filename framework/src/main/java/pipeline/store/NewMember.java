package pipeline.store;

import java.util.Objects;

/**
 * A process that is about to run jobs of the table.
 *
 * @param command the command line, without anything secret
 * @param shares whether a master may join another one of the same job name
 * @param version of its code; empty if it is not known
 * @param outputDirectory where what its jobs print is kept, on its machine; empty if it is not known
 */
public record NewMember(
        Kind kind,
        String recipe,
        String jobName,
        String command,
        boolean shares,
        String version,
        ProcessIdentity process,
        String outputDirectory) {

    /** What kind of process. */
    public enum Kind {
        /** Runs a recipe. */
        MASTER,
        /** Pulls jobs from the table. */
        WORKER
    }

    public NewMember {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(recipe, "recipe is null");
        Objects.requireNonNull(jobName, "jobName is null");
        Objects.requireNonNull(command, "command is null");
        Objects.requireNonNull(version, "version is null");
        Objects.requireNonNull(process, "process is null");
        Objects.requireNonNull(outputDirectory, "outputDirectory is null");
    }
}
