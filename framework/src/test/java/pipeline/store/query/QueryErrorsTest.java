package pipeline.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.testing.Seed;

class QueryErrorsTest {

    private static final QueryField FLAG =
            new QueryField("flag", QueryField.ValueType.BOOLEAN, QueryField.Search.SEARCHABLE);

    private final QueryParser parser =
            new QueryParser(new FieldCatalog(JobFields.ALL), Instant.parse("2026-10-28T14:00:00Z"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'completd' : None}            | unknown key completd, did you mean completed? Valid are job_id, recipe,",
                "{'HOST': 'a'}                  | unknown key HOST, did you mean host?",
                "{'rubbish': 1}                 | unknown key rubbish; valid are job_id, recipe,",
                "{'header': {}}                 | header can be shown, but not asked for; what can be asked for is job_id,",
                "{'buffers': None}              | buffers can be shown, but not asked for",
                "{'host': {'$int': ['a']}}      | unknown operator $int, did you mean $in? Valid are $in, $nin, $eq,",
                "{'host': {'$regex': 'a.*'}}    | unknown operator $regex; valid are $in, $nin, $eq,",
                "{'host': {'$in': ['a'], 'b': 1}} | unknown operator b",
                "{'host': {'name': 'a'}}        | unknown operator name",
                "{'host': {}}                   | operators are expected for host, such as {\"$ne\": ...}, but not a dictionary",
                "{'$nor': []}                   | unknown operator $nor, did you mean $not? Valid are $and, $or, $not",
                "{'$in': ['a']}                 | $in belongs to a key, such as {\"host\": {\"$in\": ...}}",
                "{'$or': {'host': 'a'}}         | $or must have a list of queries, but had a dictionary",
                "{'$and': ['a']}                | a query must be a dictionary such as {\"status\": \"error\"}, but was the text",
                "{'$not': 3}                    | a query must be a dictionary such as {\"status\": \"error\"}, but was the number 3",
                "{'host': {'$not': 'a'}}        | operators are expected for host, such as {\"$ne\": ...}, but not the text \"a\"",
                "{'host': {'$in': 'a'}}         | $in must have a list of values, but had the text \"a\"",
                "{'host': {'$nin': None}}       | $nin must have a list of values, but had null",
                "{'host': {'$exists': 'yes'}}   | $exists must have true or false, but had the text \"yes\"",
                "{'priority': {'$gt': None}}    | null has no order; use $eq, $ne, or {\"$exists\": false}",
                "{'key': {'$gt': {}}}           | key has no order",
                "{'priority': {'$glob': '1*'}}  | priority is no text; $glob is for texts",
                "{'host': {'$glob': 1}}         | host must be a text in quotes, but was the number 1",
                "{'host': 3}                    | host must be a text in quotes, but was the number 3",
                "{'host': {'$in': ['a', ['b']]}} | host must be a text in quotes, but was a list",
                "{'status': 'errr'}             | unknown status errr, did you mean error? Valid are pending, reserved, success,",
                "{'status': {'$in': ['PENDING']}} | unknown status PENDING, did you mean pending?",
                "{'failure_kind': 'timeot'}     | unknown failure_kind timeot, did you mean timeout?",
                "{'priority': 3.5}              | priority must be a whole number of at most 64 bits, but was the number 3.5",
                "{'priority': 'high'}           | priority must be a whole number, but was the text \"high\"",
                "{'priority': True}             | priority must be a whole number, but was true",
                "{'job_id': 9223372036854775808} | job_id must be a whole number of at most 64 bits",
                "{'duration': 1e999}            | duration must be a number of at most 64 bits",
                "{'started': 1234567890}        | started must be a time such as \"2026-10-28T14:00:00Z\"",
                "{'started': '1h'}              | started must be a time such as",
                "{'started': '-'}               | started must be a time such as",
                "{'started': '2026-02-30'}      | started must be a time such as",
                "{'started': {'$gte': hourago}} | hourago is not in quotes; where it is a variable or a call of a program",
                "{'started': datetime.now()}    | datetime.now is not in quotes",
                "{'started': {'$gte' : hourago }, 'client_uuid' : rc.session.session} | hourago is not in quotes",
                "{ 'engine_uuid' : {'$in' : uuids }, keys='result_header' | uuids is not in quotes",
                "{host: 'a'}                    | a key is expected here, in quotes: \"host\"",
                "{'host' 'a'}                   | expected ':', but found '}'",
                "{'host': 'a' 'priority': 1}    | expected ',' or '}', but found ':'",
                "{'host': 'a'                   | this bracket is never closed, expected a '}'",
                "{'host': 'a',                  | this bracket is never closed, expected a '}'",
                "{'host': {'$in': ['a', }}      | expected a value, but found '}'",
                "{'host': }                     | expected a value, but found '}'",
                "{'host': 'a                    | this text is never closed, expected ' on the same line",
                "{'host': '\\u00g0'}            | expected 4 hexadecimal digits after \\u",
                "{'host': 'a', 'host': 'b'}     | the key host stands here twice; put both into one: {\"$and\":",
                "{} {}                          | expected the end of the text here, but found '{'",
                "['host']                       | a query must be a dictionary such as {\"status\": \"error\"}, but was a list",
                "{'priority': 1.2.3}            | expected a value, but '1.2.3' is no number; a text needs quotes",
                "{'priority': 2026-10-28}       | expected a value, but '2026-10-28' is no number; a text needs quotes",
                "{'duration': NaN}              | NaN is no number here",
            },
            quoteCharacter = '`')
    void a_query_that_cannot_be_understood_is_refused_with_what_would_do(String query, String problem) {
        assertThatThrownBy(() -> parser.parse(query))
                .isInstanceOf(BadQueryException.class)
                .hasMessageStartingWith(problem)
                .hasMessageContaining("(at character ");
    }

    @Test
    void an_empty_query_is_refused_with_examples() {
        assertThatThrownBy(() -> parser.parse("  "))
                .hasMessage("the query is empty; {} means all, and {\"status\": \"error\"} what failed");
    }

    @Test
    void the_message_says_where_in_the_text() {
        assertThatThrownBy(() -> parser.parse("{'host': '\uD83D\uDE00',\n 'hots': 'b'}"))
                .hasMessageEndingWith("(at character 16 of the query, in {'host': '\uD83D\uDE00',  'hots': 'b'})");
        assertThatThrownBy(
                        () -> parser.parse(
                                "{\"priority\": {\"$in\": [1, 2, 3, 4, 5, 6, 7, true, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]}}"))
                .hasMessageEndingWith(
                        "(at character 44 of the query, in ..., 2, 3, 4, 5, 6, 7, true, 9, 10, 11, 12, 13, 14, 15, 16, 17,...)");
    }

    @Test
    void flags_are_true_or_false_and_have_no_order() {
        QueryParser flags = new QueryParser(new FieldCatalog(List.of(FLAG)), Instant.EPOCH);
        assertThat(flags.parse("{'flag': True}")).isEqualTo(QueryCondition.equal(FLAG, true));
        assertThatThrownBy(() -> flags.parse("{'flag': 1}"))
                .hasMessageStartingWith("flag must be true or false, but was the number 1");
        assertThatThrownBy(() -> flags.parse("{'flag': {'$gt': False}}")).hasMessageStartingWith("flag has no order");
    }

    @Test
    void deep_queries_are_refused_however_deep() {
        for (String opening : List.of("[", "{'$not':", "{'$or':[", "{'key':{'a':", "(")) {
            assertThatThrownBy(() -> parser.parse(opening.repeat(300_000)))
                    .isInstanceOf(BadQueryException.class)
                    .hasMessageStartingWith("it is nested deeper than 50");
        }
    }

    @Test
    void long_queries_are_refused_however_long() {
        assertThatThrownBy(() -> parser.parse("{'host': '" + "a".repeat(5_000_000) + "'}"))
                .hasMessageStartingWith("it is longer than 4194304 characters");
        assertThatThrownBy(() -> parser.parse("{'priority': {'$in': [" + "1,".repeat(20_001) + "]}}"))
                .hasMessageStartingWith("it has more than 20000 values");
        assertThatThrownBy(() -> parser.parse("{'priority': " + "1".repeat(1_000_000) + "}"))
                .hasMessageStartingWith("this number is longer than 400 digits");
        assertThatThrownBy(() -> parser.parse("{'host': {'$glob': '" + "*a".repeat(501) + "'}}"))
                .hasMessageStartingWith("a pattern must have at most 1000 characters, but has 1002");
        assertThatThrownBy(() -> parser.parse("{'duration': 1e999999999}"))
                .hasMessageStartingWith("expected a value, but '1e999999999' is no number");
        assertThatThrownBy(() -> parser.parse("{'result': 1e9999}")).hasMessageContaining("is too large");
    }

    @Test
    void whatever_is_typed_is_read_or_refused_and_never_fails_otherwise() {
        long seed = Seed.of(QueryErrorsTest.class);
        Random random = new Random(seed);
        String[] pieces = {
            "{",
            "}",
            "[",
            "]",
            "(",
            ")",
            ",",
            ":",
            "'host'",
            "'key'",
            "'$in'",
            "'$not'",
            "\"$or\"",
            "'$glob'",
            "'",
            "\"",
            "\\",
            "\\u",
            "1",
            "-",
            ".",
            "e",
            "None",
            "True",
            "u'",
            "$",
            "'started'",
            "'-1h'",
            "\0",
            "\uD83D",
            "\uDE00",
            " ",
            "\n",
            "'status'",
            "'error'",
            "null"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder query = new StringBuilder("{");
            for (int length = random.nextInt(12); length > 0; length--) {
                query.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                assertThat(parser.parse(query.append('}').toString())).isNotNull();
            } catch (BadQueryException e) {
                assertThat(e).hasMessageContaining("character");
            }
        }
    }
}
