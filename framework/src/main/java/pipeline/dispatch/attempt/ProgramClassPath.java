package pipeline.dispatch.attempt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import pipeline.config.Suggestion;
import pipeline.remote.NodeFile;
import pipeline.text.Digests;

/**
 * Finds the jars on this master that a Java node program needs on its host beside the node jar: the jar that holds it, and if that
 * was loaded for the recipe, the recipe's libraries too. Classes in directories stay here. Thread-safe.
 */
final class ProgramClassPath {

    /** What a build writes about itself and no program reads. */
    private static final List<String> BUILD_NOTES = List.of("META-INF/MANIFEST.MF", "META-INF/maven/");

    private static final String CLASS = ".class";
    private static final String NODE_PROGRAM = "pipeline.node.NodeProgram";

    private static final String UNUSUAL = "[^A-Za-z0-9_.-]";

    private final ClassLoader loader;
    private final Supplier<NodeFile> nodeJar;
    private final Map<String, List<NodeFile>> known = new ConcurrentHashMap<>();
    private final Map<String, Optional<ClassProblem>> faults = new ConcurrentHashMap<>();
    private final Map<Path, NodeFile> read = new ConcurrentHashMap<>();

    private @Nullable Set<String> ownClasses;

    /**
     * Makes one.
     *
     * @param loader finds the programs
     * @param nodeJar what every program gets
     */
    ProgramClassPath(ClassLoader loader, Supplier<NodeFile> nodeJar) {
        this.loader = loader;
        this.nodeJar = nodeJar;
    }

    /**
     * Returns the jars of a program in the order of the class path; none for one that is part of Pipeline, lies in a directory, or
     * is on the hosts only.
     *
     * @throws NodeScriptException if a jar cannot be read
     */
    List<NodeFile> of(String className) {
        return known.computeIfAbsent(className, this::find);
    }

    /**
     * Returns a digest of what a program gets with it beside its own classes: the files in its jar, and the libraries. The classes are
     * compared without what only debuggers need, elsewhere; of a library each byte counts, for what of it is used nobody knows.
     *
     * @return empty if there is nothing
     */
    Optional<String> digestOfOthers(String className) {
        List<NodeFile> jars = of(className);
        SortedMap<String, String> digests = new TreeMap<>();
        for (NodeFile jar : jars) {
            if (jar == jars.get(0)) {
                digests.putAll(files(jar));
            } else {
                digests.put("library " + jar.name(), jar.sha256());
            }
        }
        return digests.isEmpty() ? Optional.empty() : Optional.of(Digests.shortened(digests.toString()));
    }

    private static Map<String, String> files(NodeFile jar) {
        Map<String, String> digests = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar.content()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName();
                if (!entry.isDirectory()
                        && !name.endsWith(CLASS)
                        && BUILD_NOTES.stream().noneMatch(name::startsWith)) {
                    digests.put(name, Digests.shortened(Digests.sha256().digest(zip.readAllBytes())));
                }
            }
        } catch (IOException e) {
            throw new NodeScriptException("%s, which a node program needs, is damaged: %s".formatted(jar.name(), e), e);
        }
        return digests;
    }

    /**
     * Says why a class cannot be a node program, as far as that can be known here.
     *
     * @param mayBeThere whether hosts may have classes of their own
     */
    Optional<String> fault(String className, boolean mayBeThere) {
        return faults.computeIfAbsent(className, this::faultOf)
                .filter(fault -> fault.isOfClass() || !mayBeThere)
                .map(ClassProblem::text);
    }

    private Optional<ClassProblem> faultOf(String className) {
        if (loader.getResource(resource(className)) == null) {
            return ownClasses().contains(resource(className))
                    ? Optional.empty()
                    : Optional.of(new ClassProblem(
                            "there is no node program " + className
                                    + ": the recipe brings no class of this name, and no host has classes of its own; "
                                    + Suggestion.of(className, classes())
                                            .map("did you mean %s?"::formatted)
                                            .orElse("look at the name, or add the directory or jar of the hosts that"
                                                    + " holds it to engine_classpath of [deploy]"),
                            false));
        }
        try {
            for (Class<?> type = Class.forName(className, false, loader); type != null; type = type.getSuperclass()) {
                if (type.getName().equals(NODE_PROGRAM)) {
                    return Optional.empty();
                }
            }
        } catch (ClassNotFoundException | LinkageError e) {
            // what it lacks here the hosts may have
            return Optional.empty();
        }
        return Optional.of(
                new ClassProblem("class " + className + " is no node program: it must extend " + NODE_PROGRAM, true));
    }

    /** Returns the names of the classes that the recipe brings. */
    private List<String> classes() {
        List<String> names = new ArrayList<>();
        for (ClassLoader each = loader; each != null; each = each.getParent()) {
            List<URLClassLoader> some = each instanceof ProgramLoaders recipes
                    ? recipes.all()
                    : each instanceof URLClassLoader urls ? List.of(urls) : List.of();
            for (URLClassLoader one : some) {
                for (URL url : one.getURLs()) {
                    file(url)
                            .filter(Files::isRegularFile)
                            .map(path -> read.computeIfAbsent(path, ProgramClassPath::read))
                            .ifPresent(jar -> names.addAll(classes(jar)));
                }
            }
        }
        return names;
    }

    private static List<String> classes(NodeFile jar) {
        return entries(jar).stream()
                .filter(name -> name.endsWith(CLASS) && name.indexOf('$') < 0)
                .map(name -> name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
                .toList();
    }

    /**
     * Why a class cannot be a node program.
     *
     * @param isOfClass whether it is one of the class itself, wherever it is
     */
    private record ClassProblem(String text, boolean isOfClass) {}

    private List<NodeFile> find(String className) {
        Optional<Path> jar = jarOf(className);
        if (jar.isEmpty() || ownClasses().contains(resource(className))) {
            return List.of();
        }
        List<NodeFile> files = new ArrayList<>();
        for (Path file : jars(className, jar.get())) {
            files.add(read.computeIfAbsent(file, ProgramClassPath::read));
        }
        return List.copyOf(files);
    }

    /** A loader of a recipe's own has only what belongs to the recipe. */
    private Iterable<Path> jars(String className, Path jar) {
        Map<Path, Path> jars = new LinkedHashMap<>();
        jars.put(jar, jar);
        for (URLClassLoader each : loaders(className)) {
            for (URL url : each.getURLs()) {
                file(url).filter(Files::isRegularFile).ifPresent(path -> jars.put(path, path));
            }
        }
        return jars.keySet();
    }

    private List<URLClassLoader> loaders(String className) {
        String resource = resource(className);
        List<URLClassLoader> loaders = new ArrayList<>();
        for (ClassLoader each = loader; each != null; each = each.getParent()) {
            if (each instanceof ProgramLoaders recipes) {
                loaders.addAll(oneOf(className, recipes.having(resource)));
            } else if (each instanceof URLClassLoader urls && urls.findResource(resource) != null) {
                loaders.add(urls);
            }
        }
        return loaders;
    }

    private static List<URLClassLoader> oneOf(String className, List<URLClassLoader> recipes) {
        if (recipes.size() > 1) {
            throw new NodeScriptException(
                    "the node program %s is in several recipes of this run: %s; give one of them another name"
                            .formatted(
                                    className,
                                    String.join(
                                            ", ",
                                            recipes.stream()
                                                    .map(ClassLoader::getName)
                                                    .toList())),
                    null);
        }
        return recipes;
    }

    private synchronized Set<String> ownClasses() {
        Set<String> names = ownClasses;
        if (names == null) {
            names = new HashSet<>(entries(nodeJar.get()));
            ownClasses = names;
        }
        return names;
    }

    private static List<String> entries(NodeFile jar) {
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(jar.content()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        } catch (IOException e) {
            throw new IllegalStateException(jar.name() + " is damaged", e);
        }
        return names;
    }

    private Optional<Path> jarOf(String className) {
        URL url = loader.getResource(resource(className));
        if (url == null || !"jar".equals(url.getProtocol())) {
            return Optional.empty();
        }
        try {
            URLConnection connection = url.openConnection();
            return connection instanceof JarURLConnection jar ? file(jar.getJarFileURL()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String resource(String className) {
        return className.replace('.', '/') + CLASS;
    }

    private static Optional<Path> file(@Nullable URL url) {
        try {
            return url != null && "file".equals(url.getProtocol())
                    ? Optional.of(Path.of(url.toURI()))
                    : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static NodeFile read(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            String name = String.valueOf(file.getFileName()).replaceAll(UNUSUAL, "_");
            return NodeFile.of(Character.isLetterOrDigit(name.charAt(0)) ? name : "_" + name, stream.readAllBytes());
        } catch (IOException e) {
            throw new NodeScriptException("%s, which a node program needs, cannot be read: %s".formatted(file, e), e);
        }
    }
}
