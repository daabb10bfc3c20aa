package pipeline.store.sql;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Locale;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.store.StoreException;
import pipeline.testing.stores.PostgresServer;
import pipeline.testing.stores.StorePlace;

class PostgresFaultsIT extends ServerFaultsContract {

    PostgresFaultsIT() {
        super(PostgresServer::new);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LATIN1", "SQL_ASCII"})
    void a_database_that_is_not_utf_8_is_refused_at_the_start_with_what_to_type(String encoding) {
        StorePlace owner = own.server().owner();
        String name = "narrow_" + encoding.toLowerCase(Locale.ROOT);
        owner.execute("CREATE DATABASE " + name + " ENCODING '" + encoding
                + "' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0 OWNER "
                + own.place().user());

        StoreException told = catchThrowableOfType(
                StoreException.class, () -> Tables.database(at(name)).close());
        Assertions.assertThat(told)
                .hasMessageStartingWith(
                        "the job table " + at(name).url() + " cannot hold every text: its database has the"
                                + " encoding " + encoding + ", where it must be UTF8; ");

        String typed = told.getMessage().replaceFirst(".*(CREATE DATABASE .*), and name it.*", "$1");
        owner.execute(
                "DROP DATABASE " + name,
                typed.replace(" name ", " " + name + " ") + " OWNER "
                        + own.place().user());
        assertThatCode(() -> Tables.database(at(name)).close()).doesNotThrowAnyException();
        owner.execute("DROP DATABASE " + name + " WITH (FORCE)");
    }

    private StorePlace at(String name) {
        StorePlace place = own.place();
        return new StorePlace(place.url().replaceFirst("[^/]+$", name), place.user(), place.password());
    }
}
