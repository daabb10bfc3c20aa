package pipeline.dispatch.attempt;

import org.jspecify.annotations.Nullable;

/** A node script that cannot be sent: a mistake of the recipe's author, reported before anything starts. */
public final class NodeScriptException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NodeScriptException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
