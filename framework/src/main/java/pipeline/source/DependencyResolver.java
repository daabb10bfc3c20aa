package pipeline.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Finds the jars of Maven coordinates, with all that they need. */
public interface DependencyResolver {

    /**
     * Returns jars on this machine, in the order of the class path.
     *
     * @param coordinates such as {@code org.apache.commons:commons-math3:3.6.1}
     * @param repositories URLs, or {@code name=URL}, asked after those that Maven's settings name
     * @throws IOException if one cannot be found or loaded; the message names it and says what to do
     */
    List<Path> resolve(List<String> coordinates, List<String> repositories) throws IOException;
}
