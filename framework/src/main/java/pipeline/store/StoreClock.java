package pipeline.store;

import java.time.Instant;

/** The clock that all times in the table come from. */
public interface StoreClock {

    /** Returns the store's time, to the millisecond. */
    Instant now();
}
