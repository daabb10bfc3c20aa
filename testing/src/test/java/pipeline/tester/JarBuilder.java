package pipeline.tester;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/** Builds jars as a build tool does. */
final class JarBuilder {

    private final Path directory;

    JarBuilder(Path directory) {
        this.directory = directory;
    }

    /** Compiles sources, by their class names, and packs them with a service file that names these recipes. */
    Path build(Path jar, Map<String, String> sources, String... recipes) throws IOException {
        Path from = Files.createTempDirectory(directory, "sources");
        Path classes = Files.createTempDirectory(directory, "classes");
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none"));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = from.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, source.getValue()).toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        return pack(jar, classes, recipes);
    }

    /** Packs compiled classes with a service file that names these recipes. */
    static Path pack(Path jar, Path classes, String... recipes) throws IOException {
        Files.createDirectories(jar.getParent());
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, zip);
            }
            if (recipes.length > 0) {
                zip.putNextEntry(new ZipEntry("META-INF/services/pipeline.recipe.Recipe"));
                zip.write((String.join("\n", recipes) + " # the recipes\n").getBytes(UTF_8));
            }
        }
        return jar;
    }
}
