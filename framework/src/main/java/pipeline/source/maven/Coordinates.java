package pipeline.source.maven;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.jspecify.annotations.Nullable;

/** Reads Maven coordinates as JBang writes them: {@code group:artifact[:version[:classifier]][@type]}. */
final class Coordinates {

    private static final String PART = "([^:@\\s]+)";
    private static final Pattern FORM =
            Pattern.compile(PART + ":" + PART + "(?::" + PART + "(?::" + PART + ")?)?(?:@" + PART + ")?");

    private Coordinates() {}

    /**
     * Reads coordinates.
     *
     * @throws IOException if they have another form
     */
    static Artifact read(String text) throws IOException {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IOException(text + " is no dependency; write group:artifact:version, such as"
                    + " org.apache.commons:commons-math3:3.6.1");
        }
        return new DefaultArtifact(
                matcher.group(1),
                matcher.group(2),
                orEmpty(matcher.group(4)),
                type(matcher.group(5)),
                orEmpty(matcher.group(3)));
    }

    private static String type(@Nullable String given) {
        return given == null ? "jar" : given;
    }

    private static String orEmpty(@Nullable String given) {
        return given == null ? "" : given;
    }
}
