package pipeline.mainjob;

import java.nio.file.Path;

/** The text of a pipeline.cfg whose nodes keep their files in a test's directory and find the tests' node programs. */
final class TestConfiguration {

    private TestConfiguration() {}

    static String text(String remote, Path directory) {
        return """
                [deploy]
                engine_classpath = %s
                [remote]
                node_directory = %s
                %s
                """.formatted(
                System.getProperty("pipeline.test.classes").replace("%", "%%"), directory.resolve("node"), remote);
    }
}
