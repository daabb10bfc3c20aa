package pipeline.dispatch.fingerprint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.NodeFiles;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.NodeSettings;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.job.ParameterFile;
import pipeline.job.Scratch;
import pipeline.job.identity.Fingerprint;
import pipeline.job.identity.Fingerprint.Aspect;
import pipeline.job.identity.Lineage;
import pipeline.job.identity.Provenance;
import pipeline.text.Digests;
import pipeline.text.Json;

/** Finds out what jobs would do if they ran now. Thread-safe. */
public final class Fingerprints {

    private final DispatchSettings settings;
    private final NodeFiles files;
    private final ProgramDigests programs = new ProgramDigests();

    /**
     * Makes one.
     *
     * @param settings of the hosts as they are reached
     * @param files returns the content of node scripts
     */
    public Fingerprints(DispatchSettings settings, NodeFiles files) {
        this.settings = settings;
        this.files = files;
    }

    /**
     * Returns what the jobs of a call would do, in their order.
     *
     * @param provenance where the jobs come from
     * @throws pipeline.dispatch.attempt.NodeScriptException if a node script cannot be read
     */
    public List<Fingerprint> of(List<ComputeJob> jobs, Provenance provenance) {
        Lineage before = provenance.before();
        JobOrigins origins = new JobOrigins(provenance);
        Map<Alike, Fingerprint> known = new HashMap<>();
        List<Fingerprint> fingerprints = new ArrayList<>(jobs.size());
        for (ComputeJob job : jobs) {
            Alike alike = Alike.of(job);
            fingerprints.add(origins.addTo(
                    alike == null ? find(job, before) : known.computeIfAbsent(alike, key -> find(job, before)), job));
        }
        return fingerprints;
    }

    /**
     * Returns what a job does that was pulled from the table, on this machine.
     *
     * @param brought what was noted when it was brought into the table; null if nothing
     * @throws pipeline.dispatch.attempt.NodeScriptException if its node script cannot be read
     */
    public Fingerprint ofPulled(ComputeJob job, @Nullable Fingerprint brought) {
        Fingerprint here = find(job, Lineage.NONE);
        return brought == null ? here : here.madeFromAs(brought);
    }

    /** Jobs that say nothing of themselves but what runs: those on one host with one program would do the same beside their keys. */
    private record Alike(String host, String program) {
        static @Nullable Alike of(ComputeJob job) {
            boolean isPlain = job.key().isEmpty()
                    && job.environment().isEmpty()
                    && job.secrets().isEmpty()
                    && job.workingDirectory().isEmpty()
                    && job.gang().isEmpty()
                    && job.madeFrom().isEmpty()
                    && parameters(job).isEmpty();
            return isPlain ? new Alike(job.host(), program(job.command())) : null;
        }

        private static String program(JobCommand work) {
            if (work instanceof JobCommand.Script script) {
                return "script " + script.file();
            }
            return work instanceof JobCommand.Program program ? "program " + program.className() : "command";
        }
    }

    private Fingerprint find(ComputeJob job, Lineage before) {
        NodeSettings node = settings.node(job.host());
        Fingerprint.Builder all = new Fingerprint.Builder();
        String directory = directory(job, node);
        if (directory != null) {
            all.add(Aspect.DIRECTORY, directory);
        }
        if (!node.init().isEmpty()) {
            all.add(Aspect.INIT, Digests.shortened(node.init()));
        }
        engine(all, node.engine(), job.command());
        code(all, job.command());
        job.environment().forEach((name, value) -> all.add(Aspect.ENVIRONMENT, name, Digests.shortened(value)));
        job.secrets()
                .values()
                .forEach((name, value) -> all.add(Aspect.ENVIRONMENT, name, Digests.shortened(name + '\0' + value)));
        parameters(job).ifPresent(file -> all.add(Aspect.CODE, file.name(), Digests.shortened(file.text())));
        if (job.key().isPresent()) {
            all.add(Aspect.ARGUMENTS, Digests.shortened(Json.write(job.command().toJson())));
        }
        job.gang().ifPresent(seat -> all.add(Aspect.GANG, seat.rank() + " of " + seat.size()));
        job.madeFrom()
                .ifPresentOrElse(
                        digest -> {
                            if (!digest.isEmpty()) {
                                all.add(Aspect.MADE_FROM, digest);
                            }
                        },
                        () -> before.parts().forEach((step, digest) -> all.add(Aspect.MADE_FROM, step, digest)));
        return all.build();
    }

    private static Optional<ParameterFile> parameters(ComputeJob job) {
        return job.options().scratch().flatMap(Scratch::parameters);
    }

    /** A relative directory of the job's own may begin where the master was started. */
    private static @Nullable String directory(ComputeJob job, NodeSettings node) {
        String start = node.workingDirectory();
        return job.workingDirectory()
                .map(own -> own.startsWith("/") || start == null ? own : start + "/" + own)
                .orElse(start);
    }

    private static void engine(Fingerprint.Builder all, NodeSettings.DeploySettings engine, JobCommand work) {
        path(all, "engine_ppath", engine.pythonPath());
        path(all, "engine_lpath", engine.libraryPath());
        path(all, "job_wrapper", engine.jobWrapper());
        if (work instanceof JobCommand.Program) {
            path(all, "engine_classpath", engine.classPath());
            String home = engine.javaHome();
            if (home != null) {
                all.add(Aspect.ENGINE, "java_home", home);
            }
        }
    }

    private static void path(Fingerprint.Builder all, String key, List<String> directories) {
        if (!directories.isEmpty()) {
            all.add(Aspect.ENGINE, key, Digests.shortened(String.join(":", directories)));
        }
    }

    private void code(Fingerprint.Builder all, JobCommand work) {
        if (work instanceof JobCommand.Script script) {
            all.add(Aspect.CODE, String.valueOf(script.file().getFileName()), files.digest(script.file()));
        } else if (work instanceof JobCommand.Program program) {
            String className = program.className();
            String name = className.substring(className.lastIndexOf('.') + 1);
            programs.of(className).ifPresent(digest -> all.add(Aspect.CODE, name, digest));
            files.digestOfOthers(className)
                    .ifPresent(digest -> all.add(Aspect.CODE, "what comes along with " + name, digest));
        }
    }
}
