package pipeline.dispatch.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.config.Configuration;
import pipeline.config.Section;

/**
 * What a job finds on its host; may differ from host to host.
 *
 * @param engine where programs and libraries lie on the host
 * @param init POSIX sh run before each job; may be empty
 * @param nodeDirectory where files are kept on the node; empty for {@code /var/tmp/pipeline-<uid>}
 * @param workingDirectory where jobs start; null for the login directory
 */
public record NodeSettings(
        Engine engine,
        String init,
        String nodeDirectory,
        @Nullable String workingDirectory) {

    /**
     * The keys of {@code [deploy]}.
     *
     * @param pythonPath put before PYTHONPATH
     * @param libraryPath put before LD_LIBRARY_PATH
     * @param classPath put behind the node jar for Java node programs
     * @param jobWrapper the words of a program of the host that is put before the program of every job, and starts it; may be empty
     * @param javaHome whose {@code bin/java} runs Java node programs; null for JAVA_HOME there, or the {@code java} of
     *     the PATH
     */
    public record Engine(
            List<String> pythonPath,
            List<String> libraryPath,
            List<String> classPath,
            List<String> jobWrapper,
            @Nullable String javaHome) {}

    /** Reads what holds for one host; what is wrong is reported to the configuration. */
    static NodeSettings from(Configuration configuration, String host) {
        return from(configuration.section("deploy", host), configuration.section("remote", host));
    }

    /** Reads every key once, so that what is wrong for any host is reported before anything starts. */
    static void declare(Configuration configuration) {
        from(configuration.section("deploy"), configuration.section("remote"));
    }

    /** Returns the same settings with a directory to start in where there is none, and in which a relative one lies. */
    NodeSettings startingIn(String directory) {
        if (workingDirectory == null) {
            return new NodeSettings(engine, init, nodeDirectory, directory);
        }
        return workingDirectory.startsWith("/")
                ? this
                : new NodeSettings(engine, init, nodeDirectory, directory + "/" + workingDirectory);
    }

    /** Returns the same settings with another place for the node's files. */
    NodeSettings keepingFilesIn(String directory) {
        return new NodeSettings(engine, init, directory, workingDirectory);
    }

    private static NodeSettings from(Section deploy, Section remote) {
        return new NodeSettings(
                new Engine(
                        deploy.places("engine_ppath"),
                        deploy.places("engine_lpath"),
                        deploy.places("engine_classpath"),
                        deploy.places("job_wrapper"),
                        deploy.place("java_home").orElse(null)),
                remote.text("init", ""),
                remote.place("node_directory").orElse(""),
                remote.place("working_directory").orElse(null));
    }
}
