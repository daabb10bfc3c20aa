package pipeline.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static pipeline.store.query.QueryCondition.Relation.GREATER;
import static pipeline.store.query.QueryCondition.Relation.GREATER_OR_EQUAL;
import static pipeline.store.query.QueryCondition.Relation.LESS;
import static pipeline.store.query.QueryCondition.Relation.LESS_OR_EQUAL;
import static pipeline.store.query.QueryCondition.Relation.NOT_EQUAL;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.store.query.QueryCondition.And;
import pipeline.store.query.QueryCondition.Compare;
import pipeline.store.query.QueryCondition.Exists;
import pipeline.store.query.QueryCondition.Glob;
import pipeline.store.query.QueryCondition.In;
import pipeline.store.query.QueryCondition.Not;
import pipeline.store.query.QueryCondition.Or;

class QueryParserTest {

    private static final Instant NOW = Instant.parse("2026-10-28T14:00:00.123Z");

    private static final QueryField HOST = JobFields.HOST;
    private static final QueryField PRIORITY = JobFields.PRIORITY;

    private final QueryParser parser = new QueryParser(new FieldCatalog(JobFields.ALL), NOW);

    @Test
    void an_empty_query_means_all() {
        assertThat(parser.parse("{}")).isEqualTo(QueryCondition.always());
        assertThat(parser.parse(" { } \n")).isEqualTo(QueryCondition.always());
    }

    @Test
    void a_key_with_a_value_is_equality_and_keys_must_all_fit() {
        assertThat(parser.parse("{\"host\": \"lce001\"}")).isEqualTo(QueryCondition.equal(HOST, "lce001"));
        assertThat(parser.parse("{\"host\": \"lce001\", \"priority\": 3}"))
                .isEqualTo(new And(List.of(QueryCondition.equal(HOST, "lce001"), QueryCondition.equal(PRIORITY, 3L))));
    }

    @Test
    void operators_of_a_key_must_all_fit() {
        assertThat(parser.parse("{'priority': {'$gte': 2, '$lt': 5}}"))
                .isEqualTo(
                        new And(List.of(new Compare(PRIORITY, GREATER_OR_EQUAL, 2L), new Compare(PRIORITY, LESS, 5L))));
    }

    @ParameterizedTest
    @CsvSource({"$gt, GREATER", "$ge, GREATER", "$gte, GREATER_OR_EQUAL"})
    void ge_means_greater_as_the_documentation_of_ipython_has_it(String operator, QueryCondition.Relation relation) {
        assertThat(parser.parse("{'priority': {'" + operator + "': 5}}"))
                .isEqualTo(new Compare(PRIORITY, relation, 5L));
    }

    @ParameterizedTest
    @CsvSource({"$lt, LESS", "$le, LESS", "$lte, LESS_OR_EQUAL"})
    void le_means_less_as_the_documentation_of_ipython_has_it(String operator, QueryCondition.Relation relation) {
        assertThat(parser.parse("{'priority': {'" + operator + "': 5}}"))
                .isEqualTo(new Compare(PRIORITY, relation, 5L));
    }

    @Test
    void every_operator_has_its_meaning() {
        QueryCondition isSmall = new In(HOST, List.of("a", "b"));
        assertThat(parser.parse("{'host': {'$eq': 'a'}}")).isEqualTo(QueryCondition.equal(HOST, "a"));
        assertThat(parser.parse("{'host': {'$ne': 'a'}}")).isEqualTo(new Compare(HOST, NOT_EQUAL, "a"));
        assertThat(parser.parse("{'host': {'$in': ['a', 'b']}}")).isEqualTo(isSmall);
        assertThat(parser.parse("{'host': {'$nin': ['a', 'b']}}")).isEqualTo(new Not(isSmall));
        assertThat(parser.parse("{'host': {'$exists': true}}")).isEqualTo(new Exists(HOST));
        assertThat(parser.parse("{'host': {'$exists': false}}")).isEqualTo(new Not(new Exists(HOST)));
        assertThat(parser.parse("{'host': {'$glob': 'lce*'}}")).isEqualTo(new Glob(HOST, "lce*"));
        assertThat(parser.parse("{'host': {'$not': {'$glob': 'lce*'}}}")).isEqualTo(new Not(new Glob(HOST, "lce*")));
        assertThat(parser.parse("{'$and': [{'host': 'a'}, {}]}"))
                .isEqualTo(new And(List.of(QueryCondition.equal(HOST, "a"), QueryCondition.always())));
        assertThat(parser.parse("{'$or': [{'host': 'a'}, {'host': 'b'}]}"))
                .isEqualTo(new Or(List.of(QueryCondition.equal(HOST, "a"), QueryCondition.equal(HOST, "b"))));
        assertThat(parser.parse("{'$not': {'host': 'a'}}")).isEqualTo(new Not(QueryCondition.equal(HOST, "a")));
    }

    @Test
    void null_and_an_empty_list_are_values() {
        assertThat(parser.parse("{'completed': null}")).isEqualTo(QueryCondition.equal(JobFields.COMPLETED, null));
        assertThat(parser.parse("{'label': {'$in': []}}")).isEqualTo(new In(JobFields.LABEL, List.of()));
        assertThat(parser.parse("{'label': {'$in': [null, 'a']}}"))
                .isEqualTo(new In(JobFields.LABEL, Arrays.asList(null, "a")));
    }

    @Test
    void what_python_writes_is_understood() {
        assertThat(parser.parse("{u'completed' : None, 'host': b'a',}"))
                .isEqualTo(parser.parse("{\"completed\": null, \"host\": \"a\"}"));
        assertThat(parser.parse("{'label': {'$exists': True}, 'host': {'$in': ('a', 'b',)}}"))
                .isEqualTo(parser.parse("{\"label\": {\"$exists\": true}, \"host\": {\"$in\": [\"a\", \"b\"]}}"));
        assertThat(parser.parse("{'label': 'it\\'s \"\\x41\\u00e9\\U0001F600\\n\\\\'}"))
                .isEqualTo(QueryCondition.equal(JobFields.LABEL, "it's \"A\u00e9\uD83D\uDE00\n\\"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "3.0", "\"3\"", "\"3.0\"", "+3", "30e-1"})
    void a_whole_number_may_be_written_in_any_exact_way(String number) {
        assertThat(parser.parse("{\"priority\": " + number + "}")).isEqualTo(QueryCondition.equal(PRIORITY, 3L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-10-28T14:00:00Z          | 2026-10-28T14:00:00Z",
                "2026-10-28T14:00:00.123456Z   | 2026-10-28T14:00:00.123Z",
                "2026-10-28t14:00:00z          | 2026-10-28T14:00:00Z",
                "2026-10-28T14:00:00+05:45     | 2026-10-28T08:15:00Z",
                "2026-10-28T14:00:00-0330      | 2026-10-28T17:30:00Z",
                "2026-10-28T14:00:00+02        | 2026-10-28T12:00:00Z",
                "2026-10-28 14:00:00.5         | 2026-10-28T14:00:00.500Z",
                "2026-10-28 14:00 +01:00       | 2026-10-28T13:00:00Z",
                "2026-10-28T14:00              | 2026-10-28T14:00:00Z",
                "2026-10-28                    | 2026-10-28T00:00:00Z",
                "-1h                           | 2026-10-28T13:00:00.123Z",
                "-30m                          | 2026-10-28T13:30:00.123Z",
                "-2d12h                        | 2026-10-26T02:00:00.123Z",
                "-90s                          | 2026-10-28T13:58:30.123Z",
            })
    void times_are_iso_in_utc_or_so_long_ago(String text, Instant time) {
        assertThat(parser.parse("{\"started\": {\"$gte\": \"" + text + "\"}}"))
                .isEqualTo(new Compare(JobFields.STARTED, GREATER_OR_EQUAL, time));
    }

    @Test
    void json_values_are_compared_in_their_canonical_form() {
        QueryCondition meant = QueryCondition.equal(JobFields.KEY, "{\"a\":[1,{\"x\":null}],\"b\":2}");
        assertThat(parser.parse("{'key': {'b': 2.0, 'a': [1, {'x': None}]}}")).isEqualTo(meant);
        assertThat(parser.parse("{'key': {'$eq': {'b': 2, 'a': [1.0, {'x': None}]}}}"))
                .isEqualTo(meant);
        assertThat(parser.parse("{'result': {}}")).isEqualTo(QueryCondition.equal(JobFields.RESULT, "{}"));
        assertThat(parser.parse("{'result': 'done'}")).isEqualTo(QueryCondition.equal(JobFields.RESULT, "\"done\""));
        assertThat(parser.parse("{'result': {'$eq': {'$odd': True}}}"))
                .isEqualTo(QueryCondition.equal(JobFields.RESULT, "{\"$odd\":true}"));
        assertThat(parser.parse("{'key': {'$glob': '*a.fits*'}}")).isEqualTo(new Glob(JobFields.KEY, "*a.fits*"));
    }

    @Test
    void words_are_free_where_they_are_ordered_or_fit_a_pattern() {
        assertThat(parser.parse("{'status': {'$gte': 'p', '$glob': '*r*'}}"))
                .isEqualTo(new And(List.of(
                        new Compare(JobFields.STATUS, GREATER_OR_EQUAL, "p"), new Glob(JobFields.STATUS, "*r*"))));
        assertThat(parser.parse("{'duration': {'$gt': 1.5, '$lte': 2}}"))
                .isEqualTo(new And(List.of(
                        new Compare(JobFields.DURATION, GREATER, 1.5),
                        new Compare(JobFields.DURATION, LESS_OR_EQUAL, 2.0))));
    }

    @Test
    void the_queries_of_ipythons_documentation_work_with_values_in_place_of_variables() {
        assertThat(parser.parse("{'started' : {'$gte' : '-1h' }, 'client_uuid' : 'c0'}"))
                .isEqualTo(new And(List.of(
                        new Compare(JobFields.STARTED, GREATER_OR_EQUAL, NOW.minusSeconds(3600)),
                        QueryCondition.equal(JobFields.CLIENT_UUID, "c0"))));
        assertThat(parser.parse("{'started' : {'$le' : '-1h' }, 'client_uuid' : {'$ne' : 'c0'}}"))
                .isEqualTo(new And(List.of(
                        new Compare(JobFields.STARTED, LESS, NOW.minusSeconds(3600)),
                        new Compare(JobFields.CLIENT_UUID, NOT_EQUAL, "c0"))));
        assertThat(parser.parse("{'engine_uuid' : {'$in' : ['lce003', 'lce004'] }}"))
                .isEqualTo(new In(JobFields.ENGINE_UUID, List.of("lce003", "lce004")));
    }
}
