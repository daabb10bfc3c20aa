package pipeline.store.sql.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.store.support.StoreErrorKind;

class DialectTest {

    @ParameterizedTest
    @CsvSource({
        "5, BLOCKED", "261, BLOCKED", "6, BLOCKED", "15, BLOCKED", "13, FULL", "8, READ_ONLY", "1544, READ_ONLY",
                "3, CLOSED",
        "14, CLOSED", "11, DAMAGED", "26, NO_DATABASE", "10, DEVICE", "778, DEVICE", "1, OTHER", "19, OTHER", "0, OTHER"
    })
    void sqlite_complains_by_result_codes_also_extended_ones(int code, StoreErrorKind fault) {
        assertThat(new SqliteDialect().errorKind(new SQLException("", null, code)))
                .isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "40001, BLOCKED",
        "40P01, BLOCKED",
        "55P03, BLOCKED",
        "08001, AWAY",
        "08006, AWAY",
        "57P01, AWAY",
        "57P02, AWAY",
        "57P03, AWAY",
        "25P03, AWAY",
        "53300, CROWDED",
        "53100, FULL",
        "25006, READ_ONLY",
        "28P01, FORBIDDEN",
        "42501, FORBIDDEN",
        "3D000, UNKNOWN_DATABASE",
        "XX001, DAMAGED",
        "58030, DEVICE",
        "42601, OTHER",
        ", OTHER"
    })
    void postgres_complains_by_sql_states(String state, StoreErrorKind fault) {
        assertThat(new PostgresDialect().errorKind(new SQLException("", state))).isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "1205, HY000, BLOCKED",
        "1213, 40001, BLOCKED",
        "1020, HY000, BLOCKED",
        "1040, 08004, CROWDED",
        "1226, 42000, CROWDED",
        "1045, 28000, FORBIDDEN",
        "1044, 42000, FORBIDDEN",
        "1049, 42000, UNKNOWN_DATABASE",
        "0, 08000, AWAY",
        "1053, 08S01, AWAY",
        "1927, 70100, AWAY",
        "1021, HY000, FULL",
        "1114, HY000, FULL",
        "1290, HY000, READ_ONLY",
        "1792, 25006, READ_ONLY",
        "1712, HY000, DAMAGED",
        "1064, 42000, OTHER",
        "0, , OTHER"
    })
    void mariadb_complains_by_codes_of_its_own(int code, String state, StoreErrorKind fault) {
        assertThat(new MariaDbDialect().errorKind(new SQLException("", state, code)))
                .isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource({
        "1026, Error writing file './p/job' (errno: 28 \"No space left on device\"), FULL",
        "1030, Got error 28 \"No space left on device\" from storage engine InnoDB, FULL",
        "3, Error writing file '/tmp/x' (Errcode: 28 \"No space left on device\"), FULL",
        "1030, Got error 128 from storage engine InnoDB, OTHER"
    })
    void mariadb_tells_a_full_disk_by_the_systems_number_too(int code, String message, StoreErrorKind fault) {
        assertThat(new MariaDbDialect().errorKind(new SQLException(message, "HY000", code)))
                .isEqualTo(fault);
    }

    @Test
    void a_server_that_is_away_or_a_disk_that_fails_leaves_it_open_whether_something_was_committed() {
        assertThat(Arrays.stream(StoreErrorKind.values()).filter(StoreErrorKind::isUncertain))
                .containsExactly(StoreErrorKind.AWAY, StoreErrorKind.DEVICE);
        assertThat(Arrays.stream(StoreErrorKind.values()).filter(StoreErrorKind::isTransient))
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.of(StoreErrorKind.BLOCKED, StoreErrorKind.CROWDED, StoreErrorKind.AWAY));
    }
}
