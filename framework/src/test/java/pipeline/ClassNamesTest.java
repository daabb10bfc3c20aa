package pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The simple names of the classes of all modules. */
class ClassNamesTest {

    private static final Pattern NESTED = Pattern.compile(
            "^ {4,}(?:(?:public|private|protected|static|final|sealed|non-sealed|abstract) )*(?:class|interface|enum|record) (\\w+)",
            Pattern.MULTILINE);

    /** A word of authors; who uses it has no need of Java's reflection. */
    private static final Set<String> EXCEPT = Set.of("Executable");

    private static final List<String> SOURCES = List.of("src/main/java", "src/test/java");

    /** The packages of the JDK that much of the code imports from; the module is part of the path to their classes. */
    private static final List<String> JDK = List.of(
            "java.base/java/lang",
            "java.base/java/lang/reflect",
            "java.base/java/io",
            "java.base/java/net",
            "java.base/java/nio",
            "java.base/java/nio/channels",
            "java.base/java/nio/charset",
            "java.base/java/nio/file",
            "java.base/java/time",
            "java.base/java/time/temporal",
            "java.base/java/util",
            "java.base/java/util/concurrent",
            "java.base/java/util/concurrent/atomic",
            "java.base/java/util/concurrent/locks",
            "java.base/java/util/function",
            "java.base/java/util/regex",
            "java.base/java/util/stream",
            "java.logging/java/util/logging",
            "java.sql/java/sql");

    @Test
    void no_two_classes_have_the_same_name() throws IOException {
        Map<String, List<Path>> files = files();
        files.values().removeIf(same -> same.size() == 1);
        assertThat(files).isEmpty();
    }

    @Test
    void no_class_in_another_one_has_the_name_of_one_that_is_in_none() throws IOException {
        Set<String> nested = nested();
        nested.retainAll(files().keySet());
        assertThat(nested).isEmpty();
    }

    @Test
    void no_class_has_the_name_of_one_of_the_JDK() throws Exception {
        Set<String> names = new TreeSet<>(files().keySet());
        names.addAll(nested());
        names.removeAll(EXCEPT);
        List<String> hidden = new ArrayList<>();
        for (String jdkPackage : JDK) {
            for (Class<?> type : publicClasses(jdkPackage)) {
                if (names.contains(type.getSimpleName())) {
                    hidden.add(type.getName());
                }
            }
        }
        assertThat(hidden).isEmpty();
    }

    private static Map<String, List<Path>> files() throws IOException {
        Map<String, List<Path>> files = new TreeMap<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module : modules.toList()) {
                for (String sources : SOURCES) {
                    Path directory = module.resolve(sources);
                    if (Files.isDirectory(directory)) {
                        collect(directory, files);
                    }
                }
            }
        }
        assertThat(files).containsKeys("ClassNamesTest", "PackageLayersTest");
        return files;
    }

    /** Returns the names of the classes that are in others, but for those of tests. */
    private static Set<String> nested() throws IOException {
        Set<String> names = new TreeSet<>();
        for (List<Path> same : files().values()) {
            for (Path file : same) {
                if (file.toString().contains(SOURCES.get(0))) {
                    NESTED.matcher(Files.readString(file)).results().forEach(found -> names.add(found.group(1)));
                }
            }
        }
        assertThat(names).isNotEmpty();
        return names;
    }

    private static void collect(Path directory, Map<String, List<Path>> files) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            walk.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .forEach(file -> files.computeIfAbsent(
                                    file.getFileName().toString().replace(".java", ""), name -> new ArrayList<>())
                            .add(file));
        }
    }

    private static List<Class<?>> publicClasses(String jdkPackage) throws IOException, ClassNotFoundException {
        Path directory = FileSystems.getFileSystem(URI.create("jrt:/"))
                .getPath("modules")
                .resolve(jdkPackage);
        String name = jdkPackage.substring(jdkPackage.indexOf('/') + 1).replace('/', '.');
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.toList()) {
                String file = entry.getFileName().toString();
                if (file.endsWith(".class") && !file.contains("$")) {
                    Class<?> type = Class.forName(
                            name + "." + file.replace(".class", ""), false, ClassNamesTest.class.getClassLoader());
                    if (Modifier.isPublic(type.getModifiers())) {
                        classes.add(type);
                    }
                }
            }
        }
        assertThat(classes).as(name).isNotEmpty();
        return classes;
    }
}
