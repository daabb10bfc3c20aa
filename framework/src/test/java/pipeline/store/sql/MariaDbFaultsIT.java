package pipeline.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import pipeline.store.StoreException;
import pipeline.testing.stores.MariaDbServer;

class MariaDbFaultsIT extends ServerFaultsContract {

    MariaDbFaultsIT() {
        super(MariaDbServer::new);
    }

    @Test
    void a_table_that_cannot_hold_every_text_is_refused_at_the_start_with_what_to_type() {
        Tables.database(own.place()).close();
        own.place().execute("ALTER TABLE drain CONVERT TO CHARACTER SET latin1");

        StoreException told = catchThrowableOfType(
                StoreException.class, () -> Tables.database(own.place()).close());
        assertThat(told)
                .hasMessageStartingWith("the job table " + own.place().url()
                        + " cannot hold every text: the column host of its table drain has the character set latin1; ");

        own.place().execute(told.getMessage().replaceFirst(".*(ALTER TABLE .*)", "$1"));
        assertThatCode(() -> Tables.database(own.place()).close()).doesNotThrowAnyException();
    }

    @Test
    void a_server_with_another_character_set_of_its_own_does_no_harm() {
        own.server()
                .owner()
                .execute("SET GLOBAL character_set_server = latin1", "SET GLOBAL collation_server = latin1_bin");
        assertThatCode(() -> Tables.database(own.place()).close()).doesNotThrowAnyException();
        own.server().owner().execute("SET GLOBAL character_set_server = utf8mb4");
    }
}
