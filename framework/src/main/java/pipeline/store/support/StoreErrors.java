package pipeline.store.support;

import java.time.Duration;
import java.util.Optional;
import pipeline.store.StoreException;

/** Knows what the failures of one database are about. Thread-safe. */
public interface StoreErrors {

    /** Returns what the database complains of; empty if the failure is not the database's. */
    Optional<StoreErrorKind> kind(RuntimeException failure);

    /** Returns in one line what the database said. */
    String complaint(RuntimeException failure);

    /**
     * Makes the exception that people see.
     *
     * @param failure one that has a kind
     * @param waited how long it was tried again and again
     */
    StoreException explain(RuntimeException failure, boolean isWrite, Duration waited);
}
