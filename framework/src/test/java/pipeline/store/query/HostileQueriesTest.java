package pipeline.store.query;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.testing.HostileTexts;

class HostileQueriesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"key.a\": ", "{\"status\": ", "{'$or': [", "{'host': {'$in': [", "{'host': '"})
    void a_query_is_read_within_the_limit(String beginning) {
        QueryParser parser = new QueryParser(new FieldCatalog(JobFields.ALL), Instant.EPOCH);
        new HostileTexts(
                        "queries that begin with " + beginning,
                        List.of(
                                " ",
                                "{",
                                "}",
                                "[",
                                "]",
                                "'",
                                "\"",
                                ":",
                                ",",
                                "\\",
                                "\\u0041",
                                "1",
                                "1.",
                                "1e350",
                                "e",
                                "$or",
                                "status",
                                "'a'",
                                "'a',",
                                "{'host':'a'},",
                                "None",
                                "-"))
                .feed(text -> parser.parse(beginning + text), BadQueryException.class);
    }
}
