package pipeline.dispatch.attempt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.remote.NodeFile;
import pipeline.remote.RemoteHost;

/**
 * Brings each job the files it needs on its host: the node jar and those of the recipe for Java node programs; the script and the
 * Python helper for node scripts. Each file goes to a host once. Thread-safe.
 */
public final class NodeFiles {

    private static final String NODE_JAR = "pipeline-node.jar";
    private static final String PYTHON_HELPER = "pipeline_node.py";

    /** Comes along with the scripts that name it. */
    private static final String PYTHON_PARSETS = "pipeline_parset.py";

    /** Hexadecimal digits of a SHA-256 that distinguish one file from another. */
    private static final int DIGEST_LENGTH = 32;

    /**
     * Where the files of a job are on its host.
     *
     * @param file the script, or the class path of a Java node program; empty if the job needs none
     * @param interpreter what runs the script
     * @param pythonPath the directories of the Python modules that come along
     */
    record PathsOnHost(String file, List<String> interpreter, List<String> pythonPath) {
        static final PathsOnHost NONE = new PathsOnHost("", List.of(), List.of());
    }

    private record Place(String host, String sha256) {}

    /** Opens a file that is part of this program. */
    public interface Resources {
        @Nullable
        InputStream open(String name) throws IOException;
    }

    private final Resources program;
    private final ProgramClassPath classPath;
    private final Map<Path, NodeScript> scripts = new ConcurrentHashMap<>();
    private final Map<String, NodeFile> resources = new ConcurrentHashMap<>();
    private final Map<Place, CompletableFuture<String>> brought = new ConcurrentHashMap<>();

    /**
     * Makes the files of a run; node programs are looked for as the calling thread's class loader finds them.
     *
     * @param program opens what is part of this program
     */
    public NodeFiles(Resources program) {
        this.program = program;
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        this.classPath = new ProgramClassPath(
                context != null ? context : NodeFiles.class.getClassLoader(), () -> resource(NODE_JAR));
    }

    /** Returns the files for nodes that come with this program itself. */
    public static NodeFiles ofThisProgram() {
        return new NodeFiles(name -> NodeFiles.class.getResourceAsStream("/" + name));
    }

    /**
     * Makes sure that every script and every jar of the jobs can be read, and that every Java node program is one.
     *
     * @param hasOwnClasses returns whether a host may have classes that are not brought to it
     * @throws NodeScriptException at the first that cannot, or is none
     */
    public void check(Collection<ComputeJob> jobs, Predicate<String> hasOwnClasses) {
        for (ComputeJob job : jobs) {
            if (job.command() instanceof JobCommand.Script script) {
                scripts.computeIfAbsent(script.file(), NodeScript::read);
            } else if (job.command() instanceof JobCommand.Program program) {
                classPath.of(program.className());
                classPath
                        .fault(program.className(), hasOwnClasses.test(job.host()))
                        .ifPresent(fault -> {
                            throw new NodeScriptException(fault, null);
                        });
            }
        }
    }

    /**
     * Returns a digest of the content of a node script, which is the one that is brought to the hosts.
     *
     * @throws NodeScriptException if it cannot be read
     */
    public String digest(Path script) {
        return scripts.computeIfAbsent(script, NodeScript::read).file().sha256().substring(0, DIGEST_LENGTH);
    }

    /**
     * Returns a digest of what is brought to the hosts with a Java node program beside its own classes: files and libraries.
     *
     * @return empty if there is nothing
     * @throws NodeScriptException if a jar cannot be read
     */
    public Optional<String> digestOfOthers(String className) {
        return classPath.digestOfOthers(className);
    }

    /** Brings what a job needs and gives the paths on the host; fails as {@link RemoteHost#put} does. */
    CompletableFuture<PathsOnHost> bring(RemoteHost host, JobCommand work, String nodeDirectory) {
        if (work instanceof JobCommand.Program program) {
            List<NodeFile> jars = new ArrayList<>(List.of(resource(NODE_JAR)));
            jars.addAll(classPath.of(program.className()));
            return putAll(host, jars, nodeDirectory)
                    .thenApply(paths -> new PathsOnHost(String.join(":", paths), List.of(), List.of()));
        }
        if (work instanceof JobCommand.Script script) {
            NodeScript file = scripts.computeIfAbsent(script.file(), NodeScript::read);
            List<NodeFile> files = new ArrayList<>(List.of(file.file(), resource(PYTHON_HELPER)));
            if (file.names("pipeline_parset")) {
                files.add(resource(PYTHON_PARSETS));
            }
            return putAll(host, files, nodeDirectory)
                    .thenApply(paths -> new PathsOnHost(
                            paths.get(0),
                            file.interpreter(),
                            paths.subList(1, paths.size()).stream()
                                    .map(path -> path.substring(0, path.lastIndexOf('/')))
                                    .toList()));
        }
        return CompletableFuture.completedFuture(PathsOnHost.NONE);
    }

    /** The paths come in the order of the files. */
    private CompletableFuture<List<String>> putAll(RemoteHost host, List<NodeFile> files, String nodeDirectory) {
        CompletableFuture<List<String>> all = CompletableFuture.completedFuture(List.of());
        for (NodeFile file : files) {
            all = all.thenCombine(put(host, file, nodeDirectory), (before, path) -> {
                List<String> paths = new ArrayList<>(before);
                paths.add(path);
                return paths;
            });
        }
        return all;
    }

    private CompletableFuture<String> put(RemoteHost host, NodeFile file, String nodeDirectory) {
        Place place = new Place(host.name(), file.sha256());
        CompletableFuture<String> path = brought.computeIfAbsent(place, key -> host.put(file, nodeDirectory));
        path.whenComplete((ok, failure) -> {
            if (failure != null) {
                brought.remove(place, path);
            }
        });
        return path;
    }

    private NodeFile resource(String name) {
        return resources.computeIfAbsent(name, key -> {
            try (InputStream stream = program.open(key)) {
                if (stream == null) {
                    throw new IllegalStateException(
                            key + " is not part of this program; was it built with mvnw package?");
                }
                return NodeFile.of(key, stream.readAllBytes());
            } catch (IOException e) {
                throw new IllegalStateException(key + " cannot be read from this program", e);
            }
        });
    }
}
