package pipeline.dispatch.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.config.Configuration;
import pipeline.config.Section;
import pipeline.job.Scratch;
import pipeline.text.ShellQuoting;

/**
 * What a job finds on its host; may differ from host to host.
 *
 * @param engine where programs and libraries lie on the host
 * @param init POSIX sh run before each job; may be empty
 * @param nodeDirectory where files are kept on the node; empty for {@code /var/tmp/pipeline-<uid>}
 * @param workingDirectory where jobs start; null for the login directory
 * @param scratch in which the directories of jobs on scratch are made; null for the node directory
 * @param places what must be there before a job starts
 */
public record NodeSettings(
        DeploySettings engine,
        String init,
        String nodeDirectory,
        @Nullable String workingDirectory,
        @Nullable String scratch,
        List<RequiredPlace> places) {

    public NodeSettings {
        places = List.copyOf(places);
    }

    /** Makes settings that require nothing. */
    public NodeSettings(
            DeploySettings engine,
            String init,
            String nodeDirectory,
            @Nullable String workingDirectory,
            @Nullable String scratch) {
        this(engine, init, nodeDirectory, workingDirectory, scratch, List.of());
    }

    /** Makes settings that do not say where scratch directories are. */
    public NodeSettings(DeploySettings engine, String init, String nodeDirectory, @Nullable String workingDirectory) {
        this(engine, init, nodeDirectory, workingDirectory, null);
    }

    /**
     * The keys of {@code [deploy]}.
     *
     * @param pythonPath put before PYTHONPATH
     * @param libraryPath put before LD_LIBRARY_PATH
     * @param classPath put behind the node jar for Java node programs
     * @param jobWrapper the words of a program of the host that is put before the program of every job, and starts it, see
     *     {@link JobWrapper}; may be empty
     * @param javaHome whose {@code bin/java} runs Java node programs; null for JAVA_HOME there, or the {@code java} of
     *     the PATH
     */
    public record DeploySettings(
            List<String> pythonPath,
            List<String> libraryPath,
            List<String> classPath,
            List<String> jobWrapper,
            @Nullable String javaHome) {}

    /** Reads what holds for one host; what is wrong is reported to the configuration. */
    static NodeSettings from(Configuration configuration, String host) {
        return from(
                configuration.section("deploy", host),
                configuration.section("remote", host),
                configuration.section("docker"));
    }

    /** Reads every key once, so that what is wrong for any host is reported before anything starts. */
    static void declare(Configuration configuration) {
        from(configuration.section("deploy"), configuration.section("remote"), configuration.section("docker"));
    }

    /** Returns the same settings with a directory to start in where there is none, and in which a relative one lies. */
    NodeSettings startingIn(String directory) {
        if (workingDirectory == null) {
            return new NodeSettings(engine, init, nodeDirectory, directory, scratch, places);
        }
        return workingDirectory.startsWith("/")
                ? this
                : new NodeSettings(engine, init, nodeDirectory, directory + "/" + workingDirectory, scratch, places);
    }

    /** Returns the same settings with another place for the node's files. */
    NodeSettings keepingFilesIn(String directory) {
        return new NodeSettings(engine, init, directory, workingDirectory, scratch, places);
    }

    /** Returns the same settings with places that must be there. */
    NodeSettings requiring(List<RequiredPlace> others) {
        return new NodeSettings(engine, init, nodeDirectory, workingDirectory, scratch, others);
    }

    private static NodeSettings from(Section deploy, Section remote, Section docker) {
        return new NodeSettings(
                new DeploySettings(
                        deploy.places("engine_ppath"),
                        deploy.places("engine_lpath"),
                        deploy.places("engine_classpath"),
                        JobWrapper.from(deploy, remote, docker),
                        deploy.place("java_home").orElse(null)),
                remote.text("init", ""),
                remote.place("node_directory").orElse(""),
                remote.place("working_directory").orElse(null),
                scratch(remote));
    }

    private static @Nullable String scratch(Section remote) {
        String base = remote.place("scratch").orElse(null);
        if (base != null && !Scratch.isBase(base)) {
            remote.problem("scratch", "must begin with / or ~/, but was " + ShellQuoting.quote(base));
            return null;
        }
        return base;
    }
}
