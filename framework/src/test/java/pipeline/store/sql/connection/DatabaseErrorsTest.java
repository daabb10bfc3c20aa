package pipeline.store.sql.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class DatabaseErrorsTest {

    @Test
    void what_the_database_said_is_found_below_what_its_driver_and_pool_said() {
        SQLException said = new SQLException("deadlock", "40P01");
        assertThat((Throwable) DatabaseErrors.root(new IllegalStateException(new SQLException("pool", said))))
                .isSameAs(said);
        assertThat((Throwable) DatabaseErrors.root(new IllegalStateException("ours")))
                .isNull();
    }
}
