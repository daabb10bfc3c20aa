package pipeline.store.sql.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pipeline.job.JobKey;
import pipeline.store.query.ConnectionFields;
import pipeline.store.query.FieldCatalog;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryField;
import pipeline.store.query.QueryParser;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.schema.SchemaMigration;
import pipeline.testing.Seed;
import pipeline.text.Json;
import tools.jackson.databind.JsonNode;

/** What conditions find, in every database. */
abstract class ConditionContract {

    /** So many queries must find some records, but not all; about a quarter of the random ones do. */
    private static final int TELLING = Integer.getInteger("queries", 70);

    private static final int MOST_QUERIES = 10 * TELLING;
    private static final int RECORDS = 150;

    private static final String INSERT = """
            INSERT INTO job (job_id, recipe, job_name, step, position, key_hash, job_key, host, program, work, label, priority,
              status, reason, created_time, scheduled_time, completed_time, duration, result, failure_kind, exit_code,
              error_message, error_stack, user_name, pid, connection_id, version, attempts, reservation, submitter, batch)
            VALUES (:job_id, 'r', 'j', 's', 0, :hash, :key, :host, :program, '{}', :label, :priority,
              :status, :reason, :created_time, 0, :completed, :duration, :result, :failure_kind, :exit_code,
              :error_message, :error_stack, 'me', :pid, 0, '', 0, 0, :submitter, 0)""";

    private static final String INSERT_MEMBER = """
            INSERT INTO member (uuid, kind, recipe, job_name, command, shares, version, user_name, machine, boot_id, pid,
              process_started, connection_id, started_time, heartbeat_time)
            VALUES (:uuid, 'master', 'r', 'j', '', 0, '', 'me', 'here', '', 1, 0, 0, 0, 0)""";

    private Database database;

    /** Opens an empty database without tables. */
    abstract Database open();

    @BeforeEach
    void make_the_tables() {
        database = open();
        new SchemaMigration(database).migrate();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void every_field_that_may_be_asked_for_has_a_column() {
        for (QueryField field : JobFields.ALL) {
            if (field.search() == QueryField.Search.SEARCHABLE) {
                assertThat(found(new QueryCondition.Exists(field)))
                        .as(field.name())
                        .isEmpty();
            }
        }
        ConditionSql members = ConditionSql.member(database.dialect(), Instant.now(), Duration.ofSeconds(60));
        for (QueryField field : ConnectionFields.ALL) {
            assertThat(numbers("member", "member_id", members.of(new QueryCondition.Exists(field))))
                    .as(field.name())
                    .isEmpty();
        }
    }

    @Test
    void random_queries_find_of_random_records_what_plain_java_finds() {
        long seed = Seed.of(ConditionContract.class);
        RandomQueries random = new RandomQueries(new Random(seed));
        List<Map<String, JsonNode>> records = new ArrayList<>();
        for (int i = 1; i <= RECORDS; i++) {
            records.add(random.record());
        }
        insert(records);
        int telling = 0;
        for (int i = 0; telling < TELLING; i++) {
            assertThat(i).as("-Dseed=%d: random queries", seed).isLessThan(MOST_QUERIES);
            JsonNode query = random.query(2);
            List<Long> fitting = LongStream.rangeClosed(1, RECORDS)
                    .filter(id -> NaiveEvaluator.fits(query, records.get((int) id - 1)))
                    .boxed()
                    .toList();
            assertThat(found(query.toString()))
                    .as("-Dseed=%d, query %d: %s", seed, i, query)
                    .isEqualTo(fitting);
            telling += fitting.isEmpty() || fitting.size() == RECORDS ? 0 : 1;
        }
    }

    @Test
    void what_upstreams_backends_disagreed_about_has_one_answer() {
        Map<String, JsonNode> plain = new RandomQueries(new Random(1)).record();
        List<Map<String, JsonNode>> records = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            records.add(new LinkedHashMap<>(plain));
            records.get(i).put("client_uuid", Json.tree(i % 2 == 0 ? "c0" : "c1"));
            records.get(i).put("completed", Json.tree(i < 3 ? null : "2026-10-28T14:00:0" + i + ".000Z"));
            records.get(i).put("label", Json.tree(i == 0 ? "e1" : null));
        }
        insert(records);
        assertThat(found("{'client_uuid': 'c0', 'queue': 'mux'}")).containsExactly(1L, 3L, 5L);
        assertThat(found("{'completed': {'$gte': '2026-10-28T14:00:04Z'}}")).containsExactly(5L, 6L);
        assertThat(found("{'completed': {'$lt': '2100-01-01'}}")).containsExactly(4L, 5L, 6L);
        assertThat(found("{'label': {'$ne': 'e1'}}")).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(found("{'label': {'$nin': ['']}}")).hasSize(6);
        assertThat(found("{'label': {'$nin': ['e1', None]}}")).isEmpty();
        assertThat(found("{'label': {'$in': []}}")).isEmpty();
        assertThat(found("{'label': {'$nin': []}}")).hasSize(6);
        assertThat(found("{}")).hasSize(6);
        assertThat(found("{'result': {}}")).isEmpty();
    }

    @Test
    void numbers_with_an_exponent_are_compared_by_what_they_count() {
        List<Map<String, JsonNode>> records = new ArrayList<>();
        for (String number : List.of("1E-7", "1E+2", "-2e3", "100", "9007199254740993")) {
            Map<String, JsonNode> record = new RandomQueries(new Random(1)).record();
            record.put("result", Json.read("{\"n\":" + number + "}"));
            records.add(record);
        }
        insert(records);
        assertThat(found("{'result.n': {'$lte': 0}}")).containsExactly(3L);
        assertThat(found("{'result.n': {'$gt': 0, '$lt': 1}}")).containsExactly(1L);
        assertThat(found("{'result.n': {'$gte': 100, '$lte': 100}}")).containsExactly(2L, 4L);
        assertThat(found("{'result.n': {'$gt': 9007199254740992}}")).containsExactly(5L);
    }

    @Test
    void long_texts_long_lists_and_many_alternatives_can_be_asked_for() {
        Map<String, JsonNode> record = new RandomQueries(new Random(1)).record();
        String stack = "at line\n".repeat(12_500);
        record.put("error_stack", Json.tree(stack));
        record.put("label", Json.tree("label 9999"));
        insert(List.of(record));
        List<String> labels = LongStream.range(0, 10_000)
                .mapToObj(number -> "label " + number)
                .toList();
        List<QueryCondition> alternatives = labels.stream()
                .skip(8_000)
                .map(label -> QueryCondition.equal(JobFields.LABEL, label))
                .toList();
        assertThat(found(QueryCondition.in(JobFields.LABEL, labels))).containsExactly(1L);
        assertThat(found(new QueryCondition.Or(alternatives))).containsExactly(1L);
        assertThat(found(QueryCondition.equal(JobFields.ERROR_STACK, stack))).containsExactly(1L);
        assertThat(found(QueryCondition.equal(JobFields.ERROR_STACK, stack + " ")))
                .isEmpty();
        assertThat(found(new QueryCondition.Glob(JobFields.ERROR_STACK, "*" + "l[i]ne\n*".repeat(100))))
                .containsExactly(1L);
        assertThat(found(new QueryCondition.Glob(JobFields.ERROR_STACK, "*a*t*[l]*i*n*e*\n*a*t*l*i*n*e*x")))
                .isEmpty();
    }

    private void insert(List<Map<String, JsonNode>> records) {
        List<String> clients = List.of("c0", "c1", "C1", "c2");
        database.write((handle, isRepeated) -> {
            for (String client : clients) {
                handle.createUpdate(INSERT_MEMBER).bind("uuid", client).execute();
            }
            PreparedBatch batch = handle.prepareBatch(INSERT);
            for (int i = 0; i < records.size(); i++) {
                Map<String, JsonNode> record = records.get(i);
                record.put("job_id", Json.tree(i + 1));
                record.forEach((name, value) -> batch.bind(name, column(name, value)));
                String client = record.get("client_uuid").isNull()
                        ? ""
                        : record.get("client_uuid").stringValue();
                batch.bind("submitter", clients.indexOf(client) + 1)
                        .bind("hash", "hash " + i)
                        .add();
            }
            return batch.execute();
        });
    }

    private static @Nullable Object column(String name, JsonNode value) {
        if (value.isNull()) {
            return null;
        } else if (name.equals("key") || name.equals("result")) {
            return JobKey.canonical(value);
        } else if (name.equals("completed") || name.equals("created_time")) {
            return Instant.parse(value.stringValue()).toEpochMilli();
        } else if (value.isString()) {
            return value.stringValue();
        }
        return value.isFloatingPointNumber() ? (Object) value.doubleValue() : (Object) value.longValue();
    }

    private List<Long> found(String query) {
        return found(new QueryParser(new FieldCatalog(JobFields.ALL), Instant.now()).parse(query));
    }

    private List<Long> found(QueryCondition where) {
        return numbers("job", "job_id", ConditionSql.job(database.dialect()).of(where));
    }

    private List<Long> numbers(String table, String id, WhereClause where) {
        return database.read((handle, isRepeated) -> where.bindTo(handle.createQuery(
                        "SELECT " + id + " FROM " + table + " WHERE " + where.sql() + " ORDER BY " + id))
                .mapTo(Long.class)
                .list());
    }
}
