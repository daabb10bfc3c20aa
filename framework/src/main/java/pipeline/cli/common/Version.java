package pipeline.cli.common;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Pipeline this is. */
public final class Version {

    private Version() {}

    /** Returns the version of Pipeline and of the Java it runs on, as a line. */
    public static String text() {
        return "pipeline %s (Java %s, %s)\n"
                .formatted(number(), System.getProperty("java.version"), System.getProperty("java.vm.name"));
    }

    private static String number() {
        Properties properties = new Properties();
        try (InputStream resource = Version.class.getResourceAsStream("version.properties")) {
            if (resource == null) {
                throw new IllegalStateException("version.properties is missing in the jar; build it again");
            }
            properties.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
