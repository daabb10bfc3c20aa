package pipeline.source;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A recipe as it was compiled. Immutable.
 *
 * @param file the source file
 * @param recipeClass the binary name of its recipe
 * @param jar its classes, the node programs' among them
 * @param libraries what they need beside Pipeline, in the order of the class path
 * @param sources each file that was compiled, with its SHA-256
 * @param description what {@code //DESCRIPTION} says
 * @param warnings what the compiler, and directives without effect, give reason to say
 */
public record CompiledRecipe(
        Path file,
        String recipeClass,
        Path jar,
        List<Path> libraries,
        Map<Path, String> sources,
        Optional<String> description,
        List<String> warnings) {

    /** Returns what a class loader for the recipe reads, and what node programs need on their hosts. */
    public List<Path> classPath() {
        List<Path> all = new ArrayList<>(List.of(jar));
        all.addAll(libraries);
        return List.copyOf(all);
    }

    /** Makes a class loader for the recipe; to be closed with the run. */
    public URLClassLoader open(ClassLoader parent) {
        List<URL> urls = new ArrayList<>();
        for (Path path : classPath()) {
            try {
                urls.add(path.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalStateException("every file has a URL", e);
            }
        }
        return new URLClassLoader(name(), urls.toArray(URL[]::new), parent);
    }

    /** Returns the sources that are not as they were when they were compiled. */
    public List<Path> changedSources() {
        return sources.entrySet().stream()
                .filter(source -> !SourceDigests.isUnchanged(source.getKey(), source.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private String name() {
        return RecipeFile.name(file);
    }
}
