package pipeline.store.sql;

import static org.awaitility.Awaitility.await;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import pipeline.store.JobTable;

/** A table of some store, for the contracts that every store keeps. */
abstract class JobTableContract {

    JobTable table;
    TableSamples samples;

    /** Returns a table without jobs and members. */
    abstract JobTable open() throws Exception;

    @BeforeEach
    void open_table() throws Exception {
        table = open();
        samples = new TableSamples(table);
    }

    @AfterEach
    void close_table() {
        table.close();
    }

    /** Lets the store's clock go on by more than a millisecond. */
    void pause() {
        Instant before = table.now();
        await().until(() -> table.now().isAfter(before.plusMillis(2)));
    }
}
