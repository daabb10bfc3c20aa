package pipeline.tester;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Calls that may fail where none is expected to. */
final class Unchecked {

    private Unchecked() {}

    /** What may fail. */
    interface IoCall<T> {
        T get() throws IOException;
    }

    static <T> T get(IoCall<T> call) {
        try {
            return call.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
