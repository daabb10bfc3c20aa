package pipeline.source.maven;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.aether.RepositoryException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactDescriptorRequest;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.util.artifact.ArtifactIdUtils;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import pipeline.source.DependencyResolver;

/**
 * Finds jars in the local repository of Maven first, and only if one is missing there in the repositories of Maven's settings and
 * of the file. Thread-safe.
 */
public final class MavenDependencies implements DependencyResolver {

    /** The names that JBang knows. */
    private static final Map<String, String> KNOWN_REPOSITORIES = Map.of(
            "mavencentral", "https://repo1.maven.org/maven2/",
            "central", "https://repo1.maven.org/maven2/",
            "google", "https://maven.google.com/",
            "jitpack", "https://jitpack.io/");

    private static final String BILL_OF_MATERIALS = "pom";

    private final boolean isOffline;
    private final Consumer<String> progress;
    private final Map<String, String> userProperties;

    /**
     * Makes a resolver.
     *
     * @param isOffline whether the network is never asked
     * @param progress hears before the network is asked
     * @param userProperties such as {@code maven.repo.local}, as Maven's {@code -D} sets them
     */
    public MavenDependencies(boolean isOffline, Consumer<String> progress, Map<String, String> userProperties) {
        this.isOffline = isOffline;
        this.progress = progress;
        this.userProperties = Map.copyOf(userProperties);
    }

    @Override
    public List<Path> resolve(List<String> coordinates, List<String> repositories) throws IOException {
        List<Artifact> artifacts = new ArrayList<>();
        for (String text : coordinates) {
            artifacts.add(Coordinates.read(text));
        }
        List<RemoteRepository> own = new ArrayList<>();
        for (String text : repositories) {
            own.add(repository(text));
        }
        try {
            return resolve(artifacts, own, true);
        } catch (RepositoryException e) {
            if (isOffline) {
                throw new IOException(e.getMessage() + "; start once without --offline", e);
            }
        }
        progress.accept("loading " + String.join(" ", coordinates));
        try {
            return resolve(artifacts, own, false);
        } catch (RepositoryException e) {
            throw new IOException(
                    e.getMessage()
                            + "; look at the coordinates, //REPOS and ~/.m2/settings.xml, or put the jar into lib/",
                    e);
        }
    }

    private List<Path> resolve(List<Artifact> artifacts, List<RemoteRepository> own, boolean offline)
            throws RepositoryException {
        ContextOverrides overrides = ContextOverrides.create()
                .withUserSettings(true)
                .userProperties(new HashMap<>(userProperties))
                .repositories(own)
                .addRepositoriesOp(ContextOverrides.AddRepositoriesOp.APPEND)
                .offline(offline)
                .build();
        try (Context context = new StandaloneStaticRuntime().create(overrides)) {
            CollectRequest collect = new CollectRequest();
            collect.setRepositories(context.remoteRepositories());
            for (Artifact artifact : artifacts) {
                if (artifact.getExtension().equals(BILL_OF_MATERIALS)) {
                    ArtifactDescriptorRequest request =
                            new ArtifactDescriptorRequest(artifact, context.remoteRepositories(), "");
                    context.repositorySystem()
                            .readArtifactDescriptor(context.repositorySystemSession(), request)
                            .getManagedDependencies()
                            .forEach(collect::addManagedDependency);
                } else {
                    collect.addDependency(new Dependency(withVersion(artifact, collect), JavaScopes.RUNTIME));
                }
            }
            DependencyRequest request =
                    new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME));
            return context
                    .repositorySystem()
                    .resolveDependencies(context.repositorySystemSession(), request)
                    .getArtifactResults()
                    .stream()
                    .map(ArtifactResult::getArtifact)
                    .map(artifact -> artifact.getFile().toPath())
                    .toList();
        }
    }

    /** A bill of materials manages what others need; what the file names itself without a version gets it from there here. */
    private static Artifact withVersion(Artifact artifact, CollectRequest collect) {
        if (!artifact.getVersion().isEmpty()) {
            return artifact;
        }
        String name = ArtifactIdUtils.toVersionlessId(artifact);
        return collect.getManagedDependencies().stream()
                .map(Dependency::getArtifact)
                .filter(managed -> ArtifactIdUtils.toVersionlessId(managed).equals(name))
                .findFirst()
                .map(managed -> artifact.setVersion(managed.getVersion()))
                .orElse(artifact);
    }

    private static RemoteRepository repository(String text) throws IOException {
        int equal = text.indexOf('=');
        String url = KNOWN_REPOSITORIES.getOrDefault(text, text.substring(equal + 1));
        if (!url.contains(":/")) {
            throw new IOException("//REPOS: " + text + " is no repository; write a URL, name=URL or one of "
                    + String.join(
                            ", ", KNOWN_REPOSITORIES.keySet().stream().sorted().toList()));
        }
        String name = equal > 0 ? text.substring(0, equal) : url.replaceAll("[^A-Za-z0-9]+", "-");
        return new RemoteRepository.Builder(name, "default", url).build();
    }
}
