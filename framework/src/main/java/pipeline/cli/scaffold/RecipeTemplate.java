package pipeline.cli.scaffold;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a new recipe begins with: recipe, node program and test. The files lie beside this class, in {@code new-recipe}. */
enum RecipeTemplate {

    /** One file of Java, and a test of sh. */
    JAVA(Map.of("java/recipe.java", "@class@.java", "java/test.sh", "@name@_test.sh"), "@class@.java"),
    /** A file of Python for the master and one for the nodes, and a test of sh. */
    PYTHON(
            Map.of(
                    "python/master.py", "master/@name@.py",
                    "python/nodes.py", "nodes/@name@.py",
                    "java/test.sh", "@name@_test.sh"),
            "master/@name@.py"),
    /** A project whose jar is the recipe, with tests of JUnit. */
    MAVEN(
            Map.of(
                    "maven/pom.xml", "pom.xml",
                    "maven/recipe.java", "src/main/java/@package@/@class@.java",
                    "maven/node.java", "src/main/java/@package@/@class@Node.java",
                    "maven/services", "src/main/resources/META-INF/services/pipeline.recipe.Recipe",
                    "maven/test.java", "src/test/java/@package@/@class@Test.java"),
            "target/@project@-1.0-SNAPSHOT.jar");

    /** The places of the files, relative, by their resources; never changed. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final Map<String, String> places;

    private final String file;

    RecipeTemplate(Map<String, String> places, String file) {
        this.places = places;
        this.file = file;
    }

    /** Returns what is run, from the directory into which the files are written. */
    String file(RecipeNames names) {
        return names.in(file);
    }

    /** Returns the files by their paths. */
    Map<String, String> files(RecipeNames names) {
        Map<String, String> files = new LinkedHashMap<>();
        places.forEach((resource, place) ->
                files.put(names.in(place), names.in(text(resource)).replace("@file@", file(names))));
        return files;
    }

    private static String text(String resource) {
        try (InputStream in = RecipeTemplate.class.getResourceAsStream("new-recipe/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("new-recipe/" + resource + " is missing in the jar; build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
