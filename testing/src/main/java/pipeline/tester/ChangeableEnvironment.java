package pipeline.tester;

import java.lang.reflect.Field;
import java.util.Map;

/** The environment of this process as {@link System#getenv()} shows it, to be changed. The JDK has to open {@code java.lang} and {@code java.util}. */
final class ChangeableEnvironment {

    private ChangeableEnvironment() {}

    /**
     * Returns the map behind {@link System#getenv()}; what is changed in it, processes that this one starts find too.
     *
     * @throws IllegalStateException if the JDK does not let it out
     */
    @SuppressWarnings("unchecked")
    static Map<String, String> ofThisProcess() {
        try {
            Map<String, String> shown = System.getenv();
            Field behind = shown.getClass().getDeclaredField("m");
            behind.setAccessible(true);
            return (Map<String, String>) behind.get(shown);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException("this JDK does not let its environment be changed", e);
        }
    }
}
