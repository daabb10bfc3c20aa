package pipeline.source;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import pipeline.source.Declarations.Declaration;
import pipeline.text.Digests;

/** Makes recipes out of source files, without a build. Thread-safe, also between processes. */
public final class RecipeCompiler {

    /** The oldest Java that nodes may have, unless a file wants a newer one. */
    private static final int OLDEST_JAVA = 17;

    private final JarCache cache;
    private final Libraries libraries;
    private final List<Path> ownClassPath;

    /**
     * Makes a compiler.
     *
     * @param cache the directory for compiled recipes; made if it is not there
     * @param clock says what in the cache is old
     * @param resolver finds what {@code //DEPS} names
     * @param ownClassPath Pipeline itself
     */
    public RecipeCompiler(Path cache, Clock clock, DependencyResolver resolver, List<Path> ownClassPath) {
        this.cache = new JarCache(cache, clock);
        this.libraries = new Libraries(resolver);
        this.ownClassPath = List.copyOf(ownClassPath);
    }

    /** Returns the class path of this process. */
    public static List<Path> ownClassPath() {
        return Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList();
    }

    /**
     * Returns a recipe as it is in its source file now: compiled, or found as it was compiled before.
     *
     * @throws SourceException if it cannot be read or compiled, or its libraries cannot be had; the message has the positions
     *     of all errors
     */
    public CompiledRecipe compile(Path given) throws SourceException {
        RecipeFile file = RecipeFile.read(given);
        List<String> options = options(file);
        String key = key(file, options);
        CompiledRecipe known = cache.find(key, file).orElse(null);
        return known != null ? known : compile(file, options, key);
    }

    private CompiledRecipe compile(RecipeFile file, List<String> options, String key) throws SourceException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new SourceException("%s has to be compiled, and the Java in %s has no compiler;"
                            .formatted(RecipeFile.name(file.file()), System.getProperty("java.home"))
                    + " install a JDK (openjdk-17-jdk-headless), or set JAVA_HOME to one");
        }
        List<Path> jars = libraries.of(file);
        List<Path> classPath = new ArrayList<>(jars);
        classPath.addAll(ownClassPath);
        JavaCompilation.Result result = new JavaCompilation(compiler).compile(file, options, classPath);
        List<String> warnings = new ArrayList<>(result.warnings());
        file.directives()
                .withoutEffect()
                .forEach(directive ->
                        warnings.add("%s: %s has no effect here".formatted(RecipeFile.name(file.file()), directive)));
        byte[] jar = new RecipeJar()
                .withClasses(result.classes())
                .withFiles(resources(file))
                .bytes();
        try {
            Map<Path, String> sources = SourceDigests.of(result.files());
            // as it was read; if it has changed since, the next start sees it
            sources.put(file.file(), file.digest());
            CompiledRecipe made = new CompiledRecipe(
                    file.file(),
                    recipe(file, result),
                    file.file(),
                    jars,
                    sources,
                    file.directives().description(),
                    warnings);
            return cache.keep(key, made, SourceDigests.ofDirectories(result.directories()), jar);
        } catch (IOException e) {
            throw new SourceException(
                    RecipeFile.name(file.file()) + " is compiled, but cannot be kept: " + e
                            + "; set XDG_CACHE_HOME to a directory that you may write to",
                    e);
        }
    }

    private static List<String> options(RecipeFile file) throws SourceException {
        int here = Runtime.version().feature();
        Directives.@Nullable JavaVersion wanted = file.directives().java().orElse(null);
        int release = wanted == null ? OLDEST_JAVA : wanted.feature();
        if (wanted != null && release > here) {
            throw new SourceException(
                    "%s:%d:1: it wants Java %d, and this is Java %d; set JAVA_HOME to a JDK %d or newer"
                            .formatted(RecipeFile.name(file.file()), wanted.line(), release, here, release));
        }
        List<String> options = new ArrayList<>(List.of(
                "-proc:none", "-parameters", "-g", "--release", String.valueOf(Math.max(release, OLDEST_JAVA))));
        if (file.directives().javacOptions().isEmpty()) {
            options.add("-Xlint:none");
        }
        options.addAll(file.directives().javacOptions());
        return options;
    }

    /** A digest of all that may change what is compiled, but for other sources, which are looked at apart. */
    private String key(RecipeFile file, List<String> options) throws SourceException {
        List<String> parts = new ArrayList<>(List.of(
                System.getProperty("java.runtime.version", ""),
                file.file().toString(),
                file.digest(),
                options.toString()));
        try {
            for (Path root : file.roots()) {
                parts.add(root.toString());
            }
            for (Path source : file.sources()) {
                parts.add(source.toString());
            }
            for (Path resource : resourceFiles(file).values()) {
                parts.add(mark(resource));
            }
            for (Path jar : Libraries.beside(file)) {
                parts.add(mark(jar));
            }
            for (Path own : ownClassPath) {
                parts.add(mark(own));
            }
        } catch (IOException e) {
            throw new SourceException("what belongs to recipe %s cannot be read: %s".formatted(file.file(), e), e);
        }
        return Digests.shortened(String.join("\n", parts));
    }

    private static String mark(Path file) throws IOException {
        return Files.exists(file)
                ? file + " " + Files.size(file) + " "
                        + Files.getLastModifiedTime(file).toMillis()
                : file + " none";
    }

    private static Map<String, byte[]> resources(RecipeFile file) throws SourceException {
        SortedMap<String, byte[]> contents = new TreeMap<>();
        for (Map.Entry<String, Path> resource : resourceFiles(file).entrySet()) {
            try {
                contents.put(resource.getKey(), Files.readAllBytes(resource.getValue()));
            } catch (IOException e) {
                throw new SourceException(
                        "%s: //FILES: %s cannot be read: %s"
                                .formatted(RecipeFile.name(file.file()), resource.getValue(), e),
                        e);
            }
        }
        return contents;
    }

    /** The files of {@code //FILES} by their names in the jar: {@code name=file}, {@code directory/=pattern} or {@code pattern}. */
    private static SortedMap<String, Path> resourceFiles(RecipeFile file) throws SourceException {
        SortedMap<String, Path> files = new TreeMap<>();
        for (String given : file.directives().files()) {
            int equal = given.indexOf('=');
            String target = equal < 0 ? "" : given.substring(0, equal);
            String pattern = given.substring(equal + 1);
            String place = pattern.substring(0, pattern.lastIndexOf('/') + 1);
            for (Path path : file.matches("//FILES", pattern)) {
                String name = RecipeFile.name(path);
                files.put(
                        equal < 0 ? place + name : target.isEmpty() || target.endsWith("/") ? target + name : target,
                        path);
            }
        }
        return files;
    }

    /** The one class of the file that can run: the one that is called as the file, if there are several. */
    private static String recipe(RecipeFile file, JavaCompilation.Result result) throws SourceException {
        String name = RecipeFile.name(file.file());
        List<Declaration> recipes = result.declarations().values().stream()
                .filter(type -> type.isRecipe() && !type.isAbstract() && !type.isNested())
                .filter(type -> type.position().fileName().equals(name))
                .toList();
        List<Declaration> named = recipes.stream()
                .filter(type -> name.equals(type.simpleName() + ".java"))
                .toList();
        List<Declaration> candidates = recipes.size() > 1 ? named : recipes;
        if (candidates.size() == 1) {
            return candidates.get(0).binaryName();
        }
        if (recipes.isEmpty()) {
            throw new SourceException(
                    name + " has no recipe: no class in it that is not nested, not abstract, and extends"
                            + " pipeline.recipe.Recipe");
        }
        throw new SourceException("%s has several recipes (%s): keep one in a file, or give one the name of the file"
                .formatted(
                        name,
                        String.join(
                                ", ",
                                recipes.stream().map(Declaration::binaryName).toList())));
    }
}
