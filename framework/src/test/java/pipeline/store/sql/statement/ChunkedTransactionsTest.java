package pipeline.store.sql.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pipeline.store.sql.Tables;
import pipeline.store.sql.connection.Database;

class ChunkedTransactionsTest {

    private final Database database = Tables.inMemory(Duration.ofSeconds(1));
    private final ChunkedTransactions chunked = new ChunkedTransactions(database);
    private final List<Long> numbers = LongStream.rangeClosed(1, 2500).boxed().toList();
    private final List<Integer> sizes = new ArrayList<>();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void each_portion_is_a_transaction_of_its_own_between_which_others_write() {
        long changed = chunked.each(numbers, (handle, jobs) -> {
            sizes.add(jobs.split(",", -1).length);
            return sizes.size();
        });
        assertThat(sizes).containsExactly(1000, 1000, 500);
        assertThat(changed).isEqualTo(1 + 2 + 3);
    }

    @Test
    void what_is_done_when_it_breaks_off_stays_done() {
        assertThatThrownBy(() -> chunked.each(numbers, (handle, jobs) -> {
                    sizes.add(handle.execute("INSERT INTO open_batch (member_id) VALUES (1)"));
                    if (sizes.size() == 3) {
                        throw new IllegalStateException("no more");
                    }
                    return 1;
                }))
                .hasMessage("no more");
        assertThat(database.<Long>read((handle, isRepeated) -> handle.createQuery("SELECT COUNT(*) FROM open_batch")
                        .mapTo(Long.class)
                        .one()))
                .isEqualTo(2);
    }

    @Test
    void nothing_to_do_is_no_transaction() {
        assertThat(chunked.each(List.of(), (handle, jobs) -> 1)).isZero();
        assertThat(chunked.each(new WhereClause("1 = 1", java.util.Map.of()), (handle, jobs) -> 1))
                .isZero();
    }
}
