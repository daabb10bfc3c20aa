package pipeline.dispatch.attempt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.remote.NodeFile;
import pipeline.remote.RemoteHost;

/**
 * Brings each job the files it needs on its host: the node jar for Java node programs; the script and the Python helper
 * for node scripts. Each file goes to a host once. Thread-safe.
 */
public final class NodeFiles {

    private static final String NODE_JAR = "pipeline-node.jar";
    private static final String PYTHON_HELPER = "pipeline_node.py";

    /** Hexadecimal digits of a SHA-256 that tell one file from another. */
    private static final int DIGEST_LENGTH = 32;

    /**
     * Where the files of a job are on its host.
     *
     * @param file the jar or the script; empty if the job needs none
     * @param interpreter what runs the script
     * @param pythonDirectory holds the Python helper; null if the job needs none
     */
    record Paths(
            String file, List<String> interpreter, @Nullable String pythonDirectory) {
        static final Paths NONE = new Paths("", List.of(), null);
    }

    private record Place(String host, String sha256) {}

    /** Opens a file that is part of this program. */
    public interface Resources {
        @Nullable
        InputStream open(String name) throws IOException;
    }

    private final Resources program;
    private final Map<Path, NodeScript> scripts = new ConcurrentHashMap<>();
    private final Map<String, NodeFile> resources = new ConcurrentHashMap<>();
    private final Map<Place, CompletableFuture<String>> brought = new ConcurrentHashMap<>();

    public NodeFiles(Resources program) {
        this.program = program;
    }

    /** Returns the files for nodes that come with this program itself. */
    public static NodeFiles ofThisProgram() {
        return new NodeFiles(name -> NodeFiles.class.getResourceAsStream("/" + name));
    }

    /**
     * Makes sure that every script of the jobs can be read.
     *
     * @throws NodeScriptException at the first that cannot
     */
    public void check(Collection<ComputeJob> jobs) {
        for (ComputeJob job : jobs) {
            if (job.command() instanceof JobCommand.Script script) {
                scripts.computeIfAbsent(script.file(), NodeScript::read);
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

    /** Brings what a job needs and gives the paths on the host; fails as {@link RemoteHost#put} does. */
    CompletableFuture<Paths> bring(RemoteHost host, JobCommand work, String nodeDirectory) {
        if (work instanceof JobCommand.Program) {
            return put(host, resource(NODE_JAR), nodeDirectory).thenApply(path -> new Paths(path, List.of(), null));
        }
        if (work instanceof JobCommand.Script script) {
            NodeScript file = scripts.computeIfAbsent(script.file(), NodeScript::read);
            return put(host, resource(PYTHON_HELPER), nodeDirectory)
                    .thenCombine(
                            put(host, file.file(), nodeDirectory),
                            (helper, path) ->
                                    new Paths(path, file.interpreter(), helper.substring(0, helper.lastIndexOf('/'))));
        }
        return CompletableFuture.completedFuture(Paths.NONE);
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
